namespace HybridGpu.Matching;

/// <summary>What the engine decides and learns while a taker is matched. Implemented by a struct, so that calls are
/// inlined.</summary>
/// <remarks>
/// From <see cref="OnFill"/> and <see cref="OnMakerRefused"/> the handler may free orders that are in no book, allocate
/// from the pool, and remove or reduce other orders of the same book: matching reads the book anew after each call. It
/// may not add to this book, match in it, or free the taker.
/// </remarks>
public interface IMatchHandler
{
    /// <summary>Asked before each fill, with both orders as they are before it. Must change nothing in the book or the
    /// pool.</summary>
    /// <param name="maker">The resting order.</param>
    /// <param name="taker">The arriving order.</param>
    /// <param name="priceTicks">The maker's price.</param>
    /// <param name="lots">Lots that would trade.</param>
    /// <returns>False takes the maker out of the book instead of filling it.</returns>
    public bool MayFill(in RestingOrder maker, in RestingOrder taker, long priceTicks, long lots);

    /// <summary>
    /// The maker was refused and is in no book any more, its quantities unchanged. The handler owns it from here and
    /// frees it, now or later: matching doesn't touch it again.
    /// </summary>
    /// <param name="makerHandle">Pool handle of the maker.</param>
    public void OnMakerRefused(int makerHandle);

    /// <summary>
    /// A fill was made; both orders have it in their quantities already. A maker with no lots left is in no book any
    /// more: the handler owns it from here and frees it, now or later, as matching doesn't touch it again. A maker with
    /// lots left rests.
    /// </summary>
    /// <param name="makerHandle">Pool handle of the resting order.</param>
    /// <param name="takerHandle">Pool handle of the arriving order; valid until the match ends.</param>
    /// <param name="priceTicks">The maker's price.</param>
    /// <param name="lots">Lots traded.</param>
    public void OnFill(int makerHandle, int takerHandle, long priceTicks, long lots);
}
