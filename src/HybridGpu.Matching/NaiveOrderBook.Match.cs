using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <content>Matching, one rule after the other.</content>
public sealed partial class NaiveOrderBook
{
    /// <inheritdoc/>
    public void Match<THandler>(int takerHandle, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        CheckLoose(takerHandle);
        if (InAuction)
        {
            BookError.ThrowWrongPhase(inAuction: true);
        }

        ref RestingOrder taker = ref _pool.At(takerHandle);
        long? dividedTicks = null;
        while (taker.LeavesLots > 0 && WouldTrade(taker.Side, taker.PriceTicks))
        {
            int makerHandle = BestHandle(taker.Side.Opposite());
            long priceTicks = _pool.At(makerHandle).PriceTicks;
            if (Allocation == MatchAllocation.PriceTime || dividedTicks == priceTicks)
            {
                long lots = Math.Min(_pool.At(makerHandle).ShownLots, taker.LeavesLots);
                if (MeetOrDrop(makerHandle, takerHandle, ref lots, ref handler) == MatchVerdict.StopTaker)
                {
                    return;
                }

                continue;
            }

            List<Due> dues = Divide(taker.LeavesLots, makerHandle, out bool takesAll);
            dividedTicks = takesAll ? null : priceTicks;
            foreach (Due due in dues)
            {
                if (Collect(due, takerHandle, ref handler) == MatchVerdict.StopTaker)
                {
                    return;
                }
            }
        }
    }

    /// <inheritdoc/>
    public bool CanFill<THandler>(int takerHandle, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        CheckLoose(takerHandle);
        ref RestingOrder taker = ref _pool.At(takerHandle);
        long found = 0;
        foreach (int makerHandle in MakersWithin(taker.Side, taker.PriceTicks))
        {
            if (found == taker.LeavesLots)
            {
                break;
            }

            ref RestingOrder maker = ref _pool.At(makerHandle);
            long asked = Math.Min(maker.LeavesLots, taker.LeavesLots - found);
            long lots = asked;
            MatchVerdict verdict = handler.Judge(makerHandle, takerHandle, maker.PriceTicks, ref lots);
            if (verdict is MatchVerdict.StopTaker or MatchVerdict.Decrement)
            {
                return false;
            }

            if (verdict == MatchVerdict.Fill)
            {
                CheckLots(lots, asked);
                found += lots;
            }
        }

        return found == taker.LeavesLots;
    }

    /// <summary>What each maker of the best price is due of the taker's lots.</summary>
    private List<Due> Divide(long takerLots, int bestHandle, out bool takesAll)
    {
        long priceTicks = _pool.At(bestHandle).PriceTicks;
        List<int> makers = [.. SideOf(_pool.At(bestHandle).Side).Where(h => _pool.At(h).PriceTicks == priceTicks)];
        takesAll = takerLots >= makers.Sum(h => _pool.At(h).ShownLots);
        bool byTime = Allocation == MatchAllocation.TimeProRata;
        List<BigInteger> weights =
            [.. makers.Select((h, rank) => _pool.At(h).ShownLots * (BigInteger)(byTime ? makers.Count - rank : 1))];
        BigInteger total = weights.Aggregate(BigInteger.Zero, (sum, weight) => sum + weight);
        var dues = new List<Due>();
        for (int rank = 0; rank < makers.Count; rank++)
        {
            long shown = _pool.At(makers[rank]).ShownLots;
            BigInteger share = takesAll ? shown : BigInteger.Min(takerLots * weights[rank] / total, shown);
            dues.Add(new Due(makers[rank], _pool.At(makers[rank]).Id, shown, (long)share));
        }

        return dues;
    }

    /// <summary>Trades what a maker is due, in as many fills as the handler makes of it, while the maker shows what it
    /// should.</summary>
    private MatchVerdict Collect<THandler>(Due due, int takerHandle, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        long collected = 0;
        while (collected < due.Lots
            && _pool.IsRestingAs(due.Handle, due.Id)
            && _pool.At(due.Handle).ShownLots == due.ShownLots - collected)
        {
            long lots = due.Lots - collected;
            MatchVerdict verdict = MeetOrDrop(due.Handle, takerHandle, ref lots, ref handler);
            if (verdict is MatchVerdict.StopTaker or MatchVerdict.DropMaker)
            {
                return verdict;
            }

            collected += lots;
        }

        return MatchVerdict.Fill;
    }

    private MatchVerdict MeetOrDrop<THandler>(
        int makerHandle, int takerHandle, ref long lots, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        long priceTicks = _pool.At(makerHandle).PriceTicks;
        MatchVerdict verdict = Meet(makerHandle, takerHandle, priceTicks, ref lots, ref handler);
        if (verdict == MatchVerdict.DropMaker)
        {
            Remove(makerHandle);
            handler.OnDropped(makerHandle);
        }

        return verdict;
    }

    /// <summary>Asks about two orders and takes the lots from both where the handler says so.</summary>
    private MatchVerdict Meet<THandler>(
        int makerHandle, int takerHandle, long priceTicks, ref long lots, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        long asked = lots;
        MatchVerdict verdict =
            handler.Judge(makerHandle, takerHandle, priceTicks, ref lots);
        if (verdict > MatchVerdict.Decrement)
        {
            BookError.ThrowUnknownVerdict(verdict);
        }

        if (verdict is MatchVerdict.DropMaker or MatchVerdict.StopTaker)
        {
            return verdict;
        }

        CheckLots(lots, asked);
        (OrderId makerId, OrderId takerId) = (_pool.At(makerHandle).Id, _pool.At(takerHandle).Id);
        Lose(makerHandle, verdict, priceTicks, lots);
        Lose(takerHandle, verdict, priceTicks, lots);
        if (verdict == MatchVerdict.Fill)
        {
            handler.OnFill(makerHandle, takerHandle, priceTicks, lots);
        }
        else
        {
            handler.OnDecremented(makerHandle, takerHandle, lots);
        }

        ShowMore(makerHandle, makerId, ref handler);
        ShowMore(takerHandle, takerId, ref handler);
        return verdict;
    }

    private void Lose(int handle, MatchVerdict verdict, long priceTicks, long lots)
    {
        ref RestingOrder order = ref _pool.At(handle);
        if (verdict == MatchVerdict.Fill)
        {
            order.LeavesLots -= lots;
            order.CumTickLots += priceTicks * lots;
        }
        else
        {
            _pool.Decrement(handle, lots);
        }

        if (!order.IsResting)
        {
            return;
        }

        order.ShownLots -= lots;
        if (order.LeavesLots == 0)
        {
            Remove(handle);
        }
    }

    private void ShowMore<THandler>(int handle, OrderId id, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        if (!_pool.IsRestingAs(handle, id) || _pool.At(handle).ShownLots > 0)
        {
            return;
        }

        ref RestingOrder order = ref _pool.At(handle);
        order.ShownLots = _pool.PeakLotsOf(handle);
        SideOf(order.Side).Remove(handle);
        Enqueue(handle);
        handler.OnReplenished(handle);
    }

    private void CheckLoose(int handle)
    {
        if (_pool.At(handle).Place != OrderPlace.Loose)
        {
            BookError.ThrowNotLoose(handle);
        }
    }

    private static void CheckLots(long lots, long asked)
    {
        if (lots < 1 || lots > asked)
        {
            BookError.ThrowLotsOutOfRange(lots, asked);
        }
    }

    private readonly record struct Due(int Handle, OrderId Id, long ShownLots, long Lots);
}
