using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// One order of an <see cref="OrderPool"/>, by reference: resting in a book, or a taker on its way. Valid until the
/// order is freed, across growth of the pool, while the pool is reachable.
/// </summary>
/// <remarks>
/// An order is two records, <see cref="RestingOrder"/> for what books need and <see cref="OrderTerms"/> for the rest;
/// see <see cref="OrderPool"/> for pools that have only the first. Price, side and quantities of a resting order are
/// changed by its book only (<see cref="IOrderBook.Reduce"/>, <see cref="IOrderBook.Match"/>), which keeps the totals
/// of its level. Thread: the pool's. Cost: a member is one load.
/// </remarks>
public readonly ref struct OrderRef
{
    private readonly ref RestingOrder _book;
    private readonly ref OrderTerms _terms;

    internal OrderRef(ref RestingOrder book, ref OrderTerms terms)
    {
        _book = ref book;
        _terms = ref terms;
    }

    /// <summary>The venue's number of the order.</summary>
    public ref OrderId Id => ref _book.Id;

    /// <summary>Limit price in ticks; any value but <see cref="long.MinValue"/>.</summary>
    public ref long PriceTicks => ref _book.PriceTicks;

    /// <summary>Lots still to trade, shown and hidden.</summary>
    public ref long LeavesLots => ref _book.LeavesLots;

    /// <summary>
    /// Lots of <see cref="LeavesLots"/> that others see and that trade first. Kept by the book while the order rests,
    /// and left as it was when it leaves; set it to 0 before resting an iceberg anew, for a full peak.
    /// </summary>
    public ref long ShownLots => ref _book.ShownLots;

    /// <summary>Sum over the order's fills of price times quantity, in tick-lots; for the average price.</summary>
    public ref long CumTickLots => ref _book.CumTickLots;

    /// <summary>Side.</summary>
    public ref Side Side => ref _book.Side;

    /// <summary>Instructions.</summary>
    public ref OrderTraits Traits => ref _book.Traits;

    /// <summary>Account that trades.</summary>
    public ref AccountId Account => ref _book.Account;

    /// <summary>Instrument, and so the book.</summary>
    public ref InstrumentId Instrument => ref _book.Instrument;

    /// <summary>Quantity in lots: <see cref="LeavesLots"/> and what has traded.</summary>
    public ref long Lots => ref _terms.Lots;

    /// <summary>Most lots that an iceberg shows at a time; 0 shows all. Not changed while the order rests.</summary>
    public ref long DisplayLots => ref _terms.DisplayLots;

    /// <summary>How long the order may rest.</summary>
    public ref TimeInForce TimeInForce => ref _terms.TimeInForce;

    /// <summary>The client's name for the order.</summary>
    public ref Text40 ClOrdId => ref _terms.ClOrdId;

    /// <summary>Nonce in the slot.</summary>
    public ref ulong Nonce => ref _terms.Nonce;

    /// <summary>Last moment of the order in SequencedNs.</summary>
    public ref long ExpiryNs => ref _terms.ExpiryNs;

    /// <summary>Session that reports about the order go to.</summary>
    public ref SessionId Owner => ref _terms.Owner;

    /// <summary>Order slot of the account.</summary>
    public ref ushort Slot => ref _terms.Slot;

    /// <summary>The engine's link: next open order of the account, or <see cref="OrderPool.NoOrder"/>.</summary>
    public ref int AccountNext => ref _terms.AccountNext;

    /// <summary>The engine's link: previous open order of the account, or <see cref="OrderPool.NoOrder"/>.</summary>
    public ref int AccountPrev => ref _terms.AccountPrev;

    /// <summary>The engine's: price in ticks at which a stop order is triggered.</summary>
    public ref long StopTicks => ref _terms.StopTicks;

    /// <summary>The engine's link: where it keeps what the account has in the instrument, or
    /// <see cref="OrderPool.NoOrder"/>.</summary>
    public ref int EngineEntry => ref _terms.EngineEntry;

    /// <summary>The engine's own digest of the order.</summary>
    public ref ulong EngineDigest => ref _terms.EngineDigest;

    /// <summary>The engine's own number.</summary>
    public ref uint EngineTag => ref _terms.EngineTag;

    /// <summary>The engine's: group of quotes that the order belongs to.</summary>
    public ref ushort QuoteGroup => ref _terms.QuoteGroup;

    /// <summary>The engine's own flags.</summary>
    public ref byte EngineBits => ref _terms.EngineBits;

    /// <summary>Lots traded so far.</summary>
    public long CumLots => _terms.Lots - _book.LeavesLots;

    /// <summary>Lots that others don't see yet; 0 but for icebergs. Meaningful while the order rests.</summary>
    public long HiddenLots => _book.HiddenLots;

    /// <summary>True while the order rests in a book.</summary>
    public bool IsResting => _book.IsResting;

    /// <summary>Whether the order is out of the pool again.</summary>
    internal bool IsFree => _book.Place == OrderPlace.Free;

    /// <summary>Both records, for a copy.</summary>
    internal (RestingOrder Book, OrderTerms Terms) Records => (_book, _terms);
}
