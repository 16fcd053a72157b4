using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace HybridGpu.Ethereum.Rlp;

/// <summary>Recursive Length Prefix: encoding, and decoding that accepts canonical input only.</summary>
/// <remarks>
/// Source: Yellow Paper, appendix B. Canonical means: the shortest prefix, no byte below 0x80 behind a prefix, lengths
/// without leading zeros, and nothing after the item; so each item has exactly one encoding and hashes identify it.
/// Nesting deeper than <see cref="DepthMax"/> is refused. Thread: any.
/// </remarks>
public static class RlpCodec
{
    /// <summary>The deepest nesting read.</summary>
    public const int DepthMax = 64;

    private const byte StringOffset = 0x80;
    private const byte ListOffset = 0xC0;
    private const int ShortLengthMax = 55;

    /// <summary>Encodes an item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Its encoding.</returns>
    public static byte[] Encode(RlpItem item)
    {
        var output = new ArrayBufferWriter<byte>(PayloadLength(item) + 9);
        Write(item, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Decodes exactly one item.</summary>
    /// <param name="encoded">The whole encoding.</param>
    /// <returns>The item.</returns>
    /// <exception cref="FormatException">Not canonical, cut short, too deep, or something follows.</exception>
    public static RlpItem Decode(ReadOnlySpan<byte> encoded)
    {
        RlpItem item = Read(ref encoded, 0);
        return encoded.IsEmpty ? item : throw new FormatException("RLP: bytes after the item");
    }

    private static void Write(RlpItem item, ArrayBufferWriter<byte> output)
    {
        if (!item.IsList)
        {
            ReadOnlySpan<byte> bytes = item.Bytes.Span;
            if (!IsOwnEncoding(bytes))
            {
                WritePrefix(bytes.Length, StringOffset, output);
            }

            output.Write(bytes);
            return;
        }

        WritePrefix(PayloadLength(item), ListOffset, output);
        foreach (RlpItem child in item.Items)
        {
            Write(child, output);
        }
    }

    private static void WritePrefix(int length, byte offset, ArrayBufferWriter<byte> output)
    {
        if (length <= ShortLengthMax)
        {
            output.Write([(byte)(offset + length)]);
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        bytes = bytes.TrimStart((byte)0);
        output.Write([(byte)(offset + ShortLengthMax + bytes.Length)]);
        output.Write(bytes);
    }

    private static int PayloadLength(RlpItem item)
    {
        if (!item.IsList)
        {
            return item.Bytes.Length;
        }

        int length = 0;
        foreach (RlpItem child in item.Items)
        {
            int payload = PayloadLength(child);
            bool isBare = !child.IsList && IsOwnEncoding(child.Bytes.Span);
            length = checked(length + payload + (isBare ? 0 : PrefixLength(payload)));
        }

        return length;
    }

    private static int PrefixLength(int length) => length switch
    {
        <= ShortLengthMax => 1,
        <= 0xFF => 2,
        <= 0xFFFF => 3,
        <= 0xFFFFFF => 4,
        _ => 5,
    };

    private static bool IsOwnEncoding(ReadOnlySpan<byte> bytes) => bytes.Length == 1 && bytes[0] < StringOffset;

    private static RlpItem Read(ref ReadOnlySpan<byte> input, int depth)
    {
        if (input.IsEmpty || depth > DepthMax)
        {
            throw new FormatException(input.IsEmpty ? "RLP: cut short" : "RLP: nested too deeply");
        }

        byte first = input[0];
        if (first < StringOffset)
        {
            var bare = RlpItem.Of(input[..1]);
            input = input[1..];
            return bare;
        }

        bool isList = first >= ListOffset;
        ReadOnlySpan<byte> payload = ReadPayload(ref input, first - (isList ? ListOffset : StringOffset));
        if (!isList)
        {
            return IsOwnEncoding(payload)
                ? throw new FormatException("RLP: a prefix before a byte that needs none")
                : RlpItem.Of(payload);
        }

        var items = new List<RlpItem>();
        while (!payload.IsEmpty)
        {
            items.Add(Read(ref payload, depth + 1));
        }

        return RlpItem.List(items);
    }

    private static ReadOnlySpan<byte> ReadPayload(ref ReadOnlySpan<byte> input, int code)
    {
        int prefix = 1;
        ulong length = (ulong)code;
        if (code > ShortLengthMax)
        {
            int lengthBytes = code - ShortLengthMax;
            prefix += lengthBytes;
            length = ReadLength(input, lengthBytes);
        }

        if (length > (ulong)(input.Length - prefix))
        {
            throw new FormatException("RLP: cut short");
        }

        ReadOnlySpan<byte> payload = input.Slice(prefix, (int)length);
        input = input[(prefix + payload.Length)..];
        return payload;
    }

    private static ulong ReadLength(ReadOnlySpan<byte> input, int lengthBytes)
    {
        if (input.Length <= lengthBytes)
        {
            throw new FormatException("RLP: cut short");
        }

        ulong length = 0;
        foreach (byte digit in input.Slice(1, lengthBytes))
        {
            length = (length << 8) | digit;
        }

        return input[1] == 0 || length <= ShortLengthMax
            ? throw new FormatException("RLP: a length that isn't the shortest")
            : length;
    }
}
