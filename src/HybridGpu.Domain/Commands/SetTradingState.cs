using System.Runtime.InteropServices;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Domain.Commands;

/// <summary>Opens, halts, or auctions an instrument, an underlying, or the venue. The venue only. 8 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
public struct SetTradingState
{
    /// <summary>The instrument, for <see cref="TradingScope.Instrument"/>.</summary>
    [FieldOffset(0)] public InstrumentId Instrument;

    /// <summary>The underlying, for <see cref="TradingScope.Class"/>.</summary>
    [FieldOffset(4)] public UnderlyingId Underlying;

    /// <summary>What changes.</summary>
    [FieldOffset(5)] public TradingScope Scope;

    /// <summary>The new state.</summary>
    [FieldOffset(6)] public TradingState State;
}
