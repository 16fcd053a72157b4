using HybridGpu.Persistence.Benchmarks;

namespace HybridGpu.Host.Bench;

/// <summary>The workload <c>journal</c>: the venue's journal beside a bare file on the same disk.</summary>
internal sealed class JournalWorkload
{
    private static readonly int[] BatchSizes = [64, 1_024, 8_192];

    private readonly string? _directory;
    private readonly TimeSpan _duration;

    /// <summary>A workload of so much writing a batch size.</summary>
    /// <param name="directory">Where on the disk to be measured; null for the temporary directory.</param>
    /// <param name="duration">Time of both sides together for each batch size.</param>
    public JournalWorkload(string? directory, TimeSpan duration)
    {
        _directory = directory;
        _duration = duration;
    }

    /// <summary>Measures each batch size in a directory of its own, which is removed.</summary>
    public BenchResult Run() => new(
        "journal",
        [.. BatchSizes.Select(Measure)],
        [
            "Commands of 192 bytes, one fdatasync a batch. bare: one preallocated, zeroed file, a write and an "
                + "fdatasync a batch. journal: appends and one commit a batch, frames, hash chain and changes of "
                + "segment in it.",
            $"Both take turns in {JournalBench.Rounds} rounds; rates and ratio are medians over the rounds. Zeroing "
                + "ahead is in neither (segment_s): in a venue another thread does it.",
        ]);

    private BenchRow Measure(int batchCommands)
    {
        string directory = Scratch.Create(_directory);
        try
        {
            JournalBenchResult result = JournalBench.Run(directory, batchCommands, _duration);
            return new BenchRow()
                .With("batch_commands", result.BatchCommands)
                .With("ratio", result.Ratio)
                .With("journal_mcmds_per_s", result.Journal.CommandsPerSecond / 1e6)
                .With("bare_mcmds_per_s", result.BareFile.CommandsPerSecond / 1e6)
                .With("journal_batch_p50_us", result.Journal.BatchP50Micros)
                .With("journal_batch_p99_us", result.Journal.BatchP99Micros)
                .With("bare_batch_p50_us", result.BareFile.BatchP50Micros)
                .With("bare_batch_p99_us", result.BareFile.BatchP99Micros)
                .With("journal_batches", result.Journal.Batches)
                .With("segment_s", result.SegmentSeconds);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
