using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// One order in the <see cref="OrderPool"/>: resting in a book, or a taker on its way. 192 bytes, which are three cache
/// lines; the first is all that adding, matching and cancelling touch, the rest is what the engine reports and checks.
/// </summary>
/// <remarks>
/// Price, side and quantities of a resting order are changed by its book only (<see cref="IOrderBook.Reduce"/>,
/// <see cref="IOrderBook.Match"/>), which keeps the totals of its level. Never assign a whole order: its state lives
/// in it.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = SizeInBytes)]
public struct RestingOrder
{
    /// <summary>Bytes of one order.</summary>
    public const int SizeInBytes = 192;

    /// <summary>Link value: there is no order here.</summary>
    public const int NoOrder = -1;

    /// <summary>The venue's number of the order.</summary>
    public OrderId Id;

    /// <summary>Limit price in ticks; any value but <see cref="long.MinValue"/>.</summary>
    public long PriceTicks;

    /// <summary>Lots still to trade, shown and hidden.</summary>
    public long LeavesLots;

    /// <summary>
    /// Lots of <see cref="LeavesLots"/> that others see and that trade first. Kept by the book while the order rests,
    /// and left as it was when it leaves; set it to 0 before resting an iceberg anew, for a full peak.
    /// </summary>
    public long ShownLots;

    /// <summary>Sum over the order's fills of price times quantity, in tick-lots; for the average price.</summary>
    public long CumTickLots;

    /// <summary>Side.</summary>
    public Side Side;

    /// <summary>Where the order is; kept by pool and books.</summary>
    internal OrderPlace Place;

    /// <summary>How long the order may rest.</summary>
    public TimeInForce TimeInForce;

    /// <summary>Instructions.</summary>
    public OrderTraits Traits;

    /// <summary>Account that trades.</summary>
    public AccountId Account;

    /// <summary>Instrument, and so the book.</summary>
    public InstrumentId Instrument;

    /// <summary>Level in <see cref="LevelPool"/> while a ladder holds the order.</summary>
    internal int Level;

    /// <summary>Most lots that an iceberg shows at a time; 0 shows all. Not changed while the order rests.</summary>
    public long DisplayLots;

    /// <summary>The engine's link: next open order of the account, or <see cref="NoOrder"/>. No book reads
    /// it.</summary>
    public int AccountNext;

    /// <summary>The engine's link: previous open order of the account, or <see cref="NoOrder"/>. No book reads
    /// it.</summary>
    public int AccountPrev;

    /// <summary>Quantity in lots: <see cref="LeavesLots"/> and what has traded.</summary>
    public long Lots;

    /// <summary>The client's name for the order.</summary>
    public Text40 ClOrdId;

    /// <summary>Nonce in the slot.</summary>
    public ulong Nonce;

    /// <summary>Last moment of the order in SequencedNs.</summary>
    public long ExpiryNs;

    /// <summary>The engine's: price in ticks at which a stop order is triggered. No book reads it.</summary>
    public long StopTicks;

    /// <summary>Session that reports about the order go to.</summary>
    public SessionId Owner;

    /// <summary>The engine's own number. No book reads it.</summary>
    public uint EngineTag;

    /// <summary>Order slot of the account.</summary>
    public ushort Slot;

    /// <summary>The engine's: group of quotes that the order belongs to. No book reads it.</summary>
    public ushort QuoteGroup;

    /// <summary>The engine's own flags. No book reads them.</summary>
    public byte EngineBits;

    /// <summary>Lots traded so far.</summary>
    public readonly long CumLots => Lots - LeavesLots;

    /// <summary>Lots that others don't see yet; 0 but for icebergs. Meaningful while the order rests.</summary>
    public readonly long HiddenLots => LeavesLots - ShownLots;

    /// <summary>True while the order rests in a book.</summary>
    public readonly bool IsResting => Place == OrderPlace.Book;

    /// <summary>What the order may show at most at once, of what is open.</summary>
    internal readonly long PeakLots => DisplayLots == 0 ? LeavesLots : Math.Min(DisplayLots, LeavesLots);

    /// <summary>Whether quantities are such that the order can rest.</summary>
    internal readonly bool IsSound =>
        LeavesLots > 0 && (DisplayLots == 0 || (DisplayLots > 0 && ShownLots >= 0 && ShownLots <= PeakLots));

    /// <summary>Books one fill on this side of it. Hot path: three additions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Fill(long priceTicks, long lots)
    {
        LeavesLots -= lots;
        CumTickLots += priceTicks * lots;
    }

    /// <summary>Takes lots away that never trade.</summary>
    internal void Decrement(long lots)
    {
        LeavesLots -= lots;
        Lots -= lots;
    }
}
