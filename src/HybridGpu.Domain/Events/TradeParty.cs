using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Events;

/// <summary>One side of a trade, as it stands after it. 104 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = WireSize)]
public struct TradeParty
{
    /// <summary>Bytes.</summary>
    public const int WireSize = 104;

    /// <summary>The client's name for the order, or the QuoteID.</summary>
    [FieldOffset(0)] public Text40 ClOrdId;

    /// <summary>The order.</summary>
    [FieldOffset(40)] public OrderId OrderId;

    /// <summary>Quantity as ordered, in lots.</summary>
    [FieldOffset(48)] public long Lots;

    /// <summary>Lots still open.</summary>
    [FieldOffset(56)] public long LeavesLots;

    /// <summary>Sum of price x quantity of the order's trades, in ticks x lots.</summary>
    [FieldOffset(64)] public long CumTickLots;

    /// <summary>Fee charged for this trade in micro-USD.</summary>
    [FieldOffset(72)] public long FeeMicros;

    /// <summary>Account.</summary>
    [FieldOffset(80)] public AccountId Account;

    /// <summary>The session that hears of it.</summary>
    [FieldOffset(84)] public SessionId Owner;

    /// <summary>Traits of the order.</summary>
    [FieldOffset(88)] public OrderTraits Traits;

    /// <summary>True (1) when the order rested in the book of the trade's instrument, so that its level
    /// shrinks.</summary>
    [FieldOffset(89)] public byte WasResting;

    /// <summary>Quote group, 0 is none.</summary>
    [FieldOffset(90)] public ushort QuoteGroup;

    /// <summary>The order's limit in ticks: the level at which it rested, if it did.</summary>
    [FieldOffset(96)] public long LimitTicks;
}
