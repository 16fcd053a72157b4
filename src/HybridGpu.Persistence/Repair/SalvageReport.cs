namespace HybridGpu.Persistence.Repair;

/// <summary>What could be copied out of a journal.</summary>
/// <param name="LastSequence">Last command copied; 0 for none.</param>
/// <param name="Problem">What ended the copy before the sequence that was asked for; empty when that was reached, or
/// the journal ended whole.</param>
/// <param name="MayMissAcknowledged">Whether commands that were acknowledged may be missing behind the copy's
/// end.</param>
public sealed record SalvageReport(ulong LastSequence, string Problem, bool MayMissAcknowledged);
