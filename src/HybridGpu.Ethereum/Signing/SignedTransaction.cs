using System;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Signing;

/// <summary>A transaction as it goes to a node.</summary>
/// <remarks>Source: EIP-1559; hash = keccak256 of the raw bytes (EIP-2718).</remarks>
public sealed class SignedTransaction
{
    private readonly byte[] _raw;

    internal SignedTransaction(DynamicFeeTransaction transaction, EcdsaSignature signature, byte[] raw, Address sender)
    {
        Transaction = transaction;
        Signature = signature;
        Sender = sender;
        _raw = raw;
        Hash = Keccak256.Hash(raw);
    }

    /// <summary>What was signed.</summary>
    public DynamicFeeTransaction Transaction { get; }

    /// <summary>By whom, as a signature.</summary>
    public EcdsaSignature Signature { get; }

    /// <summary>By whom, as an address.</summary>
    public Address Sender { get; }

    /// <summary>Its id on the chain.</summary>
    public Hash32 Hash { get; }

    /// <summary>The bytes for eth_sendRawTransaction.</summary>
    public ReadOnlyMemory<byte> Raw => _raw;

    /// <summary>Reads raw bytes of a type 2 transaction, and recovers its sender.</summary>
    /// <param name="raw">The bytes.</param>
    /// <returns>The transaction.</returns>
    /// <exception cref="FormatException">Another type, not canonical, or a signature that nobody can have made.
    /// </exception>
    public static SignedTransaction Decode(ReadOnlySpan<byte> raw) => DynamicFeeTransaction.Decode(raw);
}
