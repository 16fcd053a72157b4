using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Hashing;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Batches;

/// <summary>A piece of a batch as it is posted: items of one section, each behind its length.</summary>
/// <remarks>Its framing is checked where it is made, so every chunk has a root. Thread: any, immutable. Source:
/// docs/wire.md, section 13.2.</remarks>
public sealed class BatchChunk
{
    private readonly ReadOnlyMemory<byte>[] _items;

    private BatchChunk(BatchSection section, uint firstItem, ReadOnlyMemory<byte> data, ReadOnlyMemory<byte>[] items)
    {
        Section = section;
        FirstItem = firstItem;
        Data = data;
        _items = items;
        var leaves = new Hash32[items.Length];
        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i] = ListTree.Leaf(firstItem + (uint)i, items[i].Span);
        }

        Root = ListTree.Root(leaves);
        Span<byte> digest = stackalloc byte[1 + sizeof(uint) + sizeof(uint) + Hash32.Size];
        WireWriter writer = new(digest);
        writer.Byte((byte)section);
        writer.UInt32(firstItem);
        writer.UInt32(ItemCount);
        writer.Word(Root);
        Digest = Keccak256.Hash(digest);
    }

    /// <summary>What its items are.</summary>
    public BatchSection Section { get; }

    /// <summary>Number of its first item in the section.</summary>
    public uint FirstItem { get; }

    /// <summary>Its items.</summary>
    public uint ItemCount => (uint)_items.Length;

    /// <summary>The items with their lengths, as posted.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>The items without their lengths.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Items => _items;

    /// <summary>The list tree over its items.</summary>
    public Hash32 Root { get; }

    /// <summary>K of section, first item, items and root.</summary>
    public Hash32 Digest { get; }

    /// <summary>Takes what was posted.</summary>
    /// <param name="section">What its items are.</param>
    /// <param name="firstItem">Number of the first item in the section.</param>
    /// <param name="data">Items with their lengths.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="error">What is wrong with it.</param>
    /// <returns>False when it has no items or too many bytes, or the framing doesn't end with the data.</returns>
    public static bool TryCreate(
        BatchSection section, uint firstItem, ReadOnlyMemory<byte> data, [NotNullWhen(true)] out BatchChunk? chunk,
        [NotNullWhen(false)] out string? error)
    {
        chunk = null;
        List<ReadOnlyMemory<byte>> items = [];
        error = section is < BatchSection.Records or > BatchSection.Inputs
            ? string.Create(CultureInfo.InvariantCulture, $"there is no section {(byte)section}")
            : Unframe(data, items);
        if (error is null && (ulong)firstItem + (ulong)items.Count > uint.MaxValue)
        {
            error = "its items are numbered beyond 32 bits";
        }

        if (error is null)
        {
            chunk = new BatchChunk(section, firstItem, data, [.. items]);
        }

        return error is null;
    }

    /// <summary>Takes what was posted, as <see cref="TryCreate"/> does.</summary>
    /// <param name="section">What its items are.</param>
    /// <param name="firstItem">Number of the first item in the section.</param>
    /// <param name="data">Items with their lengths.</param>
    /// <returns>The chunk.</returns>
    /// <exception cref="FormatException">It can't be one.</exception>
    public static BatchChunk Create(BatchSection section, uint firstItem, ReadOnlyMemory<byte> data) =>
        TryCreate(section, firstItem, data, out BatchChunk? chunk, out string? error)
            ? chunk
            : throw new FormatException($"not a chunk of a batch: {error}");

    /// <summary>Frames the items of one section into as few chunks as hold them in order.</summary>
    /// <param name="section">What the items are.</param>
    /// <param name="items">Each at most <see cref="BatchLimits.ItemBytesMax"/> bytes.</param>
    /// <returns>The chunks; none without items.</returns>
    public static IReadOnlyList<BatchChunk> Split(BatchSection section, IReadOnlyList<byte[]> items)
    {
        List<BatchChunk> chunks = [];
        int next = 0;
        while (next < items.Count)
        {
            int first = next;
            int length = 0;
            while (next < items.Count
                && length + BatchLimits.FrameBytes + items[next].Length <= BatchLimits.ChunkBytesMax)
            {
                length += BatchLimits.FrameBytes + items[next].Length;
                next++;
            }

            if (next == first)
            {
                throw new ArgumentException($"an item of {items[next].Length} bytes fits no chunk", nameof(items));
            }

            byte[] data = new byte[length];
            WireWriter writer = new(data);
            for (int i = first; i < next; i++)
            {
                writer.Byte((byte)(items[i].Length >> 16));
                writer.UInt16((ushort)items[i].Length);
                writer.Bytes(items[i]);
            }

            chunks.Add(Create(section, (uint)first, data));
        }

        return chunks;
    }

    private static string? Unframe(ReadOnlyMemory<byte> data, List<ReadOnlyMemory<byte>> items)
    {
        if (data.Length > BatchLimits.ChunkBytesMax)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"{data.Length} bytes, above {BatchLimits.ChunkBytesMax}");
        }

        ReadOnlyMemory<byte> rest = data;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> span = rest.Span;
            int length = rest.Length < BatchLimits.FrameBytes
                ? int.MaxValue
                : (span[0] << 16) | (span[1] << 8) | span[2];
            if (length > rest.Length - BatchLimits.FrameBytes)
            {
                return string.Create(CultureInfo.InvariantCulture, $"item {items.Count} is cut short");
            }

            items.Add(rest.Slice(BatchLimits.FrameBytes, length));
            rest = rest[(BatchLimits.FrameBytes + length)..];
        }

        return items.Count == 0 ? "no items" : null;
    }
}
