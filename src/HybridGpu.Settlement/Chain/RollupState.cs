namespace HybridGpu.Settlement.Chain;

/// <summary>Where the chain of batches stands.</summary>
/// <param name="BatchCount">Sealed batches.</param>
/// <param name="FinalisedCount">Final ones among them.</param>
/// <param name="QueueLength">Entries that ever joined the queue.</param>
public sealed record RollupState(ulong BatchCount, ulong FinalisedCount, ulong QueueLength);
