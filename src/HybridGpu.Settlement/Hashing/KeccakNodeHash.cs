using System;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Hashing;

/// <summary>The node of every Keccak tree: K(0x01 || left || right).</summary>
/// <remarks>Cost: one permutation. Source: docs/wire.md, section 11.</remarks>
public readonly struct KeccakNodeHash : INodeHash<Hash32>
{
    /// <inheritdoc/>
    public Hash32 Combine(in Hash32 left, in Hash32 right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * Hash32.Size)];
        bytes[0] = 0x01;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + Hash32.Size)..]);
        return Keccak256.Hash(bytes);
    }
}
