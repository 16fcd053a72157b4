using System.Diagnostics;
using HdrHistogram;
using HybridGpu.Domain.Commands;
using HybridGpu.Persistence;
using HybridGpu.Venue;

namespace HybridGpu.Host.Bench;

/// <summary>The workload <c>pipeline</c>: the whole order path in this process, open-loop.</summary>
/// <remarks>Gate, inbound ring, journal and engine side by side, outbound ring, and an observer behind the journal
/// where FIX egress stands. Commands are sent when they are due, not when the last one is back.</remarks>
internal sealed class PipelineBench
{
    private const long NsPerSecond = 1_000_000_000;
    private const long YieldFromNs = 20_000;
    private static readonly TimeSpan StartDelay = TimeSpan.FromMilliseconds(50);

    private readonly BenchOptions _options;

    /// <summary>A bench with these options.</summary>
    public PipelineBench(BenchOptions options) => _options = options;

    /// <summary>Measures each rate with each durability, each on a fresh journal.</summary>
    public BenchResult Run()
    {
        var rows = new List<BenchRow>();
        foreach (Durability durability in _options.Durabilities)
        {
            foreach (int rate in _options.Rates)
            {
                rows.Add(Measure(durability, rate));
            }
        }

        return new BenchResult(
            "pipeline",
            rows,
            [
                "Open loop: an order's latency runs from the moment when it was due to the last event of its command, "
                    + "at an observer that hears only what the journal holds (async: written; sync: after fdatasync).",
                $"One second warms up, then {_options.Runs} windows of one second each; the medians of the windows' "
                    + "percentiles. HdrHistogram, 3 digits.",
                $"{PipelineMarket.Contracts} contracts, {PipelineMarket.Accounts} delegated accounts; of sixteen "
                    + "commands seven rest, seven cancel, two take. Every order passes the margin gate on 64 "
                    + "scenarios. Not included: FIX, signatures, settlement; the risk tick is off.",
                "send_lag: how late the generator itself was; it is in the latencies. achieved: commands told a second "
                    + "from the first due to the last told.",
            ]);
    }

    private BenchRow Measure(Durability durability, int rate)
    {
        string directory = Scratch.Create(_options.DataDirectory);
        try
        {
            return MeasureIn(directory, durability, rate);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private BenchRow MeasureIn(string directory, Durability durability, int rate)
    {
        var latencies = new Percentiles();
        LongHistogram[] windows =
        [
            Percentiles.New(), .. Enumerable.Range(0, _options.Runs).Select(_ => latencies.AddRun()),
        ];
        var probe = new PipelineProbe(windows, rate, NsPerSecond / rate);
        var options = new VenueOptions
        {
            JournalDirectory = directory,
            Journal = new JournalOptions { Durability = durability },
        };
        var clock = new MarketClock(TimeProvider.System);
        clock.AdvanceMarket(PipelineMarket.MarketNs);
        Command[] commands = PipelineOrders.Draw(rate * windows.Length, _options.Seed);
        LongHistogram lag = Percentiles.New();
        using VenuePipeline venue = VenuePipeline.Open(options, clock, new VenueDirectory(), probe);
        venue.Start();
        PipelineMarket.Prepare(venue, options);
        GC.Collect();

        probe.StartAt(Stopwatch.GetTimestamp() + (long)StartDelay.TotalNanoseconds);
        Send(venue, probe, commands, lag);
        PipelineMarket.Until(venue, () => probe.Told == commands.Length, "every order is answered");
        double seconds = (Stopwatch.GetTimestamp() - probe.DueNs(0)) / (double)NsPerSecond;
        if (!venue.Stop() || venue.Engine.CheckConservation() is not "ok")
        {
            throw new BenchFailedException($"The venue did not end well: {venue.Fault?.Message ?? "conservation"}.");
        }

        return new BenchRow()
            .With("durability", durability == Durability.Sync ? "sync" : "async")
            .With("orders_per_s", (long)rate)
            .With("achieved_per_s", Math.Round(commands.Length / seconds))
            .With("p50_ns", latencies.MedianNs(50))
            .With("p90_ns", latencies.MedianNs(90))
            .With("p99_ns", latencies.MedianNs(99))
            .With("p999_ns", latencies.MedianNs(99.9))
            .With("max_ns", latencies.MedianOfMaxNs())
            .With("send_lag_p50_ns", lag.GetValueAtPercentile(50))
            .With("send_lag_p99_ns", lag.GetValueAtPercentile(99))
            .With("trades", probe.Trades)
            .With("refused", probe.Rejects);
    }

    /// <summary>Sends each command when it is due, at once when that is past. Far from it the core is offered to
    /// others.</summary>
    private static void Send(VenuePipeline venue, PipelineProbe probe, Command[] commands, LongHistogram lag)
    {
        for (int i = 0; i < commands.Length; i++)
        {
            long due = probe.DueNs(i);
            long now;
            while ((now = Stopwatch.GetTimestamp()) < due)
            {
                if (due - now > YieldFromNs)
                {
                    Thread.Yield();
                }
                else
                {
                    Thread.SpinWait(1);
                }
            }

            lag.RecordValue(Math.Max(1, now - due));
            venue.Gate.Publish(in commands[i]);
        }
    }
}
