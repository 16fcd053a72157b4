namespace HybridGpu.Settlement.Chain;

/// <summary>What an entry of the chain's queue says, wherever it stands.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Account">For which account.</param>
/// <param name="Amount">Micro-USD.</param>
public readonly record struct QueueContent(QueueEntryKind Kind, uint Account, ulong Amount);
