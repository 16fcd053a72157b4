using System.Runtime.InteropServices;
using HybridGpu.Domain;

namespace HybridGpu.Risk.Inputs;

/// <summary>An underlying's part of the published inputs, as journaled. 24 bytes, unnamed ones zero.</summary>
[StructLayout(LayoutKind.Explicit, Size = WireSize)]
public struct UnderlyingInput
{
    /// <summary>Bytes.</summary>
    public const int WireSize = 24;

    /// <summary>Smallest and largest scan range in 1e-9: three ranges down must leave a tenth of the price.</summary>
    public const long RangeNanoMin = 1_000_000, RangeNanoMax = 300_000_000;

    /// <summary>Underlying.</summary>
    [FieldOffset(0)] public UnderlyingId Underlying;

    /// <summary>Spot index in micro-USD.</summary>
    [FieldOffset(8)] public long IndexMicros;

    /// <summary>Scan range R in 1e-9: the move of the settlement grid's outer columns.</summary>
    [FieldOffset(16)] public long ScanRangeNano;
}
