using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Chain;

/// <summary>A final entry of the chain's queue, with where it was found.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Index">Its place in the queue, from 0: what identifies it whatever becomes of its block.</param>
/// <param name="Content">What it says.</param>
/// <param name="BlockNumber">The height of its block.</param>
/// <param name="BlockHash">The hash of its block.</param>
/// <param name="LogIndex">Its place among the block's logs.</param>
public sealed record QueueEntry(
    ulong ChainId, ulong Index, QueueContent Content, ulong BlockNumber, Hash32 BlockHash, ulong LogIndex);
