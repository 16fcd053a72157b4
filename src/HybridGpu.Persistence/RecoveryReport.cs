namespace HybridGpu.Persistence;

/// <summary>What opening a journal found.</summary>
/// <param name="LastSequence">Last command recovered, all of them durable now; 0 in a new journal.</param>
/// <param name="Watermark">Up to here the journal itself proves that commands had been durable.</param>
/// <param name="SegmentCount">Segments found.</param>
/// <param name="TrimmedBytes">Bytes of torn tail cleared, from the first to the last that was not zero.</param>
public sealed record RecoveryReport(ulong LastSequence, ulong Watermark, int SegmentCount, long TrimmedBytes);
