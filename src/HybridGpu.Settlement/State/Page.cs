using System;
using System.Buffers.Binary;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Hashing;

namespace HybridGpu.Settlement.State;

/// <summary>The quantities of one group of 16 instruments, as four 32-byte words.</summary>
/// <remarks>
/// Word k holds the lots of instruments 4k to 4k + 3 as signed 48-bit numbers, from the lowest bits up; word 0 also the
/// tag, group + 1, at bits 192 to 223. A page without lots is free: all its words are zero.
/// Thread: one. Source: docs/wire.md, section 11.1.
/// </remarks>
public sealed class Page
{
    /// <summary>Instruments in a group.</summary>
    public const int Instruments = 16;

    /// <summary>Bytes of its four words.</summary>
    public const int Size = 4 * WordSize;

    /// <summary>The most lots that can be held.</summary>
    public const long LotsMax = (1L << 47) - 1;

    /// <summary>The most lots that can be owed, as a negative number.</summary>
    public const long LotsMin = -(1L << 47);

    private const int WordSize = 32;
    private const int WordsInstruments = 4;
    private const int LotsSize = 6;
    private const int TagOffset = 4;

    private readonly byte[] _words = new byte[Size];

    /// <summary>A free page.</summary>
    public Page()
    {
    }

    private Page(ReadOnlySpan<byte> words)
    {
        words.CopyTo(_words);
    }

    /// <summary>Its four words.</summary>
    public ReadOnlySpan<byte> Words => _words;

    /// <summary>Group + 1, or zero when the page is free.</summary>
    public uint Tag
    {
        get => BinaryPrimitives.ReadUInt32BigEndian(_words.AsSpan(TagOffset));
        private set => BinaryPrimitives.WriteUInt32BigEndian(_words.AsSpan(TagOffset), value);
    }

    /// <summary>Whether no group uses it.</summary>
    public bool IsFree => Tag == 0;

    /// <summary>The group of an instrument.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <returns>Its group.</returns>
    public static uint GroupOf(uint instrument) => instrument / Instruments;

    /// <summary>Reads a page.</summary>
    /// <param name="words">Exactly 128 bytes.</param>
    /// <param name="page">The page.</param>
    /// <returns>False when bits are set that hold nothing, or there are lots without a tag or the reverse.</returns>
    public static bool TryRead(ReadOnlySpan<byte> words, out Page page)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(words.Length, Size, nameof(words));
        page = new Page(words);
        bool isClean = words[..TagOffset].IndexOfAnyExcept((byte)0) < 0;
        for (int word = 1; word < Size / WordSize; word++)
        {
            isClean &= words.Slice(word * WordSize, 8).IndexOfAnyExcept((byte)0) < 0;
        }

        return isClean && page.HasLots == !page.IsFree;
    }

    /// <summary>The lots of an instrument of the group.</summary>
    /// <param name="place">Instrument modulo 16.</param>
    /// <returns>Lots, signed.</returns>
    public long Lots(int place)
    {
        int at = OffsetOf(place);
        long high = BinaryPrimitives.ReadInt16BigEndian(_words.AsSpan(at));
        return (high << 32) | BinaryPrimitives.ReadUInt32BigEndian(_words.AsSpan(at + sizeof(short)));
    }

    /// <summary>Sets the lots of an instrument; the page takes the instrument's group, or becomes free without
    /// lots.</summary>
    /// <param name="instrument">The instrument; its group is the page's, or the page is free.</param>
    /// <param name="lots">From <see cref="LotsMin"/> to <see cref="LotsMax"/>.</param>
    public void Set(uint instrument, long lots)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lots, LotsMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(lots, LotsMin);
        uint tag = GroupOf(instrument) + 1;
        if (!IsFree && Tag != tag)
        {
            throw new ArgumentException($"the page belongs to group {Tag - 1}, not {tag - 1}", nameof(instrument));
        }

        int at = OffsetOf((int)(instrument % Instruments));
        BinaryPrimitives.WriteInt16BigEndian(_words.AsSpan(at), (short)(lots >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(_words.AsSpan(at + sizeof(short)), (uint)lots);
        Tag = HasLots ? tag : 0;
    }

    /// <summary>The page's leaf in the log's tree: K of its words.</summary>
    /// <returns>The hash.</returns>
    public Hash32 Hash() => Keccak256.Hash(_words);

    /// <summary>The page's leaf in the tree that proofs see: P(P(w0, w1), P(w2, w3)).</summary>
    /// <returns>The element.</returns>
    public FieldElement Element() => Poseidon.Hash(
        Poseidon.Hash(Word(0), Word(1)),
        Poseidon.Hash(Word(2), Word(3)));

    private bool HasLots
    {
        get
        {
            ReadOnlySpan<byte> words = _words;
            for (int word = 0; word < Size / WordSize; word++)
            {
                ReadOnlySpan<byte> lots = words.Slice((word * WordSize) + 8, WordSize - 8);
                if (lots.IndexOfAnyExcept((byte)0) >= 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static int OffsetOf(int place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Instruments);
        int word = place / WordsInstruments;
        return ((word + 1) * WordSize) - (LotsSize * ((place % WordsInstruments) + 1));
    }

    private FieldElement Word(int word) => FieldElement.Read(_words.AsSpan(word * WordSize, WordSize));
}
