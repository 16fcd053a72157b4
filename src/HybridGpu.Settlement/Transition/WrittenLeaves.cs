using System;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Transition;

/// <summary>The leaves that an operation wrote, in the order of docs/wire.md, section 12, with their hashes after
/// it.</summary>
/// <remarks>At most two: no operation writes more.</remarks>
public readonly record struct WrittenLeaves
{
    /// <summary>Leaves written: 0 for an operation that was refused, else 1 or 2.</summary>
    public int Count { get; init; }

    /// <summary>The first leaf's account; 0 is the system leaf.</summary>
    public uint First { get; init; }

    /// <summary>The second leaf's account.</summary>
    public uint Second { get; init; }

    /// <summary>The first leaf's hash.</summary>
    public Hash32 FirstHash { get; init; }

    /// <summary>The second leaf's hash.</summary>
    public Hash32 SecondHash { get; init; }

    /// <summary>K of the concatenated leaf hashes, as a record carries it.</summary>
    /// <returns>The hash.</returns>
    public Hash32 Hash()
    {
        Span<byte> bytes = stackalloc byte[2 * Hash32.Size];
        FirstHash.CopyTo(bytes);
        SecondHash.CopyTo(bytes[Hash32.Size..]);
        return Keccak256.Hash(bytes[..(Count * Hash32.Size)]);
    }
}
