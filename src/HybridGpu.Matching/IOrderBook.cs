using System;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// The orders of one instrument by price, and by time within a price. A book takes any price but
/// <see cref="long.MinValue"/>, zero and negative ones included, and is uncrossed between calls except in an auction.
/// </summary>
/// <remarks>
/// One thread. Misuse (a handle that isn't resting, an order that would cross) throws. Iteration order, and thus
/// everything that the book reports, depends on the calls alone and never on handle values, so a restored book may
/// number its orders anew.
/// A taker's limit is its <see cref="OrderRef.PriceTicks"/>. An iceberg shows <see cref="OrderRef.ShownLots"/>;
/// what it hides trades after all that its price shows. Lots of one price, hidden ones included, must add up within a
/// <see cref="long"/>; the engine's limits see to that.
/// Hold the sealed class rather than this interface on the hot path: an interface call of the generic
/// <see cref="Match"/> is looked up at run time.
/// </remarks>
public interface IOrderBook
{
    /// <summary>How lots are divided within a price. Auctions always go by time.</summary>
    public MatchAllocation Allocation { get; }

    /// <summary>Orders resting, both sides.</summary>
    public int OrderCount { get; }

    /// <summary>True from <see cref="BeginAuction"/> to <see cref="EndAuction"/>: orders may cross and none
    /// match.</summary>
    public bool InAuction { get; }

    /// <summary>
    /// Whether an order could rest at this price: false when the price would be one more than the side's most levels.
    /// Matching a taker never takes levels of the taker's own side, so an answer given before a match holds after it.
    /// </summary>
    public bool HasRoom(Side side, long priceTicks);

    /// <summary>
    /// Rests an order with open lots behind those at its price. There must be room, and it must not cross unless in an
    /// auction. An iceberg shows its <see cref="OrderRef.ShownLots"/> when they are set, which a restored book
    /// needs, and a full peak when they are 0.
    /// </summary>
    /// <exception cref="InvalidOperationException">It rests already, was freed, has no lots, shows more than it has or
    /// may, crosses, or the side is full.</exception>
    public void Add(int handle);

    /// <summary>Takes a resting order out, its quantities and shown lots unchanged; the caller frees it.</summary>
    /// <exception cref="InvalidOperationException">It doesn't rest.</exception>
    public void Remove(int handle);

    /// <summary>
    /// Lowers the open lots of a resting order, which keeps its place; <see cref="OrderRef.Lots"/> falls by as
    /// much, so the traded quantity stays. Hidden lots go first.
    /// </summary>
    /// <param name="handle">A resting order.</param>
    /// <param name="newLeavesLots">From 1 to what is open now.</param>
    /// <exception cref="InvalidOperationException">It doesn't rest, or the new quantity is out of range.</exception>
    public void Reduce(int handle, long newLeavesLots);

    /// <summary>Whether an order of this side and limit would meet a price on the other side.</summary>
    public bool WouldTrade(Side side, long limitTicks);

    /// <summary>Best price of a side and all lots shown there; false when the side is empty.</summary>
    public bool TryBest(Side side, out long priceTicks, out long lots);

    /// <summary>The order that trades first on a side, or <see cref="OrderPool.NoOrder"/>.</summary>
    public int BestHandle(Side side);

    /// <summary>
    /// The resting order after this one in the priority of its side, or <see cref="OrderPool.NoOrder"/>. To remove
    /// while walking, take the next handle before removing.
    /// </summary>
    /// <exception cref="InvalidOperationException">The order doesn't rest.</exception>
    public int NextHandle(int handle);

    /// <summary>Writes the levels of a side, best first, as many as fit; of icebergs what they show.</summary>
    /// <returns>Number of levels written.</returns>
    public int CopyLevels(Side side, Span<PriceLevel> into);

    /// <summary>Lots that an order of this side and limit could take from the other side, hidden ones counted; no more
    /// than asked for.</summary>
    /// <param name="takerSide">Side of the order that takes; the lots are of the other one.</param>
    /// <param name="limitTicks">Its limit.</param>
    /// <param name="atMost">Where counting stops; from 0.</param>
    /// <remarks>Cost: levels within the limit.</remarks>
    public long LotsWithin(Side takerSide, long limitTicks, long atMost);

    /// <summary>
    /// Trades a taker, which is in the pool and in no book, against the other side, the best price first and each by
    /// <see cref="Allocation"/>, at the makers' prices, while it has open lots and prices are within its limit. What is
    /// left of it is not added.
    /// </summary>
    /// <param name="takerHandle">The arriving order.</param>
    /// <param name="handler">Asked before and told after each fill; see <see cref="IMatchHandler"/> for what it may
    /// do.</param>
    /// <exception cref="InvalidOperationException">The taker rests or was freed, the handler asks for lots out of
    /// range, or the book is in an auction.</exception>
    public void Match<THandler>(int takerHandle, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct;

    /// <summary>
    /// Whether the taker would be filled whole, for fill-or-kill. Walks the makers within its limit by price and time,
    /// hidden lots included, and counts the lots that <see cref="IMatchHandler.Judge"/> fills, lowered lots as lowered;
    /// a maker to be dropped counts nothing, and <see cref="MatchVerdict.StopTaker"/> or
    /// <see cref="MatchVerdict.Decrement"/> ends the walk. Changes nothing and calls nothing else of the handler.
    /// </summary>
    /// <remarks>Each judgement is made against the taker as it is now, before any fill: a handler whose verdicts grow
    /// stricter as the taker fills must keep its own count. Cost: makers until the lots are found.</remarks>
    /// <exception cref="InvalidOperationException">The taker rests or was freed.</exception>
    public bool CanFill<THandler>(int takerHandle, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct;

    /// <summary>From here orders may cross, and <see cref="Match"/> is refused.</summary>
    /// <exception cref="InvalidOperationException">In an auction already.</exception>
    public void BeginAuction();

    /// <summary>
    /// The price at which the book would uncross: of the orders' limits within the cross, and of the reference where it
    /// lies there too, the one with the most executable lots; then with the least surplus; then, when bids are over at
    /// all of these, the highest, when offers are over at all of these, the lowest; then the nearest to the reference,
    /// and of two the higher. Hidden lots count.
    /// </summary>
    /// <remarks>Only limits and the reference are looked at, so the price lies on the instrument's tick table when they
    /// do. Cost: levels within the cross.</remarks>
    /// <param name="referenceTicks">Reference price in ticks, mostly the last trade or the mark.</param>
    /// <param name="indicative">The price, and what trades and is left over there.</param>
    /// <returns>False when the book isn't crossed.</returns>
    public bool TryIndicative(long referenceTicks, out AuctionPrice indicative);

    /// <summary>
    /// Trades bids at the price or above against offers at it or below, at that one price, by price and time. Of each
    /// two the younger, by <see cref="OrderRef.Id"/>, is called the taker; <see cref="MatchVerdict.DropMaker"/>
    /// takes the older out of the book, <see cref="MatchVerdict.StopTaker"/> the younger. The book is uncrossed
    /// afterwards: when drops leave orders that still cross, or the price wasn't the indicative one, those trade at the
    /// indicative price of what is left, with this price as reference, and so on. Ends, since each round trades, takes
    /// away or drops something.
    /// </summary>
    /// <exception cref="InvalidOperationException">Not in an auction, or the handler asks for lots out of
    /// range.</exception>
    public void Uncross<THandler>(long priceTicks, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct;

    /// <summary>Back to continuous matching.</summary>
    /// <exception cref="InvalidOperationException">Not in an auction, or the book is crossed.</exception>
    public void EndAuction();
}
