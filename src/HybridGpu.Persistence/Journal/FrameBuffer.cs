using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Persistence.Journal;

/// <summary>The frame being filled: one array for the writer's life.</summary>
internal sealed class FrameBuffer(int capacity)
{
    private readonly byte[] _bytes = GC.AllocateArray<byte>(capacity, pinned: true);
    private int _used = FrameFormat.HeaderBytes;
    private uint _count;

    internal bool IsEmpty => _count == 0;

    /// <summary>Bytes the frame would take on the disk now; 0 when empty.</summary>
    internal int FrameBytes => _count == 0 ? 0 : FrameFormat.Aligned(_used);

    /// <summary>Bytes the frame would take on the disk with one more command.</summary>
    internal int FrameBytesWith(int commandBytes) => FrameFormat.Aligned(_used + commandBytes);

    internal bool Fits(int commandBytes) => _used + commandBytes <= _bytes.Length;

    /// <summary>Hot path: copies a command and its payload.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(in Command command, ReadOnlySpan<byte> payload)
    {
        Span<byte> free = _bytes.AsSpan(_used);
        MemoryMarshal.Write(free, in command);
        int size = Command.WireSize;
        if (!payload.IsEmpty)
        {
            size = FrameFormat.CommandBytes(payload.Length);
            payload.CopyTo(free[Command.WireSize..]);
            free[(Command.WireSize + payload.Length)..size].Clear();
        }

        _used += size;
        _count++;
    }

    /// <summary>Completes the header and returns the padded frame, valid until the next <see cref="Add"/>; the buffer
    /// counts as empty again.</summary>
    internal ReadOnlySpan<byte> Seal(
        ulong firstSequence, ulong term, ulong watermark, UInt128 previous, out UInt128 hash)
    {
        Span<byte> frame = _bytes.AsSpan(0, FrameFormat.Aligned(_used));
        frame[_used..].Clear();
        FrameHeader header = default;
        header.Magic = FrameFormat.Magic;
        header.Version = FrameFormat.Version;
        header.Kind = FrameFormat.KindCommands;
        header.CommandCount = _count;
        header.BodyBytes = (uint)(_used - FrameFormat.HeaderBytes);
        header.FirstSequence = firstSequence;
        header.Term = term;
        header.Watermark = watermark;
        header.PreviousHash = previous;
        MemoryMarshal.Write(frame, in header);
        hash = FrameFormat.HashOf(frame);
        MemoryMarshal.Write(frame, in hash);
        Clear();
        return frame;
    }

    internal void Clear()
    {
        _used = FrameFormat.HeaderBytes;
        _count = 0;
    }
}
