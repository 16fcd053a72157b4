using System;
using System.Runtime.CompilerServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <content>An arriving order meets the book.</content>
public sealed partial class LadderOrderBook
{
    /// <summary>In place of lots: matching ends.</summary>
    private const long Stopped = -1;

    /// <inheritdoc/>
    public void Match<THandler>(int takerHandle, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        ref RestingOrder taker = ref LooseAt(takerHandle);
        if (InAuction)
        {
            BookError.ThrowWrongPhase(inAuction: true);
        }

        if (Allocation != MatchAllocation.PriceTime)
        {
            MatchByShares(takerHandle, ref taker, ref handler);
            return;
        }

        ref LadderSide makers = ref SideOf(taker.Side.Opposite());

        // Nothing of the book is kept in locals from one round to the next, since the handler may have removed orders.
        while (taker.LeavesLots > 0 && makers.Reaches(taker.PriceTicks))
        {
            int makerHandle = _levels[makers.BestLevel].Head;
            long lots = Math.Min(_pool.At(makerHandle).ShownLots, taker.LeavesLots);
            if (Meet(makerHandle, takerHandle, ref taker, lots, ref handler) == Stopped)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public bool CanFill<THandler>(int takerHandle, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        ref RestingOrder taker = ref LooseAt(takerHandle);
        ref LadderSide makers = ref SideOf(taker.Side.Opposite());
        long limitKey = makers.KeyOf(taker.PriceTicks);
        long wanted = taker.LeavesLots;
        for (int index = makers.Count - 1; index >= 0 && wanted > 0; index--)
        {
            ref Level level = ref _levels[makers.LevelAt(index)];
            if (level.Key < limitKey)
            {
                break;
            }

            for (int handle = level.Head; handle >= 0 && wanted > 0; handle = _pool.At(handle).Next)
            {
                ref RestingOrder maker = ref _pool.At(handle);
                long asked = Math.Min(maker.LeavesLots, wanted);
                long lots = asked;
                switch (handler.Judge(handle, takerHandle, maker.PriceTicks, ref lots))
                {
                    case MatchVerdict.Fill:
                        wanted -= Checked(lots, asked);
                        break;
                    case MatchVerdict.DropMaker:
                        break;
                    default:
                        return false;
                }
            }
        }

        return wanted <= 0;
    }

    /// <summary>Asks about one maker and does what the handler decides.</summary>
    /// <returns>Lots that both orders lost; 0 when the maker was dropped; <see cref="Stopped"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Meet<THandler>(
        int makerHandle, int takerHandle, ref RestingOrder taker, long askedLots, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        ref RestingOrder maker = ref _pool.At(makerHandle);
        long priceTicks = maker.PriceTicks;
        long lots = askedLots;
        MatchVerdict verdict = handler.Judge(makerHandle, takerHandle, priceTicks, ref lots);
        if (verdict != MatchVerdict.Fill)
        {
            return Deny(verdict, makerHandle, takerHandle, lots, askedLots, ref handler);
        }

        Checked(lots, askedLots);
        maker.Fill(priceTicks, lots);
        taker.Fill(priceTicks, lots);
        OrderId id = maker.Id;
        bool isDry = TakeShown(makerHandle, ref maker, lots);
        handler.OnFill(makerHandle, takerHandle, priceTicks, lots);
        if (isDry)
        {
            Replenish(makerHandle, id, ref handler);
        }

        return lots;
    }

    /// <summary>The verdicts other than a fill.</summary>
    /// <returns>As <see cref="Meet"/>.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Deny<THandler>(
        MatchVerdict verdict, int makerHandle, int takerHandle, long lots, long askedLots, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        switch (verdict)
        {
            case MatchVerdict.DropMaker:
                Drop(makerHandle, ref handler);
                return 0;
            case MatchVerdict.StopTaker:
                return Stopped;
            case MatchVerdict.Decrement:
                Checked(lots, askedLots);
                ref RestingOrder maker = ref _pool.At(makerHandle);
                OrderId id = maker.Id;
                _pool.Decrement(makerHandle, lots);
                _pool.Decrement(takerHandle, lots);
                bool isDry = TakeShown(makerHandle, ref maker, lots);
                handler.OnDecremented(makerHandle, takerHandle, lots);
                if (isDry)
                {
                    Replenish(makerHandle, id, ref handler);
                }

                return lots;
            default:
                BookError.ThrowUnknownVerdict(verdict);
                return Stopped;
        }
    }

    private void Drop<THandler>(int handle, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        ref RestingOrder order = ref _pool.At(handle);
        Unlink(handle, ref order, order.ShownLots);
        handler.OnDropped(handle);
    }

    /// <summary>Takes lots that an order's leaves have lost already from what it and its level show; with nothing left
    /// it leaves the book.</summary>
    /// <returns>True for an iceberg that has lots and shows none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TakeShown(int handle, ref RestingOrder order, long lots)
    {
        order.ShownLots -= lots;
        if (order.LeavesLots == 0)
        {
            Unlink(handle, ref order, lots);
            return false;
        }

        _levels[order.Level].Lots -= lots;
        return order.ShownLots == 0;
    }

    /// <summary>Lets an iceberg show its next lots at the back of its queue, unless the handler took it out.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Replenish<THandler>(int handle, OrderId id, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        if (!_pool.IsRestingAs(handle, id))
        {
            return;
        }

        ref RestingOrder order = ref _pool.At(handle);
        ref Level level = ref _levels[order.Level];
        order.ShownLots = _pool.PeakLotsOf(handle);
        level.Lots += order.ShownLots;
        _levels.HiddenLots(order.Level) -= order.ShownLots;
        if (level.Tail != handle)
        {
            Detach(handle, ref level);
            order.Next = OrderPool.NoOrder;
            order.Prev = level.Tail;
            _pool.At(level.Tail).Next = handle;
            level.Tail = handle;
        }

        handler.OnReplenished(handle);
    }

    /// <summary>The handler may ask for fewer lots, not for more or none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Checked(long lots, long askedLots)
    {
        if (lots <= 0 || lots > askedLots)
        {
            BookError.ThrowLotsOutOfRange(lots, askedLots);
        }

        return lots;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref RestingOrder LooseAt(int handle)
    {
        ref RestingOrder order = ref _pool.At(handle);
        if (order.Place != OrderPlace.Loose)
        {
            BookError.ThrowNotLoose(handle);
        }

        return ref order;
    }
}
