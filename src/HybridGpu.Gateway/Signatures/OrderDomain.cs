using System;
using System.Buffers.Binary;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Gateway.Signatures;

/// <summary>What keeps one venue's signed orders from being valid at another: the hub's chain and the Rollup there.
/// </summary>
/// <param name="ChainId">The hub's chain id.</param>
/// <param name="VerifyingContract">The Rollup contract's address.</param>
/// <remarks>Name "HybridGpu" and version "1" are the venue's own. Source: docs/wire.md, section 7.</remarks>
public sealed record OrderDomain(ulong ChainId, Address VerifyingContract)
{
    private const int WordLength = 32;

    /// <summary>The domain of a venue without a chain, and that of the vectors in docs/wire.md: chain 31337, which is
    /// no public chain, and an address that no contract has.</summary>
    public static OrderDomain Development { get; } =
        new(31_337, Address.Parse("0x1111111111111111111111111111111111111111"));

    /// <summary>The struct hash of the domain.</summary>
    public Hash256 Separator()
    {
        Span<byte> data = stackalloc byte[5 * WordLength];
        data.Clear();
        SignedOrder.DomainTypeHash.CopyTo(data);
        Keccak256.Hash("HybridGpu"u8, data.Slice(WordLength, WordLength));
        Keccak256.Hash("1"u8, data.Slice(2 * WordLength, WordLength));
        BinaryPrimitives.WriteUInt64BigEndian(data[((4 * WordLength) - sizeof(ulong))..], ChainId);
        VerifyingContract.CopyTo(data[((5 * WordLength) - Address.Size)..]);
        Keccak256.Hash(data, data[..WordLength]);
        return new Hash256(data[..WordLength]);
    }
}
