namespace HybridGpu.Persistence.Benchmarks;

/// <summary>The journal beside a bare file, on one disk in one run.</summary>
/// <param name="BatchCommands">Commands of 192 bytes in a batch, without payloads.</param>
/// <param name="Rounds">How often the two took turns.</param>
/// <param name="BareFile">One preallocated, zeroed file: a write and an fdatasync a batch, of a buffer that is there
/// already.</param>
/// <param name="Journal">A <see cref="JournalWriter"/> with its own options: appends and one commit a batch, changes
/// of segment included.</param>
/// <param name="Ratio">Median over the rounds of journal throughput by bare throughput; 1 is the disk's speed.</param>
/// <param name="SegmentSeconds">Time that went to zeroing the journal's next segments, which is in neither figure, as
/// the bare file's own zeroing isn't: in a venue another thread does it beside.</param>
public sealed record JournalBenchResult(
    int BatchCommands,
    int Rounds,
    JournalBenchFigures BareFile,
    JournalBenchFigures Journal,
    double Ratio,
    double SegmentSeconds);
