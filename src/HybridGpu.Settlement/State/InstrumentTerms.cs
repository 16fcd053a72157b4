using System;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.State;

/// <summary>An instrument as the state commits to it. 48 bytes, big-endian.</summary>
/// <remarks>Source: docs/wire.md, section 11.5.</remarks>
public readonly record struct InstrumentTerms
{
    /// <summary>Bytes.</summary>
    public const int Size = 48;

    /// <summary>Bytes of the terms alone as ListInstrument carries them: no kind, settled, settlement.</summary>
    public const int TermsSize = 38;

    /// <summary>Expiry of what doesn't expire, in ns.</summary>
    public const ulong EndlessNs = long.MaxValue;

    /// <summary>Payoff of a perpetual.</summary>
    public const byte Perpetual = 2;

    /// <summary>Payoff of a call.</summary>
    public const byte Call = 3;

    /// <summary>Payoff of a put.</summary>
    public const byte Put = 4;

    private const byte Kind = 0x04;
    private const ulong MicrosPerUnit = 1_000_000;

    /// <summary>Its number.</summary>
    public uint Instrument { get; init; }

    /// <summary>Its underlying's number.</summary>
    public byte Underlying { get; init; }

    /// <summary>InstrumentKind by number.</summary>
    public byte Payoff { get; init; }

    /// <summary>Strike in micro-USD; zero without strike.</summary>
    public ulong Strike { get; init; }

    /// <summary>Expiry in ns of market time.</summary>
    public ulong ExpiryNs { get; init; }

    /// <summary>Tick in micro-USD.</summary>
    public ulong TickSize { get; init; }

    /// <summary>Lot in 1e-6 of the underlying unit.</summary>
    public ulong LotSize { get; init; }

    /// <summary>Whether the settlement price is fixed.</summary>
    public bool IsSettled { get; init; }

    /// <summary>Settlement price of the underlying in micro-USD; zero before.</summary>
    public ulong Settlement { get; init; }

    /// <summary>Whether it is a call or put.</summary>
    public bool IsOption => Payoff is Call or Put;

    /// <summary>What one tick of one lot is worth in micro-USD.</summary>
    public ulong TickValue => (ulong)((UInt128)TickSize * LotSize / MicrosPerUnit);

    /// <summary>Whether they may be listed (ListInstrument, section 12).</summary>
    public bool AreValid
    {
        get
        {
            UInt128 scaled = (UInt128)TickSize * LotSize;
            return Instrument < 1u << EmptyState.InstrumentsDepth && Underlying < 16 && Payoff is >= 1 and <= 4
                && IsOption == (Strike > 0) && ExpiryNs > 0 && (ExpiryNs == EndlessNs) == (Payoff == Perpetual)
                && scaled > 0 && scaled < (UInt128)1 << 63 && scaled % MicrosPerUnit == 0;
        }
    }

    /// <summary>Reads a leaf.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="terms">The instrument.</param>
    /// <returns>False for another length, kind or flag, or a settlement before it is fixed.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out InstrumentTerms terms)
    {
        terms = default;
        if (bytes.Length != Size || bytes[0] != Kind || bytes[1 + TermsSize] > 1)
        {
            return false;
        }

        WireReader reader = new(bytes[(2 + TermsSize)..]);
        terms = DecodeTerms(bytes.Slice(1, TermsSize)) with
        {
            IsSettled = bytes[1 + TermsSize] == 1,
            Settlement = reader.UInt64(),
        };
        return terms.IsSettled || terms.Settlement == 0;
    }

    /// <summary>Reads the terms alone.</summary>
    /// <param name="bytes">Exactly 38 bytes.</param>
    /// <returns>The instrument, not settled.</returns>
    public static InstrumentTerms DecodeTerms(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, TermsSize, nameof(bytes));
        WireReader reader = new(bytes);
        return new InstrumentTerms
        {
            Instrument = reader.UInt32(),
            Underlying = reader.Byte(),
            Payoff = reader.Byte(),
            Strike = reader.UInt64(),
            ExpiryNs = reader.UInt64(),
            TickSize = reader.UInt64(),
            LotSize = reader.UInt64(),
        };
    }

    /// <summary>Writes the terms alone.</summary>
    /// <param name="destination">At least 38 bytes.</param>
    public void EncodeTerms(Span<byte> destination)
    {
        WireWriter writer = new(destination);
        writer.UInt32(Instrument);
        writer.Byte(Underlying);
        writer.Byte(Payoff);
        writer.UInt64(Strike);
        writer.UInt64(ExpiryNs);
        writer.UInt64(TickSize);
        writer.UInt64(LotSize);
    }

    /// <summary>Writes the leaf.</summary>
    /// <param name="destination">At least 48 bytes.</param>
    public void Encode(Span<byte> destination)
    {
        destination[0] = Kind;
        EncodeTerms(destination[1..]);
        WireWriter writer = new(destination[(1 + TermsSize)..]);
        writer.Byte(IsSettled ? (byte)1 : (byte)0);
        writer.UInt64(Settlement);
    }

    /// <summary>The leaf in the tree of instruments: K of its bytes.</summary>
    /// <returns>The hash.</returns>
    public Hash32 Hash()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Encode(bytes);
        return Keccak256.Hash(bytes);
    }
}
