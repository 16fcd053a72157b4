using System;
using System.Buffers.Binary;
using System.Numerics;

namespace HybridGpu.Fix.Store;

/// <summary>What stands before each message in the log; little-endian, 44 bytes.</summary>
/// <param name="Kind">What the record is.</param>
/// <param name="MayResend">Whether an outbound message may be sent again.</param>
/// <param name="BodyOffset">Where the body begins in the message.</param>
/// <param name="MessageLength">Bytes of the message after the header.</param>
/// <param name="MsgSeqNum">Its number.</param>
/// <param name="TimeNs">SendingTime, time of receipt, or creation time.</param>
/// <param name="Cookie">The application's mark.</param>
internal readonly record struct RecordHeader(
    RecordKind Kind, bool MayResend, int BodyOffset, int MessageLength, long MsgSeqNum, long TimeNs, ulong Cookie)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 44;

    // Length and checksum themselves are not under the checksum; the length is checked by where the record ends.
    private const int ChecksummedFrom = 8;

    /// <summary>Bytes of the whole record.</summary>
    public int RecordLength => Size + MessageLength;

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    /// <param name="header">The header.</param>
    /// <returns>False when the bytes cannot be one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RecordHeader header)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        header = new RecordHeader(
            (RecordKind)bytes[8],
            bytes[9] != 0,
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]));
        return header.Kind is >= RecordKind.Outbound and <= RecordKind.Beginning
            && header.MessageLength >= 0 && length == header.RecordLength;
    }

    /// <summary>Whether a whole record's checksum is right.</summary>
    /// <param name="record">Header and message.</param>
    public static bool IsIntact(ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) == Crc32C(record[ChecksummedFrom..]);

    /// <summary>Writes the whole record.</summary>
    /// <param name="destination">At least <see cref="RecordLength"/> bytes.</param>
    /// <param name="message">The message.</param>
    public void Write(Span<byte> destination, ReadOnlySpan<byte> message)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, RecordLength);
        destination[8] = (byte)Kind;
        destination[9] = MayResend ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[10..], (ushort)BodyOffset);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], MessageLength);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], MsgSeqNum);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], TimeNs);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[32..], Cookie);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[40..], 0);
        message.CopyTo(destination[Size..]);
        uint checksum = Crc32C(destination[ChecksummedFrom..RecordLength]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], checksum);
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
