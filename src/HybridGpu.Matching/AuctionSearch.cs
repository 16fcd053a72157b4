namespace HybridGpu.Matching;

/// <summary>Picks the auction price among candidates that are shown to it from the lowest to the highest.</summary>
internal struct AuctionSearch
{
    private readonly long _referenceTicks;
    private long _lots;
    private AuctionPrice _lowest;
    private AuctionPrice _highest;
    private AuctionPrice _nearest;
    private bool _bidsOver;
    private bool _offersOver;

    /// <summary>A search without candidates.</summary>
    public AuctionSearch(long referenceTicks)
    {
        _referenceTicks = referenceTicks;
    }

    /// <summary>The price of all candidates so far; of 0 lots when there was none that trades.</summary>
    public readonly AuctionPrice Best => _bidsOver ? _highest : _offersOver ? _lowest : _nearest;

    /// <summary>Looks at a price above all before it.</summary>
    /// <param name="priceTicks">The price.</param>
    /// <param name="bidLots">Lots of bids at it or above.</param>
    /// <param name="offerLots">Lots of offers at it or below.</param>
    public void Look(long priceTicks, long bidLots, long offerLots)
    {
        long surplus = bidLots - offerLots;
        var candidate = new AuctionPrice(priceTicks, long.Min(bidLots, offerLots), surplus);
        long leastSurplus = long.Abs(_lowest.SurplusLots);
        bool isBetter = candidate.Lots > _lots || (candidate.Lots == _lots && long.Abs(surplus) < leastSurplus);
        if (candidate.Lots == 0 || (!isBetter && (candidate.Lots < _lots || long.Abs(surplus) > leastSurplus)))
        {
            return;
        }

        if (isBetter)
        {
            (_lots, _lowest, _nearest) = (candidate.Lots, candidate, candidate);
            (_bidsOver, _offersOver) = (true, true);
        }

        _highest = candidate;
        _bidsOver &= surplus > 0;
        _offersOver &= surplus < 0;

        // Not farther, rather than nearer, so that of two at one distance the higher would be taken. The book never
        // shows such two: the reference between them would be a candidate too, and no worse.
        if (DistanceOf(priceTicks) <= DistanceOf(_nearest.PriceTicks))
        {
            _nearest = candidate;
        }
    }

    /// <summary>How far a price is from the reference; below 2^64, so wrapping unsigned arithmetic is exact.</summary>
    private readonly ulong DistanceOf(long priceTicks) => priceTicks >= _referenceTicks
        ? unchecked((ulong)priceTicks - (ulong)_referenceTicks)
        : unchecked((ulong)_referenceTicks - (ulong)priceTicks);
}
