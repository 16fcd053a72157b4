using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Abi;

/// <summary>ABI bytes to values.</summary>
/// <remarks>
/// Source: Solidity documentation, "Contract ABI Specification", section "Strict Encoding Mode": padding is checked;
/// offsets may be in any order, as the compilers allow. Integers come as <see cref="BigInteger"/>, fixed bytes and
/// bytes as byte[], arrays and tuples as object[]. At most <see cref="ValuesMax"/> values are built, because
/// overlapping
/// offsets let a few bytes stand for exponentially many. Errors: <see cref="FormatException"/>. Thread: any.
/// </remarks>
public static class AbiDecoder
{
    /// <summary>The most values that one decoding builds.</summary>
    public const int ValuesMax = 1 << 20;

    private const int WordBytes = 32;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Decodes the tuple of the types: a call's results, or its arguments behind the selector.</summary>
    /// <param name="types">The types.</param>
    /// <param name="data">The encoding. Bytes behind it are let pass, as the EVM does.</param>
    /// <returns>As many values.</returns>
    /// <exception cref="FormatException">Cut short, a bad offset, bad padding, or too many values.</exception>
    public static object[] Decode(IReadOnlyList<AbiType> types, ReadOnlySpan<byte> data)
    {
        int budget = ValuesMax;
        return ReadSequence(types, data, ref budget);
    }

    private static object[] ReadSequence(IReadOnlyList<AbiType> types, ReadOnlySpan<byte> frame, ref int budget)
    {
        object[] values = new object[types.Count];
        int head = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ReadFromHead(types[i], frame, head, ref budget);
            head += types[i].HeadBytes;
        }

        return values;
    }

    private static object ReadFromHead(AbiType type, ReadOnlySpan<byte> frame, int head, ref int budget)
    {
        if (!type.IsDynamic)
        {
            return Read(type, From(frame, head), ref budget);
        }

        int offset = ReadLength(From(frame, head));
        return Read(type, From(frame, offset), ref budget);
    }

    private static object Read(AbiType type, ReadOnlySpan<byte> data, ref int budget)
    {
        if (--budget < 0)
        {
            throw new FormatException("ABI: too many values");
        }

        switch (type.Kind)
        {
            case AbiKind.Bytes:
                return ReadContent(data).ToArray();
            case AbiKind.Text:
                return ReadText(ReadContent(data));
            case AbiKind.Array:
                return ReadElements(type.Element!, ReadLength(data), From(data, WordBytes), ref budget);
            case AbiKind.FixedArray:
                return ReadElements(type.Element!, type.Size, data, ref budget);
            case AbiKind.Tuple:
                return ReadSequence([.. type.Components.Select(component => component.Type)], data, ref budget);
            default:
                return ReadWord(type, Word(data));
        }
    }

    private static object[] ReadElements(AbiType element, int count, ReadOnlySpan<byte> frame, ref int budget)
    {
        // Checked before anything is allocated: a length costs its sender nothing.
        if ((long)count * element.HeadBytes > frame.Length)
        {
            throw new FormatException("ABI: more elements than bytes");
        }

        if (count > budget)
        {
            throw new FormatException("ABI: too many values");
        }

        object[] values = new object[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = ReadFromHead(element, frame, i * element.HeadBytes, ref budget);
        }

        return values;
    }

    private static object ReadWord(AbiType type, ReadOnlySpan<byte> word)
    {
        switch (type.Kind)
        {
            case AbiKind.UnsignedInteger:
                CheckPadding(type, word[..(WordBytes - (type.Size / 8))], 0);
                return new BigInteger(word, isUnsigned: true, isBigEndian: true);
            case AbiKind.SignedInteger:
                ReadOnlySpan<byte> digits = word[(WordBytes - (type.Size / 8))..];
                CheckPadding(type, word[..^digits.Length], digits[0] >= 0x80 ? (byte)0xFF : (byte)0);
                return new BigInteger(word, isUnsigned: false, isBigEndian: true);
            case AbiKind.Boolean:
                CheckPadding(type, word[..^1], 0);
                return word[^1] <= 1 ? word[^1] == 1 : throw new FormatException("ABI: neither true nor false");
            case AbiKind.Address:
                CheckPadding(type, word[..12], 0);
                return new Address(word[12..]);
            case AbiKind.FixedBytes:
                CheckPadding(type, word[type.Size..], 0);
                return word[..type.Size].ToArray();
            default:
                throw new InvalidOperationException($"{type.Name} is no word");
        }
    }

    private static ReadOnlySpan<byte> ReadContent(ReadOnlySpan<byte> data)
    {
        int length = ReadLength(data);
        ReadOnlySpan<byte> content = From(data, WordBytes);
        int padded = (int)Math.Min(int.MaxValue, ((long)length + WordBytes - 1) / WordBytes * WordBytes);
        if (padded > content.Length)
        {
            throw new FormatException("ABI: cut short");
        }

        return content[length..padded].ContainsAnyExcept((byte)0)
            ? throw new FormatException("ABI: padding that isn't zero")
            : content[..length];
    }

    private static string ReadText(ReadOnlySpan<byte> content)
    {
        try
        {
            return StrictUtf8.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("ABI: a string that isn't UTF-8");
        }
    }

    private static int ReadLength(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> word = Word(data);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(word[28..]);
        return word[..28].ContainsAnyExcept((byte)0) || length > int.MaxValue
            ? throw new FormatException("ABI: an offset or a length out of bounds")
            : (int)length;
    }

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> data) =>
        data.Length >= WordBytes ? data[..WordBytes] : throw new FormatException("ABI: cut short");

    private static ReadOnlySpan<byte> From(ReadOnlySpan<byte> frame, int offset) =>
        offset <= frame.Length ? frame[offset..] : throw new FormatException("ABI: cut short");

    private static void CheckPadding(AbiType type, ReadOnlySpan<byte> padding, byte expected)
    {
        if (padding.ContainsAnyExcept(expected))
        {
            throw new FormatException($"ABI: a word that is no {type.Name}");
        }
    }
}
