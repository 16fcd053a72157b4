using System;
using System.Collections.Generic;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Hashing;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Batches;

/// <summary>The checker's own reading of chunks: hashes recomputed from the posted bytes, items by section.</summary>
internal sealed class ReplayChunks
{
    private readonly Dictionary<BatchSection, List<ReadOnlyMemory<byte>>> _items = [];

    /// <summary>A section's items in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> this[BatchSection section] =>
        _items.TryGetValue(section, out List<ReadOnlyMemory<byte>>? items) ? items : [];

    /// <summary>Reads all chunks and compares them with the header.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public BatchFault? Read(SettlementBatch batch)
    {
        var digests = new List<byte>(batch.Chunks.Count * Hash32.Size);
        BatchSection current = BatchSection.None;
        for (int i = 0; i < batch.Chunks.Count; i++)
        {
            BatchChunk chunk = batch.Chunks[i];
            if (chunk.Section < current)
            {
                return Fault(i, $"section {chunk.Section} comes after {current}");
            }

            current = chunk.Section;
            string? error = ReadItems(chunk, digests);
            if (error is not null)
            {
                return Fault(i, error);
            }
        }

        foreach (BatchSection section in Enum.GetValues<BatchSection>())
        {
            if (this[section].Count != batch.Header.CountOf(section))
            {
                return Fault(0, $"{this[section].Count} items of {section}, not {batch.Header.CountOf(section)}");
            }
        }

        if (batch.Chunks.Count != batch.Header.ChunkCount)
        {
            return Fault(0, $"{batch.Chunks.Count} chunks, not {batch.Header.ChunkCount}");
        }

        Hash32 hash = Keccak256.Hash(digests.ToArray());
        return hash == batch.Header.ChunksHash
            ? null
            : Fault(0, $"the chunks hash to {hash}, not {batch.Header.ChunksHash}");
    }

    private static BatchFault Fault(int chunk, string message) =>
        new(BatchFaultKind.Chunk, BatchSection.None, chunk, message);

    private string? ReadItems(BatchChunk chunk, List<byte> digests)
    {
        if (!_items.TryGetValue(chunk.Section, out List<ReadOnlyMemory<byte>>? items))
        {
            _items.Add(chunk.Section, items = []);
        }

        int first = items.Count;
        if (chunk.FirstItem != first)
        {
            return $"starts at item {chunk.FirstItem}, not {first}";
        }

        int at = 0;
        while (at < chunk.Data.Length)
        {
            ReadOnlySpan<byte> rest = chunk.Data.Span[at..];
            int length = (rest[0] * 0x10000) + (rest[1] * 0x100) + rest[2];
            items.Add(chunk.Data.Slice(at + BatchLimits.FrameBytes, length));
            at += BatchLimits.FrameBytes + length;
        }

        int count = items.Count - first;
        byte[] digest = new byte[1 + sizeof(uint) + sizeof(uint) + Hash32.Size];
        WireWriter writer = new(digest);
        writer.Byte((byte)chunk.Section);
        writer.UInt32((uint)first);
        writer.UInt32((uint)count);
        writer.Word(Subtree(items, first, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count)));
        Hash32 hash = Keccak256.Hash(digest);
        if (hash != chunk.Digest)
        {
            return $"its digest is {hash}, not {chunk.Digest}";
        }

        digests.AddRange(hash.ToArray());
        return null;
    }

    /// <summary>The root over a power of two of places, of which those beyond the last item are zero words.</summary>
    private static Hash32 Subtree(List<ReadOnlyMemory<byte>> items, int first, int places)
    {
        if (places == 1)
        {
            return first < items.Count ? ListTree.Leaf((uint)first, items[first].Span) : default;
        }

        Span<byte> node = stackalloc byte[1 + (2 * Hash32.Size)];
        node[0] = 1;
        Subtree(items, first, places / 2).CopyTo(node[1..]);
        Subtree(items, first + (places / 2), places / 2).CopyTo(node[33..]);
        return Keccak256.Hash(node);
    }
}
