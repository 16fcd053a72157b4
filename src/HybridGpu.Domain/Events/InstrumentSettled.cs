using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Events;

/// <summary>An instrument expired and paid out. 32 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
public struct InstrumentSettled
{
    /// <summary>Settlement price of the underlying in micro-USD.</summary>
    [FieldOffset(0)] public long UnderlyingMicros;

    /// <summary>What one lot pays a long in micro-USD, rounded down; a short pays it rounded up.</summary>
    [FieldOffset(8)] public long PayoffMicrosPerLot;

    /// <summary>What the two roundings left to the fee account in micro-USD.</summary>
    [FieldOffset(16)] public long RemainderMicros;

    /// <summary>Instrument.</summary>
    [FieldOffset(24)] public InstrumentId Instrument;

    /// <summary>Number of accounts that held it.</summary>
    [FieldOffset(28)] public uint PositionCount;
}
