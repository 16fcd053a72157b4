using System;
using System.Runtime.InteropServices;

namespace HybridGpu.Persistence.Journal;

/// <summary>What stands before the commands of one frame. 80 bytes, frozen in docs/wire.md.</summary>
[StructLayout(LayoutKind.Explicit, Size = FrameFormat.HeaderBytes)]
internal struct FrameHeader
{
    /// <summary>XXH3-128 of everything after this field up to the end of the padded frame.</summary>
    [FieldOffset(0)] public UInt128 Hash;

    /// <summary><see cref="FrameFormat.Magic"/>.</summary>
    [FieldOffset(16)] public uint Magic;

    /// <summary><see cref="FrameFormat.Version"/>.</summary>
    [FieldOffset(20)] public ushort Version;

    /// <summary><see cref="FrameFormat.KindCommands"/>.</summary>
    [FieldOffset(22)] public ushort Kind;

    /// <summary>Reserved, zero.</summary>
    [FieldOffset(24)] public uint Flags;

    /// <summary>Number of commands, at least 1.</summary>
    [FieldOffset(28)] public uint CommandCount;

    /// <summary>Bytes of the commands with their payloads, without the padding at the end.</summary>
    [FieldOffset(32)] public uint BodyBytes;

    /// <summary>Reserved, zero.</summary>
    [FieldOffset(36)] public uint Reserved;

    /// <summary>Sequence of the first command.</summary>
    [FieldOffset(40)] public ulong FirstSequence;

    /// <summary>Which opening of the journal wrote it, from 1.</summary>
    [FieldOffset(48)] public ulong Term;

    /// <summary>Last sequence known durable when it was written; less than <see cref="FirstSequence"/>.</summary>
    [FieldOffset(56)] public ulong Watermark;

    /// <summary><see cref="Hash"/> of the frame before, 0 for the first.</summary>
    [FieldOffset(64)] public UInt128 PreviousHash;

    /// <summary>Sequence of the last command.</summary>
    public readonly ulong LastSequence => FirstSequence + CommandCount - 1;

    /// <summary>Bytes with header and padding.</summary>
    public readonly int FrameBytes => FrameFormat.Aligned(FrameFormat.HeaderBytes + (int)BodyBytes);
}
