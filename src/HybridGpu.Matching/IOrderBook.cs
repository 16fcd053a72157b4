using System;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// The orders of one instrument in price-time priority. Books are uncrossed between calls and take any price but
/// <see cref="long.MinValue"/>, zero and negative ones included.
/// </summary>
/// <remarks>
/// One thread. Misuse (a handle that isn't resting, an order that would cross) throws. Iteration order, and thus
/// everything that the book reports, depends on the calls alone and never on handle values, so a restored book may
/// number its orders anew.
/// A taker's limit is its <see cref="RestingOrder.PriceTicks"/>. Hold the sealed class rather than this interface on
/// the hot path: an interface call of the generic <see cref="Match"/> is looked up at run time.
/// </remarks>
public interface IOrderBook
{
    /// <summary>Orders resting, both sides.</summary>
    public int OrderCount { get; }

    /// <summary>
    /// Whether an order could rest at this price: false when the price would be one more than the side's most levels.
    /// Matching a taker never takes levels of the taker's own side, so an answer given before a match holds after it.
    /// </summary>
    public bool HasRoom(Side side, long priceTicks);

    /// <summary>Rests an order with open lots behind those at its price. It must not cross, and there must be
    /// room.</summary>
    /// <exception cref="InvalidOperationException">It rests already, was freed, has no lots, crosses, or the side is
    /// full.</exception>
    public void Add(int handle);

    /// <summary>Takes a resting order out; the caller frees it.</summary>
    /// <exception cref="InvalidOperationException">It doesn't rest.</exception>
    public void Remove(int handle);

    /// <summary>
    /// Lowers the open lots of a resting order, which keeps its place; <see cref="RestingOrder.Lots"/> falls by as
    /// much, so the traded quantity stays.
    /// </summary>
    /// <param name="handle">A resting order.</param>
    /// <param name="newLeavesLots">From 1 to what is open now.</param>
    /// <exception cref="InvalidOperationException">It doesn't rest, or the new quantity is out of range.</exception>
    public void Reduce(int handle, long newLeavesLots);

    /// <summary>Whether an order of this side and limit would meet a price on the other side.</summary>
    public bool WouldTrade(Side side, long limitTicks);

    /// <summary>Best price of a side and all lots there; false when the side is empty.</summary>
    public bool TryBest(Side side, out long priceTicks, out long lots);

    /// <summary>The order that trades first on a side, or <see cref="RestingOrder.NoOrder"/>.</summary>
    public int BestHandle(Side side);

    /// <summary>
    /// The resting order after this one in the priority of its side, or <see cref="RestingOrder.NoOrder"/>. To remove
    /// while walking, take the next handle before removing.
    /// </summary>
    /// <exception cref="InvalidOperationException">The order doesn't rest.</exception>
    public int NextHandle(int handle);

    /// <summary>Writes the levels of a side, best first, as many as fit.</summary>
    /// <returns>Number of levels written.</returns>
    public int CopyLevels(Side side, Span<PriceLevel> into);

    /// <summary>
    /// Trades a taker, which is in the pool and in no book, against the other side in price-time priority and at the
    /// makers' prices, while it has open lots and prices are within its limit. What is left of it is not added.
    /// </summary>
    /// <param name="takerHandle">The arriving order.</param>
    /// <param name="handler">Asked before and told after each fill; see <see cref="IMatchHandler"/> for what it may
    /// do.</param>
    /// <exception cref="InvalidOperationException">The taker rests or was freed.</exception>
    public void Match<THandler>(int takerHandle, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct;
}
