using System.Globalization;
using System.Text.Json;
using HybridGpu.Host.Bench;
using HybridGpu.Persistence;

namespace HybridGpu.Host.Tests.Bench;

/// <summary>The workloads run, check themselves, and print what formats.md says; how fast they are is no
/// test.</summary>
public sealed class BenchTests
{
    [TestCase(42UL, 353_001, 1_402_088, "58dbc9140f155180", 43_582)]
    [TestCase(7UL, 349_824, 1_391_957, "7306b67d7ed8cbb4", 46_071)]
    public void The_standard_workload_prints_its_fields_by_their_names(
        ulong seed, long trades, long quantity, string digest, int resting)
    {
        BenchResult result = new HgOb1Bench(seed, runs: 1).Run();

        JsonElement json = Json(result);

        Assert.Multiple(() =>
        {
            Assert.That(json.GetProperty("workload").GetString(), Is.EqualTo("hg-ob-1"));
            Assert.That(json.GetProperty("trades").GetInt64(), Is.EqualTo(trades));
            Assert.That(json.GetProperty("quantity").GetInt64(), Is.EqualTo(quantity));
            Assert.That(json.GetProperty("digest").GetString(), Is.EqualTo(digest));
            Assert.That(json.GetProperty("resting").GetInt32(), Is.EqualTo(resting));
            Assert.That(json.GetProperty("mcmds_per_s").GetDouble(), Is.Positive);
            Assert.That(json.GetProperty("p50_ns").GetInt64(), Is.Positive);
            Assert.That(
                json.GetProperty("p99_ns").GetInt64(), Is.GreaterThanOrEqualTo(json.GetProperty("p50_ns").GetInt64()));
            Assert.That(
                json.GetProperty("p999_ns").GetInt64(), Is.GreaterThanOrEqualTo(json.GetProperty("p99_ns").GetInt64()));
            Assert.That(json.GetProperty("conditions").GetProperty("cores").GetInt32(), Is.Positive);
        });
    }

    [Test]
    public void The_ring_is_measured_with_every_wait_strategy()
    {
        BenchResult result = new RingBench(runs: 1, events: 20_000).Run();

        string[] cases =
        [
            .. Json(result).GetProperty("cases").EnumerateArray()
                .Select(one => one.GetProperty("wait").GetString()!),
        ];

        Assert.That(cases, Is.EqualTo(new[] { "busy-spin", "yielding", "sleeping", "blocking" }));
        foreach ((string name, object value) in result.Rows.SelectMany(row => row.Fields))
        {
            Assert.That(value is string || Convert.ToDouble(value, CultureInfo.InvariantCulture) > 0, name);
        }
    }

    [Test]
    public void Signatures_are_measured_for_one_session_and_for_two_and_for_trees_of_each_size()
    {
        BenchResult result = new SignatureBench(runs: 1).Run();

        JsonElement[] cases = [.. Json(result).GetProperty("cases").EnumerateArray()];
        Assert.That(cases.Select(one => one.GetProperty("case").GetString()), Is.EqualTo(
            new[] { "verify", "verify", "root", "root", "root" }));
        Assert.That(cases.Take(2).Select(one => one.GetProperty("per_s").GetDouble()), Is.All.Positive);
        Assert.That(cases.Skip(2).Select(one => one.GetProperty("allocated_bytes").GetInt64()), Is.All.Zero);
    }

    [Test]
    public void The_pricing_workloads_check_their_results_and_print_their_rates()
    {
        var bench = new PricingBench(seed: 7, runs: 1);

        JsonElement implied = Json(bench.ImpliedVolatility());
        JsonElement american = Json(bench.American());
        JsonElement price = Json(bench.Price());

        Assert.Multiple(() =>
        {
            Assert.That(implied.GetProperty("m_per_s").GetDouble(), Is.Positive);
            Assert.That(implied.GetProperty("max_price_error_e16").GetDouble(), Is.InRange(1e-3, 100.0));
            Assert.That(american.GetProperty("k_per_s").GetDouble(), Is.Positive);
            Assert.That(
                price.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("style").GetString()),
                Is.EqualTo(
                    new[]
                    {
                        "European", "CashOrNothing", "CashAtHit", "DownAndOut", "American", "EuropeanBatch",
                    }));
        });
    }

    [TestCase(Durability.Async)]
    [TestCase(Durability.Sync)]
    public void Every_order_that_the_pipeline_bench_sends_is_answered(Durability durability)
    {
        var options = new BenchOptions
        {
            Workload = "pipeline",
            Runs = 1,
            Rates = [2_000],
            Durabilities = [durability],
        };

        BenchResult result = new PipelineBench(options).Run();

        var fields = result.Rows.Single().Fields.ToDictionary(field => field.Key, field => field.Value);
        Assert.That(fields["orders_per_s"], Is.EqualTo(2_000));
        Assert.That((long)fields["trades"], Is.Positive);
        Assert.That((long)fields["refused"], Is.LessThan(2_000), "of 4,000 commands, some cancels come too late");
        Assert.That((long)fields["p50_ns"], Is.Positive.And.LessThanOrEqualTo((long)fields["max_ns"]));
    }

    [Test]
    public void Results_are_printed_in_four_forms_with_the_same_figures()
    {
        var results = new[]
        {
            new BenchResult("one", [new BenchRow().With("name", "a").With("count", 1_234_567L)], ["How."]),
            new BenchResult(
                "two",
                [new BenchRow().With("rate", 1.5), new BenchRow().With("rate", 0.123456).With("extra", 2)],
                ["Why."]),
        };
        var conditions = new BenchConditions("CPU", 2, 0.5, "OS", ".NET", "JIT", "abc", "2026-01-01T00:00:00Z");

        string json = BenchOutput.Write("json", conditions, results);
        string markdown = BenchOutput.Write("markdown", conditions, results);
        string csv = BenchOutput.Write("csv", conditions, results);
        string text = BenchOutput.Write("text", conditions, results);

        JsonElement workloads = JsonDocument.Parse(json).RootElement.GetProperty("workloads");
        Assert.That(workloads[0].GetProperty("count").GetInt64(), Is.EqualTo(1_234_567));
        Assert.That(workloads[1].GetProperty("cases")[1].GetProperty("rate").GetDouble(), Is.EqualTo(0.123));
        Assert.That(markdown, Does.Contain("| a | 1,234,567 |").And.Contain("| 0.12 | 2 |").And.Contain("- Why."));
        Assert.That(csv.Split('\n'), Is.EqualTo(new[]
        {
            "workload,case,field,value", "one,1,name,a", "one,1,count,1234567", "two,1,rate,1.5", "two,2,rate,0.123",
            "two,2,extra,2",
        }));
        Assert.That(text, Does.Contain("1,234,567").And.Contain("load average 0.50").And.Contain("commit abc"));
    }

    [Test]
    public void Orders_of_the_pipeline_bench_are_drawn_from_the_seed_alone()
    {
        Assert.That(Names(5), Is.EqualTo(Names(5)));
        Assert.That(Names(5), Is.Not.EqualTo(Names(6)));

        static string[] Names(ulong seed) =>
        [
            .. PipelineOrders.Draw(5_000, seed).Select(command =>
                $"{command.Header.Kind} {command.NewOrder.ClOrdId} {command.NewOrder.PriceTicks}"),
        ];
    }

    private static JsonElement Json(BenchResult result) =>
        JsonDocument.Parse(BenchOutput.Write("json", BenchConditions.Now(), [result])).RootElement;
}
