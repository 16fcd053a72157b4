using System.Diagnostics;
using HybridGpu.Host.Running;
using HybridGpu.Persistence;
using HybridGpu.Venue;

namespace HybridGpu.Host.Bench;

/// <summary>The workload <c>replay</c>: how fast a journal goes through the engine again, by the code of
/// <c>hybridgpu replay</c>.</summary>
internal sealed class ReplayBench
{
    private readonly BenchOptions _options;

    /// <summary>A bench with these options.</summary>
    public ReplayBench(BenchOptions options) => _options = options;

    /// <summary>Replays the journal that was given, or one that is recorded first and removed afterwards.</summary>
    /// <exception cref="BenchFailedException">There is no journal, or a replay came to another state.</exception>
    public BenchResult Run()
    {
        if (_options.JournalDirectory is { } given)
        {
            string journal = new DataDirectory(given).Journal;
            return Directory.Exists(journal)
                ? Measure(journal, null)
                : throw new BenchFailedException(
                    $"There is no journal in {journal}: --journal takes the --data directory of a run.");
        }

        string scratch = Scratch.Create(_options.DataDirectory);
        try
        {
            string journal = new DataDirectory(scratch).Journal;
            return Measure(journal, Record(journal, _options.Seed, _options.Commands));
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    /// <summary>Records a journal of commands drawn from a seed.</summary>
    /// <returns>Commands, events and the state hash after the last.</returns>
    public static ReplayRecording Record(string journalDirectory, ulong seed, int commands)
    {
        using var recorder = new ReplayRecorder(
            Options(journalDirectory) with { Journal = new JournalOptions { Durability = Durability.Async } });
        new ReplayFlow(recorder, seed).Run(commands);
        recorder.Close();
        return new ReplayRecording(recorder.Sequence, recorder.Events, recorder.StateHash);
    }

    private static VenueOptions Options(string journalDirectory) => new() { JournalDirectory = journalDirectory };

    private BenchResult Measure(string journal, ReplayRecording? recorded)
    {
        // The first one warms up, and reads the journal into the system's cache.
        ReplayReport first = VenueReplay.Run(Options(journal), out ReplayMeasure warm);
        Check(first, recorded ?? new ReplayRecording(first.Commands, first.Events, first.StateHash));
        var measures = new List<ReplayMeasure>();
        var cpuSeconds = new List<double>();
        for (int run = 0; run < _options.Runs; run++)
        {
            GC.Collect();
            TimeSpan cpuStart = CpuTime();
            ReplayReport report = VenueReplay.Run(Options(journal), out ReplayMeasure measure);
            cpuSeconds.Add((CpuTime() - cpuStart).TotalSeconds);
            Check(report, new ReplayRecording(first.Commands, first.Events, first.StateHash));
            measures.Add(measure);
        }

        BenchRow row = Row(first, warm.Statistics, measures, recorded)
            .With("cpu_s", Percentiles.Median(cpuSeconds))
            .With("runs", _options.Runs);
        return new BenchResult("replay", [row], Notes(recorded));
    }

    private BenchRow Row(
        ReplayReport report, VenueStatistics statistics, List<ReplayMeasure> measures, ReplayRecording? recorded)
    {
        double seconds = Percentiles.Median(measures.Select(measure => measure.Applying.TotalSeconds));
        double best = measures.Min(measure => measure.Applying.TotalSeconds);
        BenchRow row = new BenchRow().With("journal", recorded is null ? "given" : "recorded");
        if (recorded is not null)
        {
            row.With("seed", _options.Seed);
        }

        return row
            .With("commands", report.Commands)
            .With("events", report.Events)
            .With("bytes", measures[0].Bytes)
            .With("orders", statistics.Orders)
            .With("quotes", statistics.Quotes)
            .With("trades", statistics.Trades)
            .With("epochs", statistics.Epochs)
            .With("hashes_checked", report.HashesChecked)
            .With("state_hash", report.StateHash.ToString())
            .With("commands_per_s", report.Commands / seconds)
            .With("events_per_s", report.Events / seconds)
            .With("bytes_per_s", measures[0].Bytes / seconds)
            .With("events_per_s_best", report.Events / best)
            .With("applying_s", seconds)
            .With("elapsed_s", Percentiles.Median(measures.Select(measure => measure.InAll.TotalSeconds)));
    }

    private static string[] Notes(ReplayRecording? recorded) =>
    [
        recorded is null
            ? "A journal that was given, only read."
            : "Recorded first by the same engine on one thread: two underlyings, 200 contracts, 64 sessions; of "
                + "sixteen commands one quotes ten instruments, seven rest, six cancel, two take; a risk epoch each "
                + "10,000.",
        "events: all that the engine puts out, as the ordinal of the last one counts them. Rates: by applying_s, from "
            + "the first read to the last command applied, median of the runs after one that warms up.",
        "In it: reading and checking frames from the system's cache, risk arrays recomputed and compared with their "
            + "hash, every margin check and match, the venue's own consumer of events, recorded state hashes compared. "
            + "elapsed_s has the tables' allocation and the checks at the end too; cpu_s is the process's processor "
            + "time in elapsed_s, all threads together.",
        "Every run came to the state hash above" + (recorded is null ? "." : ", the recording's own."),
    ];

    private static TimeSpan CpuTime()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    /// <summary>A figure counts only if the replay did what the recording did.</summary>
    private static void Check(ReplayReport report, ReplayRecording expected)
    {
        var came = new ReplayRecording(report.Commands, report.Events, report.StateHash);
        if (came != expected)
        {
            throw new BenchFailedException($"The replay came to {came}, where {expected} was recorded.");
        }

        if (report.HashesDiffering != 0 || report.Conservation != "ok")
        {
            throw new BenchFailedException(
                $"{report.HashesDiffering} of {report.HashesChecked} recorded state hashes differ; conservation: "
                + $"{report.Conservation}.");
        }
    }
}
