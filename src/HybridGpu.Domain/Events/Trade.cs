using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Events;

/// <summary>An older order (maker) and a younger one (taker) traded, mostly at the maker's price. 240 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 240)]
public struct Trade
{
    /// <summary>Number of the trade, from 1.</summary>
    [FieldOffset(0)] public ulong TradeId;

    /// <summary>Price in ticks.</summary>
    [FieldOffset(8)] public long PriceTicks;

    /// <summary>Quantity in lots.</summary>
    [FieldOffset(16)] public long Lots;

    /// <summary>Instrument.</summary>
    [FieldOffset(24)] public InstrumentId Instrument;

    /// <summary>The taker's side.</summary>
    [FieldOffset(28)] public Side TakerSide;

    /// <summary>The resting side.</summary>
    [FieldOffset(32)] public TradeParty Maker;

    /// <summary>The incoming side.</summary>
    [FieldOffset(32 + TradeParty.WireSize)] public TradeParty Taker;
}
