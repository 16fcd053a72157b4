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

    private static (int Status, string Output, string Errors) Run(Func<MarginOptions, MarginOptions> change)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        (TextWriter console, TextWriter consoleErrors) = (Console.Out, Console.Error);
        Console.SetOut(output);
        Console.SetError(errors);
        try
        {
            int status = MarginRun.Run(change(new MarginOptions
            {
                Portfolio = Path.Combine(Repository.Root(), "docs/examples/margin-portfolio.json"),
                Market = Path.Combine(Repository.Root(), "docs/examples/margin-market.json"),
                Model = "hybrid-pm",
            }));
            return (status, output.ToString(), errors.ToString());
        }
        finally
        {
            Console.SetOut(console);
            Console.SetError(consoleErrors);
        }
    }
}
