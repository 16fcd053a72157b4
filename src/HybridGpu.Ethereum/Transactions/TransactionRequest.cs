using System;
using System.Numerics;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Transactions;

/// <summary>What is to be sent; nonce, fees and signature are the sender's business.</summary>
public sealed record TransactionRequest
{
    /// <summary>Whom to call; null deploys <see cref="Data"/>.</summary>
    public Address? To { get; init; }

    /// <summary>Wei sent along.</summary>
    public BigInteger Value { get; init; }

    /// <summary>Calldata, or the creation code with its arguments.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The most gas; null estimates it, which also shows beforehand that it would revert.</summary>
    public ulong? GasLimit { get; init; }
}
