using System.IO.Compression;
using System.Text.Json;
using HybridGpu.Host.Margin;
using HybridGpu.Host.Tests.Support;
using HybridGpu.Risk.Margin;

namespace HybridGpu.Host.Tests.Margin;

public sealed class MarginRunTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new TestFolder();

    [TearDown]
    public void Remove() => _folder.Remove();

    [Test]
    public void The_example_in_the_docs_is_what_is_printed()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root(), "docs/margin.md"));
        string example = page.Split("margin-market.json --curve\n")[1].Split("\n```")[0];

        (int status, string output, string errors) = Run(options => options with { IsCurve = true });

        Assert.That(status, Is.Zero, errors);
        Assert.That(output.TrimEnd(), Is.EqualTo(example));
    }

    [Test]
    public void Json_has_every_scenario_component_haircut_and_the_buffer()
    {
        (int status, string output, _) = Run(options => options with { IsJson = true, Delay = TimeSpan.FromHours(6) });

        Assert.That(status, Is.Zero);
        JsonElement report = JsonDocument.Parse(output).RootElement.GetProperty("report");
        Assert.That(report.GetProperty("model").GetString(), Is.EqualTo("hybrid-pm"));
        Assert.That(report.GetProperty("hash").GetString(), Has.Length.EqualTo(64));
        Assert.That(report.GetProperty("status").GetString(), Is.EqualTo("complete"));
        Assert.That(report.GetProperty("groups")[0].GetProperty("cells").GetArrayLength(), Is.EqualTo(64 + 1));
        Assert.That(report.GetProperty("pools")[0].GetProperty("worst_scenario").GetString(), Is.Not.Empty);
        Assert.That(report.GetProperty("components").GetArrayLength(), Is.GreaterThan(5));
        Assert.That(report.GetProperty("collateral")[0].GetProperty("finality").GetDouble(), Is.EqualTo(0.005));
        Assert.That(report.GetProperty("buffer").GetProperty("amount").GetDouble(), Is.Positive);
        Assert.That(report.GetProperty("initial").GetDouble(), Is.GreaterThan(
            report.GetProperty("maintenance").GetDouble()));
    }

    [Test]
    public void Every_scenario_can_be_listed()
    {
        (_, string output, _) = Run(options => options with { IsEveryScenario = true, Model = "deribit-spm" });

        Assert.That(output, Does.Contain("extended: +500 %, vol up").And.Contain("ETH, ETH"));
    }

    [Test]
    public void A_model_of_ones_own_is_read_and_a_bad_one_is_refused_with_its_field()
    {
        string preset = Path.Combine(Repository.Root(), "src/HybridGpu.Risk/Margin/Presets/paradex.json");
        string own = _folder.Write("own.json", File.ReadAllText(preset).Replace("\"paradex\"", "\"mine\"",
            StringComparison.Ordinal));
        (int status, string output, _) = Run(options => options with { Model = own });
        Assert.That(status, Is.Zero);
        Assert.That(output, Does.StartWith("example under mine version 1"));

        string bad = _folder.Write(
            "bad.json", File.ReadAllText(preset).Replace("0.16", "16", StringComparison.Ordinal));
        (status, _, string errors) = Run(options => options with { Model = bad });
        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("bad.json, at $.scenarios.range.default: 16 must be from"));
    }

    [Test]
    public void What_cannot_be_read_is_said_and_what_has_no_figure_exits_with_1()
    {
        (int status, _, string errors) = Run(options => options with { Model = "no-such-model" });
        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("one of hybrid-pm, deribit-spm"));

        (status, _, errors) = Run(options => options with { Portfolio = _folder["none.json"] });
        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("none.json can't be read"));

        string market = _folder.Write("market.json", """{"asOf": "2026-02-05T08:00:00Z", "underlyings": []}""");
        (status, string output, errors) = Run(options => options with { Market = market });
        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("Position 0: BTC has no index price."));
        Assert.That(output, Does.Contain("no index").And.Contain("undefined"));
    }

    [Test]
    public void Models_are_listed_with_version_and_hash()
    {
        string text = MarginText.Write(MarginPresets.All);
        JsonElement json = JsonDocument.Parse(MarginJson.Write(MarginPresets.All)).RootElement;

        Assert.That(text.Split('\n'), Has.Length.EqualTo(11));
        Assert.That(text, Does.Contain(MarginPresets.Find("okx")!.Hash));
        Assert.That(json.GetArrayLength(), Is.EqualTo(10));
        Assert.That(json[0].GetProperty("notes").GetArrayLength(), Is.Positive);
    }

    [Test]
    public void A_backtest_needs_bars()
    {
        Assert.That(BacktestRun.Run(_folder.Path, "hybrid-pm", isJson: false), Is.EqualTo(1));
        Assert.That(BacktestRun.Run(_folder["none.csv.gz"], "hybrid-pm", isJson: false), Is.EqualTo(1));
    }

    [Test]
    public void A_backtest_in_which_nothing_was_tested_is_not_passed()
    {
        string bars = WriteBars("btcusdt_perp_1h_2020.csv.gz", hours: 60);

        (int status, string output, string errors) = Captured(
            () => BacktestRun.Run(bars, "hybrid-pm", isJson: false));

        Assert.That(status, Is.EqualTo(1));
        Assert.That(output, Does.Not.Contain("NaN").And.Contain("nothing tested"));
        Assert.That(
            errors.Trim(),
            Is.EqualTo("btcusdt_perp_1h_2020.csv.gz has no two bars as far apart as a delay of 6.4 days asks for: "
                + "nothing was tested."));
        (status, output, _) = Captured(() => BacktestRun.Run(bars, "hybrid-pm", isJson: true));
        Assert.That(status, Is.EqualTo(1));
        JsonElement[] untested = [.. JsonDocument.Parse(output).RootElement.EnumerateArray()
            .Where(row => row.GetProperty("windows").GetInt32() == 0)];
        Assert.That(untested, Has.Length.EqualTo(5));
        Assert.That(
            untested.Select(row => row.GetProperty("coverage").ValueKind), Is.All.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void Bars_that_are_long_enough_and_calm_are_covered_and_half_of_their_file_is_refused()
    {
        string bars = WriteBars("btcusdt_perp_1h_2020.csv.gz", hours: 2_000);
        (int status, string output, string errors) = Captured(
            () => BacktestRun.Run(bars, "hybrid-pm", isJson: false));
        Assert.That(status, Is.Zero, errors);
        Assert.That(output, Does.Contain("100.000"));

        byte[] whole = File.ReadAllBytes(bars);
        File.WriteAllBytes(bars, whole[..(whole.Length / 2)]);
        (status, _, errors) = Captured(() => BacktestRun.Run(bars, "hybrid-pm", isJson: false));
        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("btcusdt_perp_1h_2020.csv.gz is damaged or cut short"));
    }

    [Test]
    public void A_model_that_cannot_be_tested_on_bars_is_refused_in_our_own_words()
    {
        string bars = WriteBars("btcusdt_perp_1h_2020.csv.gz", hours: 60);

        (int status, _, string errors) = Captured(() => BacktestRun.Run(bars, "derive-standard", isJson: false));

        Assert.That(status, Is.EqualTo(1));
        Assert.That(
            errors.Trim(),
            Does.EndWith("derive-standard gives no figure: it has no scenarios, and so no buffer."));
    }

    private string WriteBars(string name, int hours)
    {
        using var text = new StreamWriter(new GZipStream(File.Create(_folder[name]), CompressionLevel.Fastest));
        text.Write("ts_utc,close\n");
        for (int hour = 0; hour < hours; hour++)
        {
            DateTime at = DateTime.UnixEpoch.AddHours(hour);
            text.Write(FormattableString.Invariant($"{at:yyyy-MM-ddTHH:mm:ssZ},{10_000 + (37 * hour % 101)}\n"));
        }

        return _folder[name];
    }

    private static (int Status, string Output, string Errors) Run(Func<MarginOptions, MarginOptions> change)
    {
        return Captured(() => MarginRun.Run(change(new MarginOptions
        {
            Portfolio = Path.Combine(Repository.Root(), "docs/examples/margin-portfolio.json"),
            Market = Path.Combine(Repository.Root(), "docs/examples/margin-market.json"),
            Model = "hybrid-pm",
        })));
    }

    private static (int Status, string Output, string Errors) Captured(Func<int> job)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        (TextWriter console, TextWriter consoleErrors) = (Console.Out, Console.Error);
        Console.SetOut(output);
        Console.SetError(errors);
        try
        {
            int status = job();
            return (status, output.ToString(), errors.ToString());
        }
        finally
        {
            Console.SetOut(console);
            Console.SetError(consoleErrors);
        }
    }
}
