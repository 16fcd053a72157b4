namespace HybridGpu.Matching;

/// <summary>What the engine decides and learns while orders are matched. Implemented by a struct, so that calls are
/// inlined.</summary>
/// <remarks>
/// From every call but <see cref="Judge"/> the handler may free orders that are in no book, allocate from the pool, and
/// remove or reduce orders of the same book: matching reads the book anew after each call. It may not add to this book,
/// match in it, change the taker, or free a taker that doesn't rest.
/// In an auction both orders rest: the one with the lower <see cref="OrderRef.Id"/> is called the maker and the
/// other the taker, and either is in no book any more once it has no lots left.
/// </remarks>
public interface IMatchHandler
{
    /// <summary>Asked before each fill, with both orders as they are before it. Must change nothing in the book or the
    /// pool.</summary>
    /// <param name="makerHandle">Pool handle of the resting order.</param>
    /// <param name="takerHandle">Pool handle of the arriving order.</param>
    /// <param name="priceTicks">The price of the fill: the maker's, or the auction's.</param>
    /// <param name="lots">Lots that would trade. May be lowered, to 1 or more: that many trade, or are lost by
    /// <see cref="MatchVerdict.Decrement"/>, and the next ones are asked about anew.</param>
    /// <returns>What is done with the two.</returns>
    public MatchVerdict Judge(int makerHandle, int takerHandle, long priceTicks, ref long lots);

    /// <summary>
    /// The order was dropped by a verdict and is in no book any more, its quantities unchanged. The handler owns it
    /// from here and frees it, now or later: matching doesn't touch it again.
    /// </summary>
    /// <param name="makerHandle">Pool handle of the maker; in an auction of the order that left, be it the
    /// younger.</param>
    public void OnDropped(int makerHandle);

    /// <summary>
    /// A fill was made; both orders have it in their quantities already. An order of the book with no lots left is in
    /// no book any more: the handler owns it from here and frees it, now or later, as matching doesn't touch it again.
    /// One with lots left rests. An iceberg that showed its last lot shows none during this call;
    /// <see cref="OnReplenished"/> follows.
    /// </summary>
    /// <param name="makerHandle">Pool handle of the resting order.</param>
    /// <param name="takerHandle">Pool handle of the arriving order; valid until the match ends.</param>
    /// <param name="priceTicks">The price of the fill: the maker's, or the auction's.</param>
    /// <param name="lots">Lots traded.</param>
    public void OnFill(int makerHandle, int takerHandle, long priceTicks, long lots);

    /// <summary>
    /// Both orders lost lots without a trade, from <see cref="OrderRef.LeavesLots"/> and
    /// <see cref="OrderRef.Lots"/> alike. Who owns what is as in <see cref="OnFill"/>.
    /// </summary>
    /// <param name="makerHandle">Pool handle of the resting order.</param>
    /// <param name="takerHandle">Pool handle of the arriving order.</param>
    /// <param name="lots">Lots that each of them lost.</param>
    public void OnDecremented(int makerHandle, int takerHandle, long lots);

    /// <summary>
    /// An iceberg whose shown lots are gone shows the next ones and is the last of its price. Comes after the
    /// <see cref="OnFill"/> or <see cref="OnDecremented"/> that took them, unless the handler took the order out there.
    /// </summary>
    /// <param name="makerHandle">Pool handle of the resting order.</param>
    public void OnReplenished(int makerHandle);
}
