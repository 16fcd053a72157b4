using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Abi;

/// <summary>Values to ABI bytes.</summary>
/// <remarks>
/// Source: Solidity documentation, "Contract ABI Specification", section "Formal Specification of the Encoding".
/// Values: any .NET integer or <see cref="BigInteger"/>; bool; <see cref="Address"/>; byte[] or <see cref="Hash32"/>
/// for fixed bytes and bytes; string; an <see cref="IReadOnlyList{T}"/> of object for arrays and tuples.
/// Errors: <see cref="ArgumentException"/> for a value that isn't its type's; never a silent truncation. Thread: any.
/// </remarks>
public static class AbiEncoder
{
    private const int WordBytes = 32;

    /// <summary>Encodes the values as the tuple of the parameters' types: a call's arguments without the
    /// selector.</summary>
    /// <param name="types">The types.</param>
    /// <param name="values">As many values.</param>
    /// <returns>The encoding.</returns>
    public static byte[] Encode(IReadOnlyList<AbiType> types, params IReadOnlyList<object> values)
    {
        if (types.Count != values.Count)
        {
            throw new ArgumentException($"{types.Count} types but {values.Count} values", nameof(values));
        }

        var output = new List<byte>(types.Count * WordBytes);
        WriteSequence(output, types, values);
        return [.. output];
    }

    /// <summary>
    /// An integer as a word in two's complement; also the building block of EIP-712's encodeData.
    /// </summary>
    internal static byte[] IntegerWord(AbiType type, object value)
    {
        BigInteger number = ToInteger(type, value);
        bool isSigned = type.Kind == AbiKind.SignedInteger;
        BigInteger min = isSigned ? -(BigInteger.One << (type.Size - 1)) : BigInteger.Zero;
        BigInteger max = (BigInteger.One << (isSigned ? type.Size - 1 : type.Size)) - 1;
        if (number < min || number > max)
        {
            throw new ArgumentException($"{number} is no {type.Name}", nameof(value));
        }

        byte[] word = new byte[WordBytes];
        word.AsSpan().Fill(number.Sign < 0 ? (byte)0xFF : (byte)0);
        byte[] digits = number.ToByteArray(isUnsigned: number.Sign >= 0, isBigEndian: true);
        digits.CopyTo(word.AsSpan(WordBytes - digits.Length));
        return word;
    }

    /// <summary>A static elementary value as one word.</summary>
    internal static byte[] Word(AbiType type, object value)
    {
        byte[] word = new byte[WordBytes];
        switch (type.Kind)
        {
            case AbiKind.UnsignedInteger or AbiKind.SignedInteger:
                return IntegerWord(type, value);
            case AbiKind.Boolean:
                word[^1] = value is bool flag ? (flag ? (byte)1 : (byte)0) : throw Wrong(type, value);
                return word;
            case AbiKind.Address:
                (value is Address address ? address : throw Wrong(type, value)).CopyTo(word.AsSpan(12));
                return word;
            case AbiKind.FixedBytes:
                byte[] bytes = ToBytes(type, value);
                bytes.CopyTo(word, 0);
                return bytes.Length == type.Size ? word : throw Wrong(type, value);
            default:
                throw new InvalidOperationException($"{type.Name} is no word");
        }
    }

    /// <summary>The content of bytes or a string.</summary>
    internal static byte[] Content(AbiType type, object value) => type.Kind switch
    {
        AbiKind.Text => value is string text ? Encoding.UTF8.GetBytes(text) : throw Wrong(type, value),
        _ => ToBytes(type, value),
    };

    /// <summary>An array's or a tuple's values, their number checked.</summary>
    internal static IReadOnlyList<object> Children(AbiType type, object value)
    {
        IReadOnlyList<object> children = value switch
        {
            IReadOnlyList<object> list => list,
            System.Collections.IEnumerable sequence and not string => [.. sequence.Cast<object>()],
            _ => throw Wrong(type, value),
        };
        int expected = type.Kind switch
        {
            AbiKind.FixedArray => type.Size,
            AbiKind.Tuple => type.Components.Count,
            _ => children.Count,
        };
        return children.Count == expected
            ? children
            : throw new ArgumentException($"{children.Count} values for {type.Name}", nameof(value));
    }

    private static void Write(List<byte> output, AbiType type, object value)
    {
        switch (type.Kind)
        {
            case AbiKind.Bytes or AbiKind.Text:
                byte[] content = Content(type, value);
                WriteLength(output, content.Length);
                output.AddRange(content);
                output.AddRange(new byte[-content.Length & (WordBytes - 1)]);
                break;
            case AbiKind.Array or AbiKind.FixedArray:
                IReadOnlyList<object> elements = Children(type, value);
                if (type.Kind == AbiKind.Array)
                {
                    WriteLength(output, elements.Count);
                }

                WriteSequence(output, [.. Enumerable.Repeat(type.Element!, elements.Count)], elements);
                break;
            case AbiKind.Tuple:
                WriteSequence(
                    output, [.. type.Components.Select(component => component.Type)], Children(type, value));
                break;
            default:
                output.AddRange(Word(type, value));
                break;
        }
    }

    private static void WriteSequence(List<byte> output, IReadOnlyList<AbiType> types, IReadOnlyList<object> values)
    {
        int headBytes = types.Sum(type => type.HeadBytes);
        var tail = new List<byte>();
        for (int i = 0; i < types.Count; i++)
        {
            if (types[i].IsDynamic)
            {
                WriteLength(output, headBytes + tail.Count);
                Write(tail, types[i], values[i]);
            }
            else
            {
                Write(output, types[i], values[i]);
            }
        }

        output.AddRange(tail);
    }

    private static void WriteLength(List<byte> output, int length)
    {
        Span<byte> word = stackalloc byte[WordBytes];
        word.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(word[28..], length);
        output.AddRange(word);
    }

    private static BigInteger ToInteger(AbiType type, object value) => value switch
    {
        BigInteger number => number,
        int number => number,
        uint number => number,
        long number => number,
        ulong number => number,
        short number => number,
        ushort number => number,
        byte number => number,
        sbyte number => number,
        Int128 number => number,
        UInt128 number => number,
        _ => throw Wrong(type, value),
    };

    private static byte[] ToBytes(AbiType type, object value) => value switch
    {
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> bytes => bytes.ToArray(),
        Hash32 hash => hash.ToArray(),
        _ => throw Wrong(type, value),
    };

    private static ArgumentException Wrong(AbiType type, object? value) =>
        new($"a {value?.GetType().Name ?? "null"} is no value for {type.Name}", nameof(value));
}
