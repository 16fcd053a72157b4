using System;
using System.Collections.Generic;
using System.Linq;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <content>Auctions, with every candidate price looked at by itself.</content>
public sealed partial class NaiveOrderBook
{
    /// <inheritdoc/>
    public bool InAuction { get; private set; }

    private bool IsCrossed => TryBest(Side.Sell, out long offer, out _) && WouldTrade(Side.Sell, offer);

    /// <inheritdoc/>
    public void BeginAuction()
    {
        if (InAuction)
        {
            BookError.ThrowWrongPhase(InAuction);
        }

        InAuction = true;
    }

    /// <inheritdoc/>
    public void EndAuction()
    {
        if (!InAuction)
        {
            BookError.ThrowWrongPhase(InAuction);
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
        indicative = default;
        if (!IsCrossed)
        {
            return false;
        }

        List<AuctionPrice> left = [.. _bids.Concat(_asks)
            .Select(handle => _pool.At(handle).PriceTicks)
            .Append(referenceTicks)
            .Where(price => WouldTrade(Side.Buy, price) && WouldTrade(Side.Sell, price))
            .Distinct()
            .Select(ExecutableAt)];
        long most = left.Max(candidate => candidate.Lots);
        left.RemoveAll(candidate => candidate.Lots < most);
        long least = left.Min(candidate => Math.Abs(candidate.SurplusLots));
        left.RemoveAll(candidate => Math.Abs(candidate.SurplusLots) > least);
        if (left.All(candidate => candidate.SurplusLots > 0))
        {
            indicative = left.MaxBy(candidate => candidate.PriceTicks);
        }
        else if (left.All(candidate => candidate.SurplusLots < 0))
        {
            indicative = left.MinBy(candidate => candidate.PriceTicks);
        }
        else
        {
            indicative = left
                .OrderBy(candidate => Int128.Abs((Int128)candidate.PriceTicks - referenceTicks))
                .ThenByDescending(candidate => candidate.PriceTicks)
                .First();
        }

        return true;
    }

    /// <inheritdoc/>
    public void Uncross<THandler>(long priceTicks, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        if (!InAuction)
        {
            BookError.ThrowWrongPhase(InAuction);
        }

        UncrossAt(priceTicks, ref handler);
        while (TryIndicative(priceTicks, out AuctionPrice next))
        {
            UncrossAt(next.PriceTicks, ref handler);
        }
    }

    private void UncrossAt<THandler>(long priceTicks, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        while (WouldTrade(Side.Buy, priceTicks) && WouldTrade(Side.Sell, priceTicks))
        {
            List<int> byAge = [.. new[] { _bids[0], _asks[0] }.OrderBy(handle => _pool.At(handle).Id.Value)];
            long lots = byAge.Min(handle => _pool.At(handle).ShownLots);
            MatchVerdict verdict = Meet(byAge[0], byAge[1], priceTicks, ref lots, ref handler);
            if (verdict is MatchVerdict.DropMaker or MatchVerdict.StopTaker)
            {
                int dropped = byAge[verdict == MatchVerdict.DropMaker ? 0 : 1];
                Remove(dropped);
                handler.OnDropped(dropped);
            }
        }
    }

    private AuctionPrice ExecutableAt(long priceTicks)
    {
        long bids = _bids.Where(h => _pool.At(h).PriceTicks >= priceTicks).Sum(h => _pool.At(h).LeavesLots);
        long offers = _asks.Where(h => _pool.At(h).PriceTicks <= priceTicks).Sum(h => _pool.At(h).LeavesLots);
        return new AuctionPrice(priceTicks, Math.Min(bids, offers), bids - offers);
    }
}
