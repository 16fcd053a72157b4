using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Events;

/// <summary>An instrument expired and paid out. 24 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
public struct InstrumentSettled
{
    /// <summary>Settlement price of the underlying in micro-USD.</summary>
    [FieldOffset(0)] public long UnderlyingMicros;

    /// <summary>What one lot pays in micro-USD, rounded down; longs receive it and shorts pay it.</summary>
    [FieldOffset(8)] public long PayoffMicrosPerLot;

    /// <summary>Instrument.</summary>
    [FieldOffset(16)] public InstrumentId Instrument;

    /// <summary>Number of accounts that held it.</summary>
    [FieldOffset(20)] public uint PositionCount;
}
