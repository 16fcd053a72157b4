using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace HybridGpu.Persistence.Journal;

/// <summary>One of the two records of the control file. 40 bytes, frozen in docs/wire.md.</summary>
[StructLayout(LayoutKind.Explicit, Size = WireSize)]
internal struct Superblock
{
    internal const int WireSize = 40;
    internal const uint MagicValue = 0x534A_4748; // "HGJS" in the file.
    private const int HashedBytes = WireSize - sizeof(ulong);

    /// <summary><see cref="MagicValue"/>.</summary>
    [FieldOffset(0)] public uint Magic;

    /// <summary><see cref="FrameFormat.Version"/>.</summary>
    [FieldOffset(4)] public ushort Version;

    /// <summary>Reserved, zero.</summary>
    [FieldOffset(6)] public ushort Flags;

    /// <summary>Number of the update, from 1; update n stands in record n mod 2.</summary>
    [FieldOffset(8)] public ulong Update;

    /// <summary>Term of the latest opening.</summary>
    [FieldOffset(16)] public ulong Term;

    /// <summary>Last sequence known durable.</summary>
    [FieldOffset(24)] public ulong Watermark;

    /// <summary>XXH3-64 of the bytes before.</summary>
    [FieldOffset(32)] public ulong Hash;

    internal readonly ulong ComputeHash()
    {
        Superblock copy = this;
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(new System.ReadOnlySpan<Superblock>(in copy))[..HashedBytes]);
    }

    internal readonly bool IsWhole => Magic == MagicValue && Hash == ComputeHash();
}
