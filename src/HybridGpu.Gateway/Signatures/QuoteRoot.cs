using System;
using System.Numerics;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Ethereum.Hashing;

namespace HybridGpu.Gateway.Signatures;

/// <summary>The Merkle root of a mass quote's entries.</summary>
/// <remarks>
/// Leaves come one after the other and are joined as soon as a pair is there, so that one hash a level is kept. What
/// the last level lacks is the hash of zero leaves, which is the same for every tree. Cost: two hashes of one
/// permutation an entry, no allocation. Source: docs/wire.md, section 7. Thread: any.
/// </remarks>
public static class QuoteRoot
{
    private const int Levels = 14;

    private static readonly Hash256[] Empty = MakeEmpty();

    /// <summary>The root.</summary>
    /// <param name="entries">1 to <see cref="MassQuote.EntryCountMax"/> entries, in the message's order.</param>
    /// <exception cref="ArgumentOutOfRangeException">None, or more.</exception>
    public static Hash256 Of(ReadOnlySpan<QuoteEntry> entries)
    {
        ArgumentOutOfRangeException.ThrowIfZero(entries.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Length, MassQuote.EntryCountMax);
        Span<Hash256> waiting = stackalloc Hash256[Levels + 1];
        for (int i = 0; i < entries.Length; i++)
        {
            Hash256 hash = Leaf((uint)i, in entries[i]);
            int level = 0;
            for (; ((i >> level) & 1) != 0; level++)
            {
                hash = Node(waiting[level], hash);
            }

            waiting[level] = hash;
        }

        int depth = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)entries.Length));
        if ((entries.Length & (entries.Length - 1)) == 0)
        {
            return waiting[depth];
        }

        // The right edge: from the lowest level that waits upwards, each side that isn't there is empty.
        int from = BitOperations.TrailingZeroCount(entries.Length);
        Hash256 edge = waiting[from];
        for (int level = from; level < depth; level++)
        {
            bool isRight = level != from && ((entries.Length >> level) & 1) != 0;
            edge = isRight ? Node(waiting[level], edge) : Node(edge, Empty[level]);
        }

        return edge;
    }

    private static Hash256 Leaf(uint index, ref readonly QuoteEntry entry)
    {
        Span<byte> leaf = stackalloc byte[SignedOrder.QuoteLeafLength];
        SignedOrder.WriteQuoteLeaf(index, in entry, leaf);
        return Hash(leaf);
    }

    private static Hash256 Node(Hash256 left, Hash256 right)
    {
        Span<byte> node = stackalloc byte[SignedOrder.QuoteNodeLength];
        SignedOrder.WriteQuoteNode(left, right, node);
        return Hash(node);
    }

    private static Hash256 Hash(ReadOnlySpan<byte> message)
    {
        Span<byte> hash = stackalloc byte[Hash256.Length];
        Keccak256.Hash(message, hash);
        return new Hash256(hash);
    }

    private static Hash256[] MakeEmpty()
    {
        var empty = new Hash256[Levels];
        for (int level = 1; level < Levels; level++)
        {
            empty[level] = Node(empty[level - 1], empty[level - 1]);
        }

        return empty;
    }
}
