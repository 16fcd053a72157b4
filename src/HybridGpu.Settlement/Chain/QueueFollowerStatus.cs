namespace HybridGpu.Settlement.Chain;

/// <summary>How following the queue stands. Immutable; the newest one counts.</summary>
/// <param name="State">How it stands to the chain.</param>
/// <param name="Next">The index of the entry that it passes on next.</param>
/// <param name="ChainLength">Entries on the chain, final or not, when last looked.</param>
/// <param name="Trouble">What is wrong, in a sentence; null when nothing is.</param>
public sealed record QueueFollowerStatus(QueueFollowerState State, ulong Next, ulong ChainLength, string? Trouble);
