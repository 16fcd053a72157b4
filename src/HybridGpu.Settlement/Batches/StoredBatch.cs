using System;
using System.Collections.Generic;
using System.IO;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Batches;

/// <summary>A batch on disk: magic, version, length, header, chunks, and the Keccak of all before it.</summary>
/// <remarks>Ours alone and not frozen: whoever finds another version fetches the batch from the chain.</remarks>
internal static class StoredBatch
{
    private const uint Magic = 0x48474253; // "HGBS"
    private const byte Version = 1;
    private const int PrefixSize = 9;
    private const int ChunkPrefixSize = 9;
    private const int BodyBytesMax =
        BatchHeader.Size + (BatchLimits.ChunksMax * (BatchLimits.ChunkBytesMax + ChunkPrefixSize));

    public static void Write(SettlementBatch batch, Stream destination)
    {
        int bodySize = BatchHeader.Size + (batch.Chunks.Count * ChunkPrefixSize) + batch.PostedBytes;
        byte[] bytes = new byte[PrefixSize + bodySize + Hash32.Size];
        WireWriter writer = new(bytes);
        writer.UInt32(Magic);
        writer.Byte(Version);
        writer.UInt32((uint)bodySize);
        writer.Bytes(batch.Header.Encode());
        foreach (BatchChunk chunk in batch.Chunks)
        {
            writer.Byte((byte)chunk.Section);
            writer.UInt32(chunk.FirstItem);
            writer.UInt32((uint)chunk.Data.Length);
            writer.Bytes(chunk.Data.Span);
        }

        writer.Word(Keccak256.Hash(bytes.AsSpan(0, writer.Length)));
        destination.Write(bytes);
    }

    public static SettlementBatch Read(Stream source)
    {
        byte[] prefix = new byte[PrefixSize];
        Fill(source, prefix);
        WireReader start = new(prefix);
        if (start.UInt32() != Magic || start.Byte() != Version)
        {
            throw new InvalidDataException("not a stored batch of version 1");
        }

        uint bodySize = start.UInt32();
        if (bodySize is < BatchHeader.Size or > BodyBytesMax)
        {
            throw new InvalidDataException($"a stored batch can't have {bodySize} bytes");
        }

        byte[] bytes = new byte[PrefixSize + bodySize + Hash32.Size];
        prefix.CopyTo(bytes, 0);
        Fill(source, bytes.AsSpan(PrefixSize));
        int checkedSize = bytes.Length - Hash32.Size;
        if (Keccak256.Hash(bytes.AsSpan(0, checkedSize)) != new Hash32(bytes.AsSpan(checkedSize)))
        {
            throw new InvalidDataException("the stored batch is damaged: its checksum is another");
        }

        ReadOnlyMemory<byte> body = bytes.AsMemory(PrefixSize, (int)bodySize);
        return SettlementBatch.Assemble(
            BatchHeader.Decode(body.Span[..BatchHeader.Size]), ReadChunks(body[BatchHeader.Size..]));
    }

    private static List<BatchChunk> ReadChunks(ReadOnlyMemory<byte> rest)
    {
        List<BatchChunk> chunks = [];
        while (!rest.IsEmpty)
        {
            if (rest.Length < ChunkPrefixSize)
            {
                throw new InvalidDataException("the stored batch ends within a chunk's head");
            }

            WireReader head = new(rest.Span);
            var section = (BatchSection)head.Byte();
            uint firstItem = head.UInt32();
            uint length = head.UInt32();
            rest = rest[ChunkPrefixSize..];
            if (length > rest.Length)
            {
                throw new InvalidDataException("the stored batch ends within a chunk");
            }

            if (!BatchChunk.TryCreate(
                section, firstItem, rest[..(int)length], out BatchChunk? chunk, out string? error))
            {
                throw new InvalidDataException($"chunk {chunks.Count} of the stored batch: {error}");
            }

            chunks.Add(chunk);
            rest = rest[(int)length..];
        }

        return chunks;
    }

    private static void Fill(Stream source, Span<byte> buffer)
    {
        if (source.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw new InvalidDataException("the stored batch is cut short");
        }
    }
}
