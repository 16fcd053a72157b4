using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Events;

/// <summary>An order as it stands after the event. 216 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 216)]
public struct OrderState
{
    /// <summary>The client's name for the order (for a quote side, its QuoteID; for a refused cancel, the
    /// cancel's).</summary>
    [FieldOffset(0)] public Text40 ClOrdId;

    /// <summary>For a cancel or its refusal: the client's name for the order concerned.</summary>
    [FieldOffset(40)] public Text40 OrigClOrdId;

    /// <summary>The venue's id, none when refused.</summary>
    [FieldOffset(80)] public OrderId OrderId;

    /// <summary>Limit price in ticks.</summary>
    [FieldOffset(88)] public long PriceTicks;

    /// <summary>Quantity as ordered, in lots.</summary>
    [FieldOffset(96)] public long Lots;

    /// <summary>Lots still open: resting after <see cref="EventKind.OrderRested"/>, taken away by
    /// <see cref="EventKind.OrderCancelled"/>.</summary>
    [FieldOffset(104)] public long LeavesLots;

    /// <summary>Lots traded so far.</summary>
    [FieldOffset(112)] public long CumLots;

    /// <summary>Sum of price x quantity of the order's trades, in ticks x lots (for AvgPx).</summary>
    [FieldOffset(120)] public long CumTickLots;

    /// <summary>Nonce in its slot.</summary>
    [FieldOffset(128)] public ulong Nonce;

    /// <summary>Account.</summary>
    [FieldOffset(136)] public AccountId Account;

    /// <summary>Instrument.</summary>
    [FieldOffset(140)] public InstrumentId Instrument;

    /// <summary>The session that entered the order and hears of it.</summary>
    [FieldOffset(144)] public SessionId Owner;

    /// <summary>Slot.</summary>
    [FieldOffset(148)] public ushort Slot;

    /// <summary>Why it was refused or cancelled; none for a cancel by its owner.</summary>
    [FieldOffset(150)] public RejectCode Reason;

    /// <summary>Side.</summary>
    [FieldOffset(152)] public Side Side;

    /// <summary>Time in force.</summary>
    [FieldOffset(153)] public TimeInForce TimeInForce;

    /// <summary>Traits.</summary>
    [FieldOffset(154)] public OrderTraits Traits;

    /// <summary>For <see cref="EventKind.OrderCancelled"/>: how it came about.</summary>
    [FieldOffset(155)] public CancelCause Cause;

    /// <summary>True (1) when the order rested in the book before this event, so that the book's level
    /// shrinks.</summary>
    [FieldOffset(156)] public byte WasResting;

    /// <summary>Expiry in SequencedNs.</summary>
    [FieldOffset(160)] public long ExpiryNs;

    /// <summary>Lots by which what the book shows changes: up in <see cref="EventKind.OrderRested"/> and
    /// <see cref="EventKind.OrderReplenished"/>, down in every event of an order that rested.</summary>
    [FieldOffset(168)] public long ShownLots;

    /// <summary>Trigger price in ticks; stops only.</summary>
    [FieldOffset(176)] public long StopTicks;

    /// <summary>Most lots that an iceberg shows; 0 shows all.</summary>
    [FieldOffset(184)] public long DisplayLots;

    /// <summary>What the order's price means; of a stop that was set off, what it is now.</summary>
    [FieldOffset(192)] public OrderType Type;

    /// <summary>Its self-trade action.</summary>
    [FieldOffset(193)] public SelfTradeAction SelfTrade;

    /// <summary>What sets a stop off.</summary>
    [FieldOffset(194)] public StopTrigger Trigger;

    /// <summary>Quote group, 0 is none.</summary>
    [FieldOffset(196)] public ushort QuoteGroup;

    /// <summary>For <see cref="EventKind.ComboTraded"/>: price of this trade in ticks of the combo; where the legs'
    /// prices make no whole tick, rounded against the order.</summary>
    [FieldOffset(200)] public long LastTicks;

    /// <summary>For <see cref="EventKind.ComboTraded"/>: lots of the combo traded.</summary>
    [FieldOffset(208)] public long LastLots;
}
