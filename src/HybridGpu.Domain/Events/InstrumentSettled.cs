using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Events;

/// <summary>An instrument expired and paid out. 48 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
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

    /// <summary>Lots held long of an option that was exercised, because it was in the money; else 0.</summary>
    [FieldOffset(32)] public long ExercisedLots;

    /// <summary>Market time in ns over which the index was averaged; 0: the price was the command's.</summary>
    [FieldOffset(40)] public long AveragedNs;
}
