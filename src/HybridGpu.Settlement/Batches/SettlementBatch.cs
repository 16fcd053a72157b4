using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Batches;

/// <summary>A batch: its header and the chunks that are posted.</summary>
/// <remarks>Nothing about its content is checked here: that is <see cref="BatchReplay"/>'s. Thread: any,
/// immutable.</remarks>
public sealed class SettlementBatch
{
    private SettlementBatch(BatchHeader header, BatchChunk[] chunks)
    {
        Header = header;
        Chunks = chunks;
        Hash = header.Hash;
    }

    /// <summary>Its header.</summary>
    public BatchHeader Header { get; }

    /// <summary>Its chunks in order.</summary>
    public IReadOnlyList<BatchChunk> Chunks { get; }

    /// <summary>Its hash.</summary>
    public Hash32 Hash { get; }

    /// <summary>Bytes of all chunks.</summary>
    public int PostedBytes => Chunks.Sum(chunk => chunk.Data.Length);

    /// <summary>A batch of what was found on the chain or made here.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="chunks">Its chunks in order.</param>
    /// <returns>The batch, whether header and chunks belong together or not.</returns>
    public static SettlementBatch Assemble(BatchHeader header, IEnumerable<BatchChunk> chunks) =>
        new(header, [.. chunks]);

    /// <summary>K of the concatenated digests of chunks.</summary>
    /// <param name="chunks">The chunks in order.</param>
    /// <returns>The hash.</returns>
    public static Hash32 ChunksHashOf(IReadOnlyList<BatchChunk> chunks)
    {
        byte[] digests = new byte[chunks.Count * Hash32.Size];
        for (int i = 0; i < chunks.Count; i++)
        {
            chunks[i].Digest.CopyTo(digests.AsSpan(i * Hash32.Size));
        }

        return Keccak256.Hash(digests);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="source">A stream at its beginning; read to the batch's end.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="InvalidDataException">It is cut short, damaged, or something else.</exception>
    public static SettlementBatch ReadFrom(Stream source) => StoredBatch.Read(source);

    /// <summary>Writes the batch with a checksum, for keeping it on disk.</summary>
    /// <param name="destination">Where to.</param>
    public void WriteTo(Stream destination) => StoredBatch.Write(this, destination);
}
