namespace HybridGpu.Matching;

/// <summary>The price at which a crossed book would trade most; see <see cref="IOrderBook.TryIndicative"/>.</summary>
/// <param name="PriceTicks">Price in ticks.</param>
/// <param name="Lots">Lots that trade at this price, hidden ones counted; at least 1.</param>
/// <param name="SurplusLots">Lots at this price or better that find no other side: above 0 bids, below 0
/// offers.</param>
public readonly record struct AuctionPrice(long PriceTicks, long Lots, long SurplusLots);
