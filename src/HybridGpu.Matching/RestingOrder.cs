using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// One order in the <see cref="OrderPool"/>: resting in a book, or a taker on its way. 128 bytes; the first 64 are all that
/// matching and cancelling touch, the rest is what the engine reports and checks.
/// </summary>
/// <remarks>
/// Prices and quantities of a resting order are changed by its book only (<see cref="IOrderBook.Reduce"/>,
/// <see cref="IOrderBook.Match"/>), which keeps the totals of its level.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = SizeInBytes)]
public struct RestingOrder
{
    /// <summary>Bytes of one order.</summary>
    public const int SizeInBytes = 128;

    /// <summary>Link value: there is no order here.</summary>
    public const int NoOrder = -1;

    /// <summary><see cref="Prev"/> of an order that is in the pool but in no book.</summary>
    internal const int NotInBook = -2;

    /// <summary><see cref="Prev"/> of an order that was freed.</summary>
    internal const int Freed = -3;

    /// <summary>The venue's number of the order.</summary>
    public OrderId Id;

    /// <summary>Limit price in ticks; any value but <see cref="long.MinValue"/>.</summary>
    public long PriceTicks;

    /// <summary>Lots still to trade.</summary>
    public long LeavesLots;

    /// <summary>Quantity in lots: <see cref="LeavesLots"/> and what has traded.</summary>
    public long Lots;

    /// <summary>Sum over the order's fills of price times quantity, in tick-lots; for the average price.</summary>
    public long CumTickLots;

    /// <summary>The next order of the same price, younger; the next free order when freed.</summary>
    internal int Next;

    /// <summary>The order before at the same price, older; or <see cref="NotInBook"/> or <see cref="Freed"/>.</summary>
    internal int Prev;

    /// <summary>Account that trades.</summary>
    public AccountId Account;

    /// <summary>Instrument, and so the book.</summary>
    public InstrumentId Instrument;

    /// <summary>The engine's link: next open order of the account, or <see cref="NoOrder"/>. No book reads it.</summary>
    public int AccountNext;

    /// <summary>The engine's link: previous open order of the account, or <see cref="NoOrder"/>. No book reads it.</summary>
    public int AccountPrev;

    /// <summary>The client's name for the order.</summary>
    public Text40 ClOrdId;

    /// <summary>Nonce in the slot.</summary>
    public ulong Nonce;

    /// <summary>Last moment of the order in SequencedNs.</summary>
    public long ExpiryNs;

    /// <summary>Session that reports about the order go to.</summary>
    public SessionId Owner;

    /// <summary>Order slot of the account.</summary>
    public ushort Slot;

    /// <summary>Side.</summary>
    public Side Side;

    // One byte for both instructions keeps the order at two cache lines; a third would be touched by every allocation.
    private byte _terms;

    /// <summary>How long the order may rest.</summary>
    public TimeInForce TimeInForce
    {
        readonly get => (TimeInForce)(_terms >> 4);
        set => _terms = (byte)((_terms & 0x0F) | ((int)value << 4));
    }

    /// <summary>Instructions.</summary>
    public OrderTraits Traits
    {
        readonly get => (OrderTraits)(_terms & 0x0F);
        set => _terms = (byte)((_terms & 0xF0) | ((int)value & 0x0F));
    }

    /// <summary>Lots traded so far.</summary>
    public readonly long CumLots => Lots - LeavesLots;

    /// <summary>True while the order rests in a book.</summary>
    public readonly bool IsResting => Prev >= NoOrder;

    /// <summary>Books one fill on this side of it. Hot path: three additions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Fill(long priceTicks, long lots)
    {
        LeavesLots -= lots;
        CumTickLots += priceTicks * lots;
    }
}
