using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>A settlement batch was closed over a range of events. 96 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 96)]
public struct BatchSealed
{
    /// <summary>Number of the batch, from 1, without gaps.</summary>
    [FieldOffset(0)] public ulong Batch;

    /// <summary>Ordinal of the first event in it.</summary>
    [FieldOffset(8)] public ulong FirstEvent;

    /// <summary>Ordinal of the last event in it.</summary>
    [FieldOffset(16)] public ulong LastEvent;

    /// <summary>Number of records.</summary>
    [FieldOffset(24)] public uint RecordCount;

    /// <summary>Number of data chunks.</summary>
    [FieldOffset(28)] public uint ChunkCount;

    /// <summary>Keccak-256 of the batch header.</summary>
    [FieldOffset(32)] public Hash256 BatchHash;

    /// <summary>State root after it.</summary>
    [FieldOffset(64)] public Hash256 StateRoot;
}
