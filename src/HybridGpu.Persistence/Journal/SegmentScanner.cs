using System;
using System.Runtime.InteropServices;
using HybridGpu.Persistence.Files;

namespace HybridGpu.Persistence.Journal;

/// <summary>Reads frames of one segment into a buffer that grows to the largest and is kept.</summary>
internal sealed class SegmentScanner
{
    private const int FirstReadBytes = 1 << 16;
    private byte[] _buffer = new byte[FirstReadBytes];
    private FrameHeader _header;

    /// <summary>Header of the frame read last; only after <see cref="FrameCheck.Whole"/> or
    /// <see cref="FrameCheck.Foreign"/>.</summary>
    internal ref readonly FrameHeader Header => ref _header;

    /// <summary>The frame read last, header and padding included.</summary>
    internal ReadOnlySpan<byte> Frame => _buffer.AsSpan(0, _header.FrameBytes);

    internal byte[] Buffer => _buffer;

    /// <summary>Reads what stands at an offset and judges it by itself.</summary>
    internal FrameCheck Read(IJournalFile file, long offset, long segmentBytes)
    {
        long room = segmentBytes - offset;
        if (room < FrameFormat.Alignment)
        {
            return FrameCheck.Broken;
        }

        int first = (int)Math.Min(FrameFormat.Alignment, room);
        FileIo.ReadAll(file, offset, _buffer.AsSpan(0, first));
        _header = MemoryMarshal.Read<FrameHeader>(_buffer);
        if (!FrameFormat.IsPlausible(in _header, room))
        {
            return FrameCheck.Broken;
        }

        int length = _header.FrameBytes;
        if (length > _buffer.Length)
        {
            Array.Resize(ref _buffer, length);
        }

        FileIo.ReadAll(file, offset + first, _buffer.AsSpan(first, length - first));
        return FrameFormat.Check(_buffer.AsSpan(0, length));
    }

    /// <summary>Looks behind a place that is no frame for whole frames that were written later. Their watermarks, and a
    /// version that is not ours, tell whether that place had been durable.</summary>
    /// <returns>The highest watermark found, or 0.</returns>
    internal ulong FindWatermarkBehind(IJournalFile file, long offset, long segmentBytes)
    {
        ulong highest = 0;
        for (long at = offset + FrameFormat.Alignment; at < segmentBytes; at += FrameFormat.Alignment)
        {
            if (Read(file, at, segmentBytes) == FrameCheck.Whole)
            {
                highest = Math.Max(highest, _header.Watermark);
            }
        }

        return highest;
    }

    /// <summary>Bytes from an offset to the last that is not zero; 0 when all are zero.</summary>
    internal long CountDirtyBytes(IJournalFile file, long offset, long segmentBytes)
    {
        long dirtyEnd = offset;
        for (long at = offset; at < segmentBytes; at += _buffer.Length)
        {
            Span<byte> part = _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, segmentBytes - at));
            FileIo.ReadAll(file, at, part);
            int last = part.LastIndexOfAnyExcept((byte)0);
            dirtyEnd = last < 0 ? dirtyEnd : at + last + 1;
        }

        return dirtyEnd - offset;
    }
}
