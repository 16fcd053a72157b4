using System;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Hashing;

namespace HybridGpu.Settlement.State;

/// <summary>What all accounts share, as the state commits to it: leaf 0. 193 bytes, big-endian.</summary>
/// <remarks>Times in ns since the Unix epoch. Source: docs/wire.md, section 11.4.</remarks>
public readonly record struct SystemLeaf
{
    /// <summary>Bytes.</summary>
    public const int Size = 193;

    private const byte Kind = 0x03;

    /// <summary>Wall clock in ns.</summary>
    public ulong SequencedNs { get; init; }

    /// <summary>Market time in ns.</summary>
    public ulong MarketNs { get; init; }

    /// <summary>Number of the risk epoch that counts.</summary>
    public ulong RiskEpoch { get; init; }

    /// <summary>Entries of the chain's queue consumed.</summary>
    public ulong QueueCursor { get; init; }

    /// <summary>Root of the risk arrays (11.6).</summary>
    public Hash32 RiskRoot { get; init; }

    /// <summary>Root of the instruments (11.5).</summary>
    public Hash32 InstrumentsRoot { get; init; }

    /// <summary>Root of the fundings fixed (11.8); zero before the first.</summary>
    public Hash32 FundingRoot { get; init; }

    /// <summary>Zero in version 1.</summary>
    public Hash32 ChainsRoot { get; init; }

    /// <summary>Hash of the venue's parameters (11.7).</summary>
    public Hash32 ParametersHash { get; init; }

    /// <summary>Reads a leaf.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="leaf">The leaf.</param>
    /// <returns>False for another length or kind.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out SystemLeaf leaf)
    {
        leaf = default;
        if (bytes.Length != Size || bytes[0] != Kind)
        {
            return false;
        }

        WireReader reader = new(bytes[1..]);
        leaf = new SystemLeaf
        {
            SequencedNs = reader.UInt64(),
            MarketNs = reader.UInt64(),
            RiskEpoch = reader.UInt64(),
            QueueCursor = reader.UInt64(),
            RiskRoot = reader.Word(),
            InstrumentsRoot = reader.Word(),
            FundingRoot = reader.Word(),
            ChainsRoot = reader.Word(),
            ParametersHash = reader.Word(),
        };
        return true;
    }

    /// <summary>Writes the leaf.</summary>
    /// <param name="destination">At least 193 bytes.</param>
    public void Encode(Span<byte> destination)
    {
        WireWriter writer = new(destination);
        writer.Byte(Kind);
        writer.UInt64(SequencedNs);
        writer.UInt64(MarketNs);
        writer.UInt64(RiskEpoch);
        writer.UInt64(QueueCursor);
        writer.Word(RiskRoot);
        writer.Word(InstrumentsRoot);
        writer.Word(FundingRoot);
        writer.Word(ChainsRoot);
        writer.Word(ParametersHash);
    }

    /// <summary>The leaf as the log names it: K248 of its bytes.</summary>
    /// <returns>The hash.</returns>
    public Hash32 Hash()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Encode(bytes);
        return Keccak248.Hash(bytes);
    }

    /// <summary>The leaf as the tree holds it.</summary>
    /// <returns>The element.</returns>
    public FieldElement Element()
    {
        Span<byte> word = stackalloc byte[FieldElement.Size];
        word.Clear();
        WireWriter times = new(word[8..]);
        times.UInt64(RiskEpoch);
        times.UInt64(MarketNs);
        times.UInt64(SequencedNs);
        return Poseidon.Hash(
            Poseidon.Hash(FieldElement.Read(word), FieldElement.From(QueueCursor)),
            Poseidon.Hash(FieldElement.Zero, FieldElement.From(Hash())));
    }
}
