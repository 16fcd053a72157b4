using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Numerics;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Hashing;

/// <summary>The Merkle tree over a list of items: leaves K(0x00 || index || item), padded with zero words to a power
/// of two, nodes as in every Keccak tree.</summary>
/// <remarks>The count isn't in the root: whoever commits to a list commits to its count beside it. Thread: any.
/// Source: docs/wire.md, section 13.2.</remarks>
public static class ListTree
{
    /// <summary>The leaf of an item.</summary>
    /// <param name="index">Its number in its list.</param>
    /// <param name="item">Its bytes.</param>
    /// <returns>The leaf.</returns>
    public static Hash32 Leaf(uint index, ReadOnlySpan<byte> item)
    {
        const int StackBytesMax = 1024;
        int length = 1 + sizeof(uint) + item.Length;
        Span<byte> bytes = length <= StackBytesMax ? stackalloc byte[StackBytesMax] : new byte[length];
        bytes = bytes[..length];
        bytes[0] = 0x00;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[1..], index);
        item.CopyTo(bytes[5..]);
        return Keccak256.Hash(bytes);
    }

    /// <summary>The root over leaves.</summary>
    /// <param name="leaves">At least one.</param>
    /// <returns>The root; a single leaf is its own.</returns>
    public static Hash32 Root(IReadOnlyList<Hash32> leaves)
    {
        Hash32[] nodes = Padded(leaves);
        for (int count = nodes.Length; count > 1; count /= 2)
        {
            Halve(nodes, count);
        }

        return nodes[0];
    }

    /// <summary>The root over items numbered from 0.</summary>
    /// <param name="items">At least one.</param>
    /// <returns>The root.</returns>
    public static Hash32 RootOf(IReadOnlyList<byte[]> items)
    {
        var leaves = new Hash32[items.Count];
        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i] = Leaf((uint)i, items[i]);
        }

        return Root(leaves);
    }

    /// <summary>The siblings on a leaf's way to the root, lowest first.</summary>
    /// <param name="leaves">All leaves of the tree.</param>
    /// <param name="place">The leaf's place among them, from 0.</param>
    /// <returns>One a level.</returns>
    public static Hash32[] Prove(IReadOnlyList<Hash32> leaves, int place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, leaves.Count);
        Hash32[] nodes = Padded(leaves);
        List<Hash32> siblings = [];
        for (int count = nodes.Length; count > 1; count /= 2)
        {
            siblings.Add(nodes[place ^ 1]);
            place /= 2;
            Halve(nodes, count);
        }

        return [.. siblings];
    }

    private static Hash32[] Padded(IReadOnlyList<Hash32> leaves)
    {
        ArgumentOutOfRangeException.ThrowIfZero(leaves.Count, nameof(leaves));
        var nodes = new Hash32[BitOperations.RoundUpToPowerOf2((uint)leaves.Count)];
        for (int i = 0; i < leaves.Count; i++)
        {
            nodes[i] = leaves[i];
        }

        return nodes;
    }

    private static void Halve(Hash32[] nodes, int count)
    {
        for (int i = 0; i < count / 2; i++)
        {
            nodes[i] = default(KeccakNodeHash).Combine(in nodes[2 * i], in nodes[(2 * i) + 1]);
        }
    }
}
