using System;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Persistence.Journal;

/// <summary>The layout of frames: sizes, hash, and what makes a frame whole in itself.</summary>
/// <remarks>Frames begin at multiples of 4,096 so that writing one never writes a page that holds an acknowledged one:
/// a device that tears the page it is writing cannot take durable commands with it.</remarks>
internal static class FrameFormat
{
    internal const uint Magic = 0x464A_4748; // "HGJF" in the file.
    internal const ushort Version = 1;
    internal const ushort KindCommands = 1;
    internal const int HeaderBytes = 80;
    internal const int HashBytes = 16;
    internal const int Alignment = 4096;

    /// <summary>Bound for readers: no frame is larger, so a damaged length cannot ask for more memory.</summary>
    internal const int FrameBytesMax = 64 << 20;

    /// <summary>Largest payload of one command in bytes.</summary>
    internal const int PayloadBytesMax = FrameBytesMax - HeaderBytes - Command.WireSize;

    internal static int Aligned(int bytes) => (bytes + (Alignment - 1)) & ~(Alignment - 1);

    internal static long Aligned(long bytes) => (bytes + (Alignment - 1)) & ~(Alignment - 1L);

    /// <summary>Bytes of a command with its payload in a frame. The payload is padded with zeros to 8.</summary>
    internal static int CommandBytes(int payloadBytes) => Command.WireSize + ((payloadBytes + 7) & ~7);

    internal static UInt128 HashOf(ReadOnlySpan<byte> frame) => XxHash128.HashToUInt128(frame[HashBytes..]);

    /// <summary>Whether the first 80 bytes can be a header at all, so that its length may be trusted for reading
    /// on.</summary>
    /// <param name="header">The 80 bytes.</param>
    /// <param name="roomBytes">Bytes to the end of the segment.</param>
    internal static bool IsPlausible(in FrameHeader header, long roomBytes) =>
        header.Magic == Magic
        && header.BodyBytes is >= Command.WireSize and <= FrameBytesMax - HeaderBytes
        && Aligned(HeaderBytes + (int)header.BodyBytes) <= roomBytes;

    /// <summary>Judges a whole padded frame by itself, without its neighbours.</summary>
    internal static FrameCheck Check(ReadOnlySpan<byte> frame)
    {
        FrameHeader header = MemoryMarshal.Read<FrameHeader>(frame);
        if (HashOf(frame) != header.Hash)
        {
            return FrameCheck.Broken;
        }

        if (header.Version != Version || header.Kind != KindCommands || header.Flags != 0)
        {
            return FrameCheck.Foreign;
        }

        bool whole = header.FirstSequence > 0
            && header.Watermark < header.FirstSequence
            && header.Term > 0
            && HoldsItsCommands(in header, frame.Slice(HeaderBytes, (int)header.BodyBytes));
        return whole ? FrameCheck.Whole : FrameCheck.Broken;
    }

    private static bool HoldsItsCommands(in FrameHeader header, ReadOnlySpan<byte> body)
    {
        ulong sequence = header.FirstSequence;
        for (uint i = 0; i < header.CommandCount; i++, sequence++)
        {
            if (body.Length < Command.WireSize)
            {
                return false;
            }

            CommandHeader command = MemoryMarshal.Read<CommandHeader>(body);
            if (command.Sequence != sequence
                || command.PayloadLength > PayloadBytesMax
                || CommandBytes((int)command.PayloadLength) > body.Length)
            {
                return false;
            }

            body = body[CommandBytes((int)command.PayloadLength)..];
        }

        return body.IsEmpty && header.CommandCount > 0;
    }
}
