using System;
using System.Collections.Generic;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>What a contract logged. On one chain, block hash and log index identify it.</summary>
/// <param name="Address">The contract.</param>
/// <param name="Topics">Up to four.</param>
/// <param name="Data">The rest.</param>
/// <param name="BlockNumber">The block's height.</param>
/// <param name="BlockHash">The block's hash.</param>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="LogIndex">Its position among the block's logs.</param>
/// <param name="IsRemoved">Whether the node says that its block was reverted.</param>
public sealed record LogEntry(
    Address Address,
    IReadOnlyList<Hash32> Topics,
    ReadOnlyMemory<byte> Data,
    ulong BlockNumber,
    Hash32 BlockHash,
    Hash32 TransactionHash,
    ulong LogIndex,
    bool IsRemoved);
