using System.Text.Json;
using HybridGpu.Host.Tests.Support;
using HybridGpu.Host.ValueAtRisk;
using HybridGpu.Risk.MonteCarlo;

namespace HybridGpu.Host.Tests.ValueAtRisk;

/// <summary>The command from files to figures.</summary>
public sealed class VarRunTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new TestFolder();

    [TearDown]
    public void Remove() => _folder.Remove();

    [Test]
    public void The_example_in_the_docs_is_what_is_printed()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root(), "docs/risk-montecarlo.md"));
        string example = page.Split("margin-market.json --dof 4\n")[1].Split("\n```")[0];

        (int status, string output, string errors) = Run(options => options with
        {
            Assumptions = new VarAssumptions { DegreesOfFreedom = 4 },
        });

        Assert.That(status, Is.Zero, errors);
        Assert.That(output.TrimEnd(), Is.EqualTo(example));
    }

    [Test]
    public void The_same_seed_gives_the_same_bytes_on_every_backend_and_another_seed_others()
    {
        string Json(string backend, ulong seed) => Run(options => options with
        {
            Backend = backend,
            IsJson = true,
            Assumptions = new VarAssumptions { Scenarios = 1_000, Seed = seed, JumpProbability = 0.1 },
        }).Output;

        string simd = Json("simd", 3);

        Assert.That(Json("simd", 3), Is.EqualTo(simd));
        Assert.That(Json("reference", 3), Is.EqualTo(simd));
        Assert.That(Json("ilgpu-cpu", 3), Is.EqualTo(simd));
        Assert.That(Json("simd", 4), Is.Not.EqualTo(simd));
    }

    [Test]
    public void Json_has_every_level_and_shares_that_add_up_in_micro_usd()
    {
        (int status, string output, _) = Run(options => options with { IsJson = true });

        Assert.That(status, Is.Zero);
        JsonElement report = JsonDocument.Parse(output).RootElement;
        Assert.That(report.GetProperty("assumptions").GetProperty("seed").GetUInt64(), Is.EqualTo(1));
        JsonElement levels = report.GetProperty("levels");
        Assert.That(
            levels.EnumerateArray().Select(level => level.GetProperty("confidence").GetDouble()),
            Is.EqualTo(new[] { 95, 97.5, 99, 99.9 }));
        foreach (JsonElement level in levels.EnumerateArray())
        {
            long shortfall = level.GetProperty("expected_shortfall").GetInt64();
            Assert.That(shortfall, Is.GreaterThan(level.GetProperty("value_at_risk").GetInt64()));
            Assert.That(Sum(level.GetProperty("underlyings")), Is.EqualTo(shortfall));
            Assert.That(Sum(level.GetProperty("instruments")), Is.EqualTo(shortfall));
            Assert.That(level.GetProperty("standard_error").GetInt64(), Is.Positive);
        }
    }

    [Test]
    public void Bad_input_is_refused_with_file_field_and_reason()
    {
        (int status, string output, string errors) = Run(options => options with { Portfolio = _folder["none.json"] });
        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("none.json can't be read"));
        Assert.That(output, Is.Empty);

        string market = _folder.Write("market.json", """{"asOf": "2026-02-05T08:00:00Z", "underlyings": []}""");
        (status, _, errors) = Run(options => options with { Market = market });
        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("market.json, at $.underlyings: BTC has no index price in range"));

        string portfolio = _folder.Write(
            "portfolio.json",
            """{"account": "x", "positions": [{"underlying": "BTC", "kind": "call", "quantity": 1, "strike": 1}]}""");
        (status, _, errors) = Run(options => options with { Portfolio = portfolio });
        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("portfolio.json, at $.positions[0].expiry"));

        (status, _, errors) = Run(options => options with
        {
            Assumptions = new VarAssumptions { DegreesOfFreedom = 2 },
        });
        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("Degrees of freedom are from 3 to 30"));
    }

    private static long Sum(JsonElement shares) =>
        shares.EnumerateArray().Sum(share => share.GetProperty("amount").GetInt64());

    private static (int Status, string Output, string Errors) Run(Func<VarOptions, VarOptions> change)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        (TextWriter console, TextWriter consoleErrors) = (Console.Out, Console.Error);
        Console.SetOut(output);
        Console.SetError(errors);
        try
        {
            int status = VarRun.Run(change(new VarOptions
            {
                Portfolio = Path.Combine(Repository.Root(), "docs/examples/margin-portfolio.json"),
                Market = Path.Combine(Repository.Root(), "docs/examples/margin-market.json"),
                Assumptions = new VarAssumptions(),
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
