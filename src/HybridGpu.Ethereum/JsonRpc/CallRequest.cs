using System;
using System.Numerics;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>A call to be simulated, or whose gas is to be estimated.</summary>
public sealed record CallRequest
{
    /// <summary>The caller; null for the zero address.</summary>
    public Address? From { get; init; }

    /// <summary>Whom to call; null deploys.</summary>
    public Address? To { get; init; }

    /// <summary>Wei sent along.</summary>
    public BigInteger Value { get; init; }

    /// <summary>Calldata.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The most gas; null leaves it to the node.</summary>
    public ulong? Gas { get; init; }
}
