using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>A limit order. 96 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 96)]
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

    /// <summary>Limit price in ticks.</summary>
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
}
