using System;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Batches;

/// <summary>What the chain commits to when a batch is committed. 249 bytes, big-endian.</summary>
/// <remarks>Source: docs/wire.md, section 13.3.</remarks>
public sealed record BatchHeader
{
    /// <summary>Bytes.</summary>
    public const int Size = 249;

    /// <summary>The format's version.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>Version of the format.</summary>
    public byte Version { get; init; } = CurrentVersion;

    /// <summary>Number of the batch, from 1.</summary>
    public ulong Batch { get; init; }

    /// <summary>Hash of the batch before; zero for the first.</summary>
    public Hash32 PreviousHash { get; init; }

    /// <summary>State root before.</summary>
    public Hash32 RootBefore { get; init; }

    /// <summary>State root after.</summary>
    public Hash32 RootAfter { get; init; }

    /// <summary>Records.</summary>
    public uint RecordCount { get; init; }

    /// <summary>Touch entries.</summary>
    public uint TouchCount { get; init; }

    /// <summary>Page updates.</summary>
    public uint PageCount { get; init; }

    /// <summary>Signed orders.</summary>
    public uint OrderCount { get; init; }

    /// <summary>Payloads of risk epochs.</summary>
    public uint InputCount { get; init; }

    /// <summary>Queue cursor before.</summary>
    public ulong QueueStart { get; init; }

    /// <summary>Queue cursor after.</summary>
    public ulong QueueEnd { get; init; }

    /// <summary>Risk epoch before.</summary>
    public ulong FirstEpoch { get; init; }

    /// <summary>Risk epoch after.</summary>
    public ulong LastEpoch { get; init; }

    /// <summary>The system leaf's wall clock after, in ns.</summary>
    public ulong SequencedNs { get; init; }

    /// <summary>Ordinal of the venue's first event in it.</summary>
    public ulong FirstEvent { get; init; }

    /// <summary>Ordinal of the venue's last event in it.</summary>
    public ulong LastEvent { get; init; }

    /// <summary>Chunks.</summary>
    public uint ChunkCount { get; init; }

    /// <summary>Poseidon commitment to the last epoch's arrays, for validity proofs. Always zero in version 1, which
    /// says that none is possible.</summary>
    public Hash32 RiskElement { get; init; }

    /// <summary>K of the concatenated chunk digests.</summary>
    public Hash32 ChunksHash { get; init; }

    /// <summary>The batch's hash: K of the header's bytes.</summary>
    public Hash32 Hash
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Size];
            Encode(bytes);
            return Keccak256.Hash(bytes);
        }
    }

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">Exactly 249 bytes.</param>
    /// <returns>The header, whatever its version.</returns>
    /// <exception cref="FormatException">Another length.</exception>
    public static BatchHeader Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new FormatException($"a batch header has {Size} bytes, not {bytes.Length}");
        }

        WireReader reader = new(bytes);
        return new BatchHeader
        {
            Version = reader.Byte(),
            Batch = reader.UInt64(),
            PreviousHash = reader.Word(),
            RootBefore = reader.Word(),
            RootAfter = reader.Word(),
            RecordCount = reader.UInt32(),
            TouchCount = reader.UInt32(),
            PageCount = reader.UInt32(),
            OrderCount = reader.UInt32(),
            InputCount = reader.UInt32(),
            QueueStart = reader.UInt64(),
            QueueEnd = reader.UInt64(),
            FirstEpoch = reader.UInt64(),
            LastEpoch = reader.UInt64(),
            SequencedNs = reader.UInt64(),
            FirstEvent = reader.UInt64(),
            LastEvent = reader.UInt64(),
            ChunkCount = reader.UInt32(),
            RiskElement = reader.Word(),
            ChunksHash = reader.Word(),
        };
    }

    /// <summary>Writes the header.</summary>
    /// <param name="destination">At least 249 bytes.</param>
    public void Encode(Span<byte> destination)
    {
        WireWriter writer = new(destination);
        writer.Byte(Version);
        writer.UInt64(Batch);
        writer.Word(PreviousHash);
        writer.Word(RootBefore);
        writer.Word(RootAfter);
        writer.UInt32(RecordCount);
        writer.UInt32(TouchCount);
        writer.UInt32(PageCount);
        writer.UInt32(OrderCount);
        writer.UInt32(InputCount);
        writer.UInt64(QueueStart);
        writer.UInt64(QueueEnd);
        writer.UInt64(FirstEpoch);
        writer.UInt64(LastEpoch);
        writer.UInt64(SequencedNs);
        writer.UInt64(FirstEvent);
        writer.UInt64(LastEvent);
        writer.UInt32(ChunkCount);
        writer.Word(RiskElement);
        writer.Word(ChunksHash);
    }

    /// <summary>The header's bytes.</summary>
    /// <returns>A new array of 249 bytes.</returns>
    public byte[] Encode()
    {
        byte[] bytes = new byte[Size];
        Encode(bytes);
        return bytes;
    }

    /// <summary>The number of items that the header gives a section.</summary>
    /// <param name="section">The section.</param>
    /// <returns>Items.</returns>
    public uint CountOf(BatchSection section) => section switch
    {
        BatchSection.Records => RecordCount,
        BatchSection.Touches => TouchCount,
        BatchSection.Pages => PageCount,
        BatchSection.Orders => OrderCount,
        BatchSection.Inputs => InputCount,
        _ => 0,
    };
}
