using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Chain;

/// <summary>A sealed batch as the chain remembers it.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Hash">Hash of its header.</param>
/// <param name="StateRoot">State root after it.</param>
/// <param name="SealedAtSeconds">Unix time of the block that sealed it.</param>
/// <param name="SealedBlock">That block's height.</param>
/// <param name="QueueEnd">The queue's cursor after it.</param>
public sealed record PostedBatch(
    ulong Number, Hash32 Hash, Hash32 StateRoot, ulong SealedAtSeconds, ulong SealedBlock, ulong QueueEnd);
