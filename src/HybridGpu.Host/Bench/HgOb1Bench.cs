using System.Diagnostics;
using System.Globalization;
using HdrHistogram;
using HybridGpu.Matching.Workloads;

namespace HybridGpu.Host.Bench;

/// <summary>The workload <c>hg-ob-1</c>: 1,000 books of ours, orders found by id, one thread.</summary>
internal sealed class HgOb1Bench
{
    private const int ClockReadings = 1_000_000;

    private readonly ulong _seed;
    private readonly int _runs;

    /// <summary>A bench of one seed.</summary>
    public HgOb1Bench(ulong seed, int runs)
    {
        _seed = seed;
        _runs = runs;
    }

    /// <summary>Measures throughput without a clock between commands, then latency with one.</summary>
    /// <exception cref="BenchFailedException">A replay traded something else than the workload's own draws
    /// did.</exception>
    public BenchResult Run()
    {
        var script = new HgOb1Script(_seed);
        double[] rates = Rates(script, likeEngine: false);
        double[] engineRates = Rates(script, likeEngine: true);
        var latencies = new Percentiles();
        long[] elapsed = new long[HgOb1Script.TimedCommands];
        Latency(script, elapsed, Percentiles.New());
        for (int run = 0; run < _runs; run++)
        {
            Latency(script, elapsed, latencies.AddRun());
        }

        HgOb1Result result = script.Result;
        BenchRow row = new BenchRow()
            .With("seed", _seed)
            .With("trades", result.Trades)
            .With("quantity", result.Quantity)
            .With("digest", result.Digest.ToString("x16", CultureInfo.InvariantCulture))
            .With("resting", result.Resting)
            .With("mcmds_per_s", Percentiles.Median(rates))
            .With("p50_ns", latencies.MedianNs(50))
            .With("p99_ns", latencies.MedianNs(99))
            .With("p999_ns", latencies.MedianNs(99.9))
            .With("mcmds_per_s_best", rates.Max())
            .With("mcmds_per_s_like_engine", Percentiles.Median(engineRates))
            .With("clock_ns", ClockNs())
            .With("runs", _runs);
        return new BenchResult(
            "hg-ob-1",
            [row],
            [
                $"{HgOb1Script.TimedCommands:N0} commands after {HgOb1Script.UntimedCommands:N0} untimed ones, drawn "
                    + "beforehand; one thread; order found by id, pool, book, digest of every trade.",
                "Throughput: a clock reading before the first and after the last command. Median of the runs, after "
                    + "one that warms up.",
                "like_engine: each order has its 128 bytes of terms too, as in the engine, and memory of commands to "
                    + "come isn't asked for; all else here has no terms and asks.",
                "Latency: other runs, one clock reading between any two commands; each figure has one reading in it "
                    + "(clock_ns, the median of readings back to back). Medians of the runs' percentiles.",
                "Every run's trades, quantity, digest and resting orders were compared with those of the draws.",
            ]);
    }

    private double[] Rates(HgOb1Script script, bool likeEngine)
    {
        _ = Throughput(script, likeEngine);
        return [.. Enumerable.Range(0, _runs).Select(_ => Throughput(script, likeEngine))];
    }

    private static double Throughput(HgOb1Script script, bool likeEngine)
    {
        var run = new HgOb1Run(script, likeEngine);
        long start = Stopwatch.GetTimestamp();
        run.ApplyRest();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Check(script, run);
        return HgOb1Script.TimedCommands / seconds / 1e6;
    }

    private static void Latency(HgOb1Script script, long[] elapsed, LongHistogram into)
    {
        var run = new HgOb1Run(script);
        int count = run.ApplyRest(default(StopwatchClock), elapsed);
        Check(script, run);
        foreach (long ticks in elapsed.AsSpan(0, count))
        {
            into.RecordValue(Math.Max(1, ToNs(ticks)));
        }
    }

    private static void Check(HgOb1Script script, HgOb1Run run)
    {
        if (run.Result != script.Result)
        {
            throw new BenchFailedException($"The replay came to {run.Result}, the draws to {script.Result}.");
        }
    }

    private static long ClockNs()
    {
        var readings = new long[ClockReadings];
        long last = Stopwatch.GetTimestamp();
        for (int i = 0; i < readings.Length; i++)
        {
            long now = Stopwatch.GetTimestamp();
            readings[i] = ToNs(now - last);
            last = now;
        }

        return Percentiles.Median(readings);
    }

    private static long ToNs(long ticks) => (long)(ticks * (1e9 / Stopwatch.Frequency));

    private readonly struct StopwatchClock : IWorkloadClock
    {
        public long Ticks() => Stopwatch.GetTimestamp();
    }
}
