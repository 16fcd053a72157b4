using System.Runtime.InteropServices;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Domain.Events;

/// <summary>An instrument went over to another trading state. 40 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
public struct TradingStateChanged
{
    /// <summary>Instrument.</summary>
    [FieldOffset(0)] public InstrumentId Instrument;

    /// <summary>Its new state.</summary>
    [FieldOffset(4)] public TradingState State;

    /// <summary>The state that it left.</summary>
    [FieldOffset(5)] public TradingState Before;

    /// <summary>Price at which its auction ended; 0 when nothing traded.</summary>
    [FieldOffset(8)] public long UncrossTicks;

    /// <summary>Lots that traded there.</summary>
    [FieldOffset(16)] public long UncrossLots;

    /// <summary>Lots that were left over at that price: bid if positive.</summary>
    [FieldOffset(24)] public long SurplusLots;
}
