using System;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <content>Auctions: orders gather, and trade at one price.</content>
public sealed partial class LadderOrderBook
{
    /// <inheritdoc/>
    public bool InAuction { get; private set; }

    private bool IsCrossed => _asks.Count > 0 && _bids.Reaches(_asks.KeyOf(_levels[_asks.BestLevel].Key));

    /// <inheritdoc/>
    public void BeginAuction()
    {
        if (InAuction)
        {
            BookError.ThrowWrongPhase(inAuction: true);
        }

        InAuction = true;
    }

    /// <inheritdoc/>
    public void EndAuction()
    {
        if (!InAuction)
        {
            BookError.ThrowWrongPhase(inAuction: false);
        }

        if (IsCrossed)
        {
            BookError.ThrowCrossed();
        }

        InAuction = false;
    }

    /// <inheritdoc/>
    public bool TryIndicative(long referenceTicks, out AuctionPrice indicative)
    {
        if (!IsCrossed)
        {
            indicative = default;
            return false;
        }

        // Both sides from the lowest price within the cross to the highest: offers rise from their best, bids fall from
        // all within to the best alone.
        var search = new AuctionSearch(referenceTicks);
        long lowestTicks = PriceAt(ref _asks, _asks.Count - 1);
        long highestTicks = PriceAt(ref _bids, _bids.Count - 1);
        int ask = _asks.Count - 1;
        int bid = _bids.Find(_bids.KeyOf(lowestTicks));
        bid = bid < 0 ? ~bid : bid;
        long bidLots = 0;
        for (int i = bid; i < _bids.Count; i++)
        {
            bidLots = checked(bidLots + LotsAt(ref _bids, i));
        }

        long offerLots = 0;
        bool referenceIsDue = referenceTicks > lowestTicks && referenceTicks < highestTicks;
        long priceTicks = lowestTicks;
        while (true)
        {
            while (ask >= 0 && PriceAt(ref _asks, ask) <= priceTicks)
            {
                offerLots = checked(offerLots + LotsAt(ref _asks, ask--));
            }

            while (PriceAt(ref _bids, bid) < priceTicks)
            {
                bidLots -= LotsAt(ref _bids, bid++);
            }

            search.Look(priceTicks, bidLots, offerLots);
            if (priceTicks == highestTicks)
            {
                break;
            }

            referenceIsDue &= referenceTicks > priceTicks;
            priceTicks = NextCandidate(priceTicks, ask, bid, referenceIsDue ? referenceTicks : highestTicks);
        }

        indicative = search.Best;
        return true;
    }

    /// <inheritdoc/>
    public void Uncross<THandler>(long priceTicks, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        if (!InAuction)
        {
            BookError.ThrowWrongPhase(inAuction: false);
        }

        AuctionPrice next = new(priceTicks, 0, 0);
        do
        {
            while (_bids.Reaches(next.PriceTicks) && _asks.Reaches(next.PriceTicks))
            {
                int bid = _levels[_bids.BestLevel].Head;
                int ask = _levels[_asks.BestLevel].Head;
                if (_pool.At(bid).Id.Value < _pool.At(ask).Id.Value)
                {
                    MeetInAuction(bid, ask, next.PriceTicks, ref handler);
                }
                else
                {
                    MeetInAuction(ask, bid, next.PriceTicks, ref handler);
                }
            }
        }
        while (TryIndicative(priceTicks, out next));
    }

    private void MeetInAuction<THandler>(int olderHandle, int youngerHandle, long priceTicks, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        ref RestingOrder older = ref _pool.At(olderHandle);
        ref RestingOrder younger = ref _pool.At(youngerHandle);
        (OrderId olderId, OrderId youngerId) = (older.Id, younger.Id);
        long asked = Math.Min(older.ShownLots, younger.ShownLots);
        long lots = asked;
        MatchVerdict verdict = handler.Judge(olderHandle, youngerHandle, priceTicks, ref lots);
        switch (verdict)
        {
            case MatchVerdict.Fill:
                Checked(lots, asked);
                older.Fill(priceTicks, lots);
                younger.Fill(priceTicks, lots);
                break;
            case MatchVerdict.Decrement:
                Checked(lots, asked);
                _pool.Decrement(olderHandle, lots);
                _pool.Decrement(youngerHandle, lots);
                break;
            case MatchVerdict.DropMaker:
                Drop(olderHandle, ref handler);
                return;
            case MatchVerdict.StopTaker:
                Drop(youngerHandle, ref handler);
                return;
            default:
                BookError.ThrowUnknownVerdict(verdict);
                return;
        }

        bool olderIsDry = TakeShown(olderHandle, ref older, lots);
        bool youngerIsDry = TakeShown(youngerHandle, ref younger, lots);
        if (verdict == MatchVerdict.Fill)
        {
            handler.OnFill(olderHandle, youngerHandle, priceTicks, lots);
        }
        else
        {
            handler.OnDecremented(olderHandle, youngerHandle, lots);
        }

        if (olderIsDry)
        {
            Replenish(olderHandle, olderId, ref handler);
        }

        if (youngerIsDry)
        {
            Replenish(youngerHandle, youngerId, ref handler);
        }
    }

    /// <summary>The lowest candidate above a price: an offer not yet counted, a bid still counted, or
    /// another.</summary>
    private long NextCandidate(long priceTicks, int ask, int bid, long otherTicks)
    {
        long next = otherTicks;
        if (ask >= 0)
        {
            next = Math.Min(next, PriceAt(ref _asks, ask));
        }

        int above = PriceAt(ref _bids, bid) > priceTicks ? bid : bid + 1;
        return above < _bids.Count ? Math.Min(next, PriceAt(ref _bids, above)) : next;
    }

    private long PriceAt(ref LadderSide side, int index) => side.KeyOf(_levels[side.LevelAt(index)].Key);

    /// <summary>All lots of a level, hidden ones too.</summary>
    private long LotsAt(ref LadderSide side, int index)
    {
        int level = side.LevelAt(index);
        return _levels[level].Lots + _levels.HiddenLots(level);
    }
}
