using System.Text;
using System.Text.Json.Nodes;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Margin.Backtests;
using HybridGpu.Risk.Margin.Evaluation;
using HybridGpu.Risk.Margin.Models;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>The sync buffer: formulas.md, 1.13.</summary>
public sealed class SyncBufferTests
{
    private static readonly MarginMarket Market = APortfolio.Market(10, 60);

    [Test]
    public void The_range_grows_with_the_root_of_time_and_the_jump()
    {
        SyncRange sync = MarginPresets.Find("hybrid-pm")!.Sync;

        Assert.That(sync.Exactly(0.16, 0), Is.EqualTo(0.16));
        Assert.That(sync.Exactly(0.16, 3), Is.EqualTo((0.16 * 2) + 0.05).Within(1e-15));
        Assert.That(sync.After(0.16, TimeSpan.Zero), Is.EqualTo(0.16));
        Assert.That(sync.After(0.16, TimeSpan.FromDays(3)), Is.EqualTo(0.16 * Math.Pow(1.05, 18)).Within(1e-15));
        Assert.That(sync.After(0.16, TimeSpan.FromDays(365)), Is.EqualTo(SyncRange.RangeMax));
    }

    [Test]
    public void A_futures_buffer_is_the_range_that_is_added_rounded_up_to_a_step()
    {
        // 0.16 becomes 0.37 after three days; 18 steps of 5 % make 0.385.
        MarginModel model = PresetJson.With("paradex", m =>
        {
            m["addOns"] = new JsonArray();
            m["notes"] = new JsonArray();
        });
        MarginReport report = MarginCalculator.Evaluate(
            model, new APortfolio().Perpetual(1).Build(), APortfolio.Market(), 3);

        double range = 0.16 * Math.Pow(1.05, 18);
        Assert.That(range, Is.InRange(0.37, 0.37 * 1.05));
        Assert.That(report.Buffer!.RangeFactor, Is.EqualTo(range / 0.16).Within(1e-12));
        Assert.That(report.Buffer.Amount, Is.EqualTo((range - 0.16) * 70_000).Within(1e-6));
    }

    [TestCaseSource(typeof(PresetJson), nameof(PresetJson.Names))]
    public void The_buffer_is_zero_at_no_delay_and_never_falls_with_time(string name)
    {
        Random random = Seed.NewRandom();
        MarginModel model = MarginPresets.Find(name)!;
        double[] returns = [.. Enumerable.Range(0, 260).Select(i => 0.03 * Math.Sin(i * i))];
        MarginMarket market = APortfolio.MarketWith(row => row with { Returns = returns }, 10, 60);
        for (int book = 0; book < 4; book++)
        {
            MarginPortfolio portfolio = AnyBook(random);
            double before = 0;
            foreach (double delay in new[] { 0, 1e-6, 0.001, 0.01, 0.25, 1, 3, 6.4, 30 })
            {
                MarginReport report = MarginCalculator.Evaluate(model, portfolio, market, delay);
                if (name == "derive-standard")
                {
                    Assert.That(report.Buffer, Is.Null, "rules have no range to widen");
                    continue;
                }

                double amount = report.Buffer!.Amount;
                Assert.That(amount, delay == 0 ? Is.Zero : Is.GreaterThanOrEqualTo(before), $"{delay} days");
                Assert.That(report.Excess, Is.EqualTo(report.InitialEquity - report.Initial - amount).Within(1e-6));
                before = amount;
            }
        }
    }

    [TestCase("hybrid-pm")]
    [TestCase("deribit-spm")]
    [TestCase("deribit-xpm")]
    [TestCase("derive-pm2")]
    [TestCase("fhs-es")]
    [TestCase("okx")]
    [TestCase("paradex")]
    [TestCase("span")]
    [TestCase("tims")]
    public void A_day_of_delay_costs_something_under_every_model_that_has_scenarios(string name)
    {
        double[] returns = [.. Enumerable.Range(0, 260).Select(i => 0.03 * Math.Sin(i * i))];
        MarginReport report = MarginCalculator.Evaluate(
            MarginPresets.Find(name)!, new APortfolio().Perpetual(1).Build(),
            APortfolio.MarketWith(row => row with { Returns = returns }), 1);

        double share = report.Buffer!.Amount / report.Pools.Single().MatrixInitial;
        // The range grows by the root of two and a jump; much of the historical model's figure is stress, which
        // doesn't.
        Assert.That(share, Is.GreaterThan(name == "fhs-es" ? 0.15 : 0.3));
    }

    [Test]
    public void Stated_moves_widen_and_stated_weights_rise_to_the_whole_at_most()
    {
        ModelDocument okx = MarginPresets.Find("okx")!.Document;
        List<ScenarioCell> cells = ScenarioCompiler.Compile(okx.Scenarios, okx.Volatility, "BTC", 0.18, 1.5);
        ScenarioCell extreme = cells.First(cell => cell.Group == "mr6");

        Assert.That(cells.Where(cell => cell.Group == "mr1").Max(cell => cell.Move), Is.EqualTo(0.18).Within(1e-12));
        Assert.That((extreme.Move, extreme.Weight), Is.EqualTo((-0.24, 0.75)));
        Assert.That(
            ScenarioCompiler.Compile(okx.Scenarios, okx.Volatility, "BTC", 0.6, 5)
                .First(cell => cell.Group == "mr6").Weight,
            Is.EqualTo(1));
    }

    [Test]
    public void A_book_that_small_moves_hurt_has_a_buffer_that_does_not_fall()
    {
        // A short iron butterfly near the money with wings bought double: it gains from large moves.
        MarginPortfolio portfolio = new APortfolio()
            .Call(-1, 70_000, 10).Put(-1, 70_000, 10).Call(3, 84_000, 10).Put(3, 56_000, 10).Build();
        MarginModel model = MarginPresets.Find("deribit-spm")!;
        double[] buffers = [.. new[] { 0, 0.1, 0.5, 1, 2, 4, 8, 16 }
            .Select(delay => MarginCalculator.Evaluate(model, portfolio, Market, delay).Buffer!.Amount)];

        Assert.That(buffers, Is.Ordered);
        Assert.That(buffers[^1], Is.EqualTo(buffers[^2]).Within(1), "a wider range isn't worse for it");
    }

    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(366)]
    public void A_delay_that_is_no_time_is_refused(double delay) => Assert.That(
        () => MarginCalculator.Evaluate(
            MarginPresets.Find("hybrid-pm")!, new APortfolio().Perpetual(1).Build(), Market, delay),
        Throws.InstanceOf<ArgumentOutOfRangeException>());

    [TestCase("post", "-1")]
    [TestCase("finality", "\"NaN\"")]
    [TestCase("settle", "6307201")]
    public void A_measured_part_that_is_no_time_is_refused(string part, string seconds)
    {
        string parts = string.Join(',', new[] { "detect", "sequence", "post", "settle", "finality" }
            .Select(name => $"\"{name}\": {(name == part ? seconds : "1")}"));
        string json = $$"""{"asOf": "2026-02-05T08:00:00Z", "underlyings": [], "delays": { {{parts}} } }""";

        Assert.That(MarginMarket.Parse(Encoding.UTF8.GetBytes(json), "m.json", out string problem), Is.Null);
        Assert.That(problem, Does.StartWith($"m.json, at $.delays.{part}: must be seconds"));
    }

    [Test]
    public void Margin_and_buffer_cover_99_percent_of_what_recorded_prices_did()
    {
        string[] files =
            [.. Directory.EnumerateFiles(BarsOrIgnore(), "*_1h_*.csv.gz").Order(StringComparer.Ordinal)];
        MarginModel model = MarginPresets.Find("hybrid-pm")!;
        SyncCoverage[] rows = [.. files.SelectMany(file => SyncBacktest.Run(model, HourlyCloses.Read(file)))];
        foreach (var delay in rows.GroupBy(row => row.DelayDays))
        {
            double coverage = delay.Sum(row => (double)row.Covered) / delay.Sum(row => row.Windows);
            double without = delay.Sum(row => (double)row.CoveredWithoutBuffer) / delay.Sum(row => row.Windows);
            SyncCoverage least = delay.MinBy(row => row.Coverage)!;
            TestContext.Out.WriteLine(FormattableString.Invariant(
                $"{delay.Key,8:F4} d: {coverage:P3}, without buffer {without:P3}, ")
                + FormattableString.Invariant($"least {least.Coverage:P3} ({least.Series}, {least.Book})"));
            Assert.That(coverage, Is.GreaterThanOrEqualTo(0.99), $"{delay.Key} days");
        }

        Assert.That(rows.Sum(row => row.Windows), Is.GreaterThan(1_000_000));
    }

    private static string BarsOrIgnore()
    {
        for (DirectoryInfo? at = new(TestContext.CurrentContext.TestDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "shared", "data", "bars");
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        Assert.Ignore("The recorded bars (shared/data/bars) are not on this machine: nothing to test the buffer on.");
        throw new InvalidOperationException("Ignored.");
    }

    private static MarginPortfolio AnyBook(Random random)
    {
        var portfolio = new APortfolio();
        for (int i = 0; i < 4; i++)
        {
            double quantity = Math.Round((4 * random.NextDouble()) - 2, 3);
            double days = random.Next(2) == 0 ? 10 : 60;
            (string of, double spot) = random.Next(2) == 0 ? ("BTC", 70_000.0) : ("ETH", 2_000.0);
            double strike = spot * (0.7 + (0.1 * random.Next(7)));
            _ = random.Next(3) switch
            {
                0 => portfolio.Call(quantity, strike, days, of),
                1 => portfolio.Put(quantity, strike, days, of),
                _ => portfolio.Perpetual(quantity, of),
            };
        }

        return portfolio.Build();
    }
}
