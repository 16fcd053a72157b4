using System;
using System.Numerics;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>A transaction that the node knows.</summary>
/// <param name="Hash">Its id.</param>
/// <param name="Nonce">The sender's count.</param>
/// <param name="From">The sender.</param>
/// <param name="To">Whom it calls; null for a deployment.</param>
/// <param name="Value">Wei sent along.</param>
/// <param name="Input">Calldata.</param>
/// <param name="BlockNumber">The block's height, null while it waits.</param>
/// <param name="BlockHash">The block's hash, null while it waits.</param>
public sealed record TransactionInfo(
    Hash32 Hash,
    ulong Nonce,
    Address From,
    Address? To,
    BigInteger Value,
    ReadOnlyMemory<byte> Input,
    ulong? BlockNumber,
    Hash32? BlockHash);
