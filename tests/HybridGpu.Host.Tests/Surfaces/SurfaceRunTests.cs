using System.Text.Json;
using HybridGpu.Host.Bench;
using HybridGpu.Host.Surfaces;
using HybridGpu.Host.Tests.Support;
using HybridGpu.Risk.Chains;
using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Host.Tests.Surfaces;

public sealed class SurfaceRunTests
{
    private const string Taken = "2026-02-05T09:00:00Z";
    private const string Near = "2026-02-13T08:00:00Z";
    private const string Far = "2026-03-27T08:00:00Z";

    private static readonly SviSlice NearSlice = new(0.001, 0.06, -0.2, 0, 0.12);
    private static readonly SviSlice FarSlice = new(0.005, 0.16, -0.2, 0, 0.25);

    private TestFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new TestFolder();

    [TearDown]
    public void Remove() => _folder.Remove();

    [Test]
    public void A_chain_quoted_from_slices_is_fitted_inside_its_spreads()
    {
        SurfaceReport report = Fit(new SurfaceOptions { Chain = TwoCurrencies("chain.csv.gz", Taken), Repeat = 2 });

        Assert.That(
            report.Rows.Select(row => (row.Currency, row.ExpiryUtc.Month)),
            Is.EqualTo(new[] { ("BTC", 2), ("BTC", 3), ("ETH", 2) }));
        Assert.That(report.Rows.All(row => row.Fit.HasSlice && row.IsFree), Is.True);
        SurfaceSummary all = report.Summaries.Single();
        Assert.That(all.RmseMax, Is.LessThan(0.1));
        Assert.That(all.TwoSided, Is.EqualTo(3 * 21));
        Assert.That(all.InsideSpread, Is.GreaterThan(0.9 * all.TwoSided));
        Assert.That(report.Refit!.Repeat, Is.EqualTo(2));
        Assert.That(report.Refit.BestMs, Is.Positive.And.LessThanOrEqualTo(report.Refit.MedianMs));
    }

    [Test]
    public void Days_are_summarised_apart()
    {
        string[] files =
        [
            TwoCurrencies("one.csv.gz", "2026-02-04T23:59:59Z"),
            TwoCurrencies("two.csv.gz", "2026-02-05T00:00:00Z"),
            TwoCurrencies("three.csv.gz", "2026-02-06T23:59:59Z"),
        ];
        var options = new SurfaceOptions
        {
            Chain = "",
            Apart = new DayRange(new DateOnly(2026, 2, 5), new DateOnly(2026, 2, 6)),
        };

        SurfaceReport report = SurfaceRun.Fit([.. files.Select(Prepare)], options, BenchConditions.Now());

        Assert.That(
            report.Summaries.Select(summary => (summary.Of, summary.Snapshots, summary.Expiries)),
            Is.EqualTo(new[] { ("all", 3, 9), ("2026-02-05..2026-02-06", 2, 6), ("other days", 1, 3) }));
        Assert.That(report.Refit, Is.Null);
    }

    [Test]
    public void Json_has_the_expiries_with_null_for_what_is_no_number()
    {
        string path = new RecordedChain(Taken)
            .With("BTC", Near, 70_000, NearSlice)
            .With("BTC", Far, 70_500, FarSlice, strikesEachSide: 0)
            .WriteTo(_folder["chain.csv.gz"]);
        SurfaceReport report = Fit(new SurfaceOptions { Chain = path });

        JsonElement json = JsonDocument.Parse(SurfaceJson.Write(report, isSummary: false)).RootElement;
        JsonElement[] expiries = [.. json.GetProperty("expiries").EnumerateArray()];

        Assert.That(expiries[0].GetProperty("status").GetString(), Is.EqualTo("svi"));
        Assert.That(expiries[0].GetProperty("slice").GetProperty("sigma").GetDouble(), Is.Positive);
        Assert.That(expiries[0].GetProperty("calendar_margin").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(expiries[1].GetProperty("status").GetString(), Is.EqualTo("too_few_quotes"));
        Assert.That(expiries[1].GetProperty("slice").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(expiries[1].GetProperty("rmse_points").ValueKind, Is.EqualTo(JsonValueKind.Null));
        JsonElement summary = json.GetProperty("summaries")[0];
        Assert.That(summary.GetProperty("statuses").GetProperty("too_few_quotes").GetInt32(), Is.EqualTo(1));
        Assert.That(summary.GetProperty("with_arbitrage").GetInt32(), Is.Zero);
        string brief = SurfaceJson.Write(report, isSummary: true);
        Assert.That(
            JsonDocument.Parse(brief).RootElement.GetProperty("expiries").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void Text_has_a_line_an_expiry_and_a_dash_for_what_is_no_number()
    {
        string path = new RecordedChain(Taken)
            .With("BTC", Near, 70_000, NearSlice)
            .With("BTC", Far, 70_500, FarSlice, strikesEachSide: 0)
            .WriteTo(_folder["chain.csv.gz"]);

        string text = SurfaceText.Write(Fit(new SurfaceOptions { Chain = path }), isSummary: false);

        Assert.That(text, Does.Contain("BTC, chain.csv.gz, taken 2026-02-05 09:00:00"));
        Assert.That(text, Does.Match(@"2026-02-13 08:00 +7\.96 +70000\.00 .* svi .* 21/21 "));
        Assert.That(text, Does.Match(@"2026-03-27 08:00 .* too_few_quotes +1 +0 +- +- +- +- +- +0\.00"));
        Assert.That(text, Does.Contain("arbitrage                  none"));
    }

    [Test]
    public void Exit_status_is_0_for_good_files_and_1_for_what_cannot_be_read()
    {
        TwoCurrencies("chain_20260205T090000Z.csv.gz", Taken);

        Assert.That(Run(_folder.Path), Is.Zero);
        Assert.That(Run(_folder["chain_20260205T090000Z.csv.gz"]), Is.Zero);
        Assert.That(Run(_folder["missing.csv.gz"]), Is.EqualTo(1));
        File.WriteAllText(_folder["chain_20260206T090000Z.csv.gz"], "not gzip");
        Assert.That(Run(_folder.Path), Is.EqualTo(1));
    }

    [Test]
    public void A_bad_row_is_left_out_and_the_rest_fitted()
    {
        string path = new RecordedChain(Taken)
            .With("BTC", Near, 70_000, NearSlice)
            .With($"{Taken},BTC,BTC-X-1-C,{Near},1,C,70000,70000,0.2,0.1,0.15,60,0,0")
            .WriteTo(_folder["chain.csv.gz"]);

        Assert.That(Run(path), Is.Zero);
        Assert.That(Fit(new SurfaceOptions { Chain = path }).Rows.Single().Fit.QuotesUsed, Is.EqualTo(21));
    }

    [TestCase(0.5, 3.0)]
    [TestCase(0.9, 5.0)]
    [TestCase(0.2, 1.0)]
    [TestCase(0.21, 2.0)]
    [TestCase(1.0, 5.0)]
    public void Quantiles_are_of_the_nearest_rank(double share, double expected) =>
        Assert.That(SurfaceSummary.Quantile([1, 2, 3, 4, 5], share), Is.EqualTo(expected));

    [Test]
    public void Nothing_has_no_quantile() => Assert.That(SurfaceSummary.Quantile([], 0.5), Is.Null);

    private static int Run(string path) =>
        SurfaceRun.Run(new SurfaceOptions { Chain = path, IsSummary = true });

    private static SurfaceReport Fit(SurfaceOptions options) =>
        SurfaceRun.Fit([Prepare(options.Chain)], options, BenchConditions.Now());

    private static PreparedChain Prepare(string path) => new(ChainFile.Read(path));

    private string TwoCurrencies(string name, string taken) => new RecordedChain(taken)
        .With("BTC", Near, 70_000, NearSlice)
        .With("BTC", Far, 70_500, FarSlice)
        .With("ETH", Near, 2_000, NearSlice)
        .WriteTo(_folder[name]);
}
