using System;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace HybridGpu.Persistence.Snapshots;

/// <summary>What stands at the start of a snapshot's file; the payload begins at 4,096. Described in
/// docs/formats.md.</summary>
[StructLayout(LayoutKind.Explicit, Size = WireSize)]
internal struct SnapshotHeader
{
    internal const int WireSize = 96;
    internal const uint MagicValue = 0x4E53_4748; // "HGSN" in the file.
    internal const ushort CurrentVersion = 1;
    private const int HashBytes = 16;

    /// <summary>XXH3-128 of the bytes behind it.</summary>
    [FieldOffset(0)] public UInt128 Hash;

    /// <summary><see cref="MagicValue"/>.</summary>
    [FieldOffset(16)] public uint Magic;

    /// <summary><see cref="CurrentVersion"/>.</summary>
    [FieldOffset(20)] public ushort Version;

    /// <summary>Reserved, zero.</summary>
    [FieldOffset(22)] public ushort Flags;

    /// <summary>Last command in the snapshot.</summary>
    [FieldOffset(24)] public ulong Sequence;

    /// <summary>Ordinal of the last event by then.</summary>
    [FieldOffset(32)] public ulong EventOrdinal;

    /// <summary>Bytes of the payload.</summary>
    [FieldOffset(40)] public ulong PayloadBytes;

    /// <summary>XXH3-128 of the payload.</summary>
    [FieldOffset(48)] public UInt128 PayloadHash;

    /// <summary>Hash of the journal's frame that holds the command.</summary>
    [FieldOffset(64)] public UInt128 ChainHash;

    /// <summary>Reserved, zero.</summary>
    [FieldOffset(80)] public UInt128 Reserved;

    internal readonly bool IsWhole => Magic == MagicValue && Hash == ComputeHash();

    internal readonly SnapshotMark Mark => new(Sequence, ChainHash, EventOrdinal);

    internal readonly UInt128 ComputeHash()
    {
        SnapshotHeader copy = this;
        return XxHash128.HashToUInt128(
            MemoryMarshal.AsBytes(new ReadOnlySpan<SnapshotHeader>(in copy))[HashBytes..]);
    }
}
