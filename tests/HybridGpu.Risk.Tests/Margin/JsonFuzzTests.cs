using System.Text;
using System.Text.Json.Nodes;
using HybridGpu.Risk.Margin;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>Files with anything anywhere: they are read or refused with a sentence, and what is read gives a report
/// without a NaN.</summary>
public sealed class JsonFuzzTests
{
    private static readonly string[] Anything =
    [
        "null", "[]", "{}", "[null]", "{\"a\": 1}", "\"x\"", "\"NaN\"", "\"-Infinity\"", "-1", "0", "1e300", "-1e300",
        "1e999", "0.5", "true", "\"2026-02-05T08:00:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"",
    ];

    [Test]
    public void A_portfolio_or_market_with_anything_anywhere_is_read_or_refused()
    {
        Random random = Seed.NewRandom();
        string portfolioText = Example("margin-portfolio.json");
        string marketText = Example("margin-market.json");
        (int refused, int figures) = (0, 0);
        for (int i = 0; i < 1_500; i++)
        {
            byte[] portfolioJson = Changed(portfolioText, random.Next(2), random);
            byte[] marketJson = Changed(marketText, random.Next(3), random);
            MarginPortfolio? portfolio = MarginPortfolio.Parse(portfolioJson, "p.json", out string problem);
            Assert.That(problem.Length > 0, Is.EqualTo(portfolio is null));
            MarginMarket? market = MarginMarket.Parse(marketJson, "m.json", out problem);
            Assert.That(problem.Length > 0, Is.EqualTo(market is null));
            if (portfolio is null || market is null)
            {
                refused++;
                continue;
            }

            MarginModel model = MarginPresets.All[random.Next(MarginPresets.All.Count)];
            MarginReport report = MarginCalculator.Evaluate(model, portfolio, market);
            Assert.That(double.IsFinite((report.Initial ?? 0) + (report.Maintenance ?? 0) + report.Equity));
            figures += report.Initial is null ? 0 : 1;
        }

        Assert.That(refused, Is.GreaterThan(100));
        Assert.That(figures, Is.GreaterThan(100));
    }

    [TestCaseSource(typeof(PresetJson), nameof(PresetJson.Names))]
    public void A_model_with_anything_anywhere_is_refused_with_its_place_or_can_be_used(string name)
    {
        Random random = Seed.NewRandom();
        string text = PresetJson.Of(name).ToJsonString();
        MarginPortfolio portfolio = new APortfolio().Call(-1, 80_000).Put(1, 60_000).Perpetual(1, "ETH")
            .Holding("USDC", "base", 1_000).Build();
        double[] returns = [.. Enumerable.Range(0, 260).Select(i => 0.03 * Math.Sin(i * i))];
        MarginMarket market = APortfolio.MarketWith(row => row with { Returns = returns });
        int refused = 0;
        for (int i = 0; i < 200; i++)
        {
            byte[] json = Changed(text, 1, random);
            if (MarginModel.Parse(json, "m.json", out string problem) is not { } model)
            {
                Assert.That(problem, Does.StartWith("m.json").And.EndWith("."), problem);
                refused++;
                continue;
            }

            MarginReport report = MarginCalculator.Evaluate(model, portfolio, market);
            Assert.That(double.IsFinite((report.Initial ?? 0) + (report.Maintenance ?? 0) + report.Equity));
            Assert.That(report.Initial ?? 0, Is.GreaterThanOrEqualTo(report.Maintenance ?? 0));
        }

        Assert.That(refused, Is.GreaterThan(50));
    }

    [TestCase("""{"account": "a", "positions": [null]}""", "$.positions[0]: null")]
    [TestCase("""{"account": null, "positions": []}""", "$.account")]
    public void A_null_where_none_can_be_is_refused(string json, string place)
    {
        Assert.That(MarginPortfolio.Parse(Encoding.UTF8.GetBytes(json), "p.json", out string problem), Is.Null);
        Assert.That(problem, Does.Contain(place));
    }

    /// <summary>The text with so many values replaced by anything, and now and then cut short.</summary>
    private static byte[] Changed(string text, int changes, Random random)
    {
        JsonNode json = JsonNode.Parse(text)!;
        for (int i = 0; i < changes; i++)
        {
            JsonNode[] nodes = [.. PresetJson.Nodes(json).Skip(1).Select(found => found.Node)];
            JsonNode node = nodes[random.Next(nodes.Length)];
            JsonNode? other = JsonNode.Parse(Anything[random.Next(Anything.Length)]);
            if (node.Parent is JsonArray list)
            {
                list[node.GetElementIndex()] = other;
            }
            else
            {
                node.Parent![node.GetPropertyName()] = other;
            }
        }

        byte[] bytes = Encoding.UTF8.GetBytes(json.ToJsonString());
        return random.Next(20) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static string Example(string name) =>
        File.ReadAllText(Path.Combine(PresetJson.RepositoryRoot(), "docs/examples", name));
}
