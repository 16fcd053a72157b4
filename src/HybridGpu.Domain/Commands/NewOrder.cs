using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>An order. 112 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 112)]
public struct NewOrder
{
    /// <summary><see cref="Slot"/> value that lets the venue pick a free slot and the next nonce (delegated
    /// accounts).</summary>
    public const ushort AnySlot = ushort.MaxValue;

    /// <summary>The client's name for the order, unique among the account's open orders.</summary>
    [FieldOffset(0)] public Text40 ClOrdId;

    /// <summary>Account that trades.</summary>
    [FieldOffset(40)] public AccountId Account;

    /// <summary>Instrument.</summary>
    [FieldOffset(44)] public InstrumentId Instrument;

    /// <summary>Limit price in ticks; of a market order its worst price, or 0 to leave that to the price
    /// band.</summary>
    [FieldOffset(48)] public long PriceTicks;

    /// <summary>Quantity in lots.</summary>
    [FieldOffset(56)] public long Lots;

    /// <summary>Nonce in the slot: a higher one replaces what the slot held, a lower or equal one is dead.</summary>
    [FieldOffset(64)] public ulong Nonce;

    /// <summary>Last moment of the order in SequencedNs; every order has one (<see cref="long.MaxValue"/> when
    /// delegated).</summary>
    [FieldOffset(72)] public long ExpiryNs;

    /// <summary>Order slot 0..1023, or <see cref="AnySlot"/>.</summary>
    [FieldOffset(80)] public ushort Slot;

    /// <summary>Side.</summary>
    [FieldOffset(82)] public Side Side;

    /// <summary>Time in force.</summary>
    [FieldOffset(83)] public TimeInForce TimeInForce;

    /// <summary>Instructions.</summary>
    [FieldOffset(84)] public OrderTraits Traits;

    /// <summary>What the price means.</summary>
    [FieldOffset(85)] public OrderType Type;

    /// <summary>What happens when it would meet an order of the same trader.</summary>
    [FieldOffset(86)] public SelfTradeAction SelfTrade;

    /// <summary>For stops: which price sets it off.</summary>
    [FieldOffset(87)] public StopTrigger Trigger;

    /// <summary>Iceberg: most lots shown at a time; 0 shows all.</summary>
    [FieldOffset(88)] public long DisplayLots;

    /// <summary>For stops: the price in ticks that sets it off, at it or beyond.</summary>
    [FieldOffset(96)] public long StopTicks;

    /// <summary>Quote group whose protection counts its fills and may cancel it; 0 is none.</summary>
    [FieldOffset(104)] public ushort QuoteGroup;
}
