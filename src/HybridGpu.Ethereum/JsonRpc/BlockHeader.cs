using System.Collections.Generic;
using System.Numerics;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>A block without the bodies of its transactions.</summary>
/// <param name="Number">Its height.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="ParentHash">The hash of the block below.</param>
/// <param name="TimestampSeconds">Unix time.</param>
/// <param name="GasLimit">The most gas that it could use.</param>
/// <param name="GasUsed">The gas that it used.</param>
/// <param name="BaseFeePerGas">EIP-1559's base fee in wei, or null on a chain without.</param>
/// <param name="TransactionHashes">Its transactions.</param>
public sealed record BlockHeader(
    ulong Number,
    Hash32 Hash,
    Hash32 ParentHash,
    ulong TimestampSeconds,
    ulong GasLimit,
    ulong GasUsed,
    BigInteger? BaseFeePerGas,
    IReadOnlyList<Hash32> TransactionHashes);
