using System;
using System.Collections.Generic;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// The oracle: each side is one list in priority order, and every question is answered by walking it. Slow on purpose,
/// so that it can be read and believed; tests hold <see cref="LadderOrderBook"/> equal to it.
/// </summary>
/// <remarks>One thread. Not for the hot path: commands cost time in proportion to the orders that rest.</remarks>
public sealed class NaiveOrderBook : IOrderBook
{
    private readonly OrderPool _pool;
    private readonly int _levelsMax;
    private readonly List<int> _bids = [];
    private readonly List<int> _asks = [];

    /// <summary>An empty book.</summary>
    /// <param name="pool">Holds the orders.</param>
    /// <param name="levelsMax">Most prices of one side.</param>
    /// <exception cref="ArgumentOutOfRangeException">No levels.</exception>
    public NaiveOrderBook(OrderPool pool, int levelsMax = LadderOrderBook.LevelsMaxDefault)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(levelsMax);
        _pool = pool;
        _levelsMax = levelsMax;
    }

    /// <inheritdoc/>
    public int OrderCount => _bids.Count + _asks.Count;

    /// <inheritdoc/>
    public bool HasRoom(Side side, long priceTicks)
    {
        var prices = new HashSet<long>();
        foreach (int handle in SideOf(side))
        {
            prices.Add(_pool[handle].PriceTicks);
        }

        return prices.Contains(priceTicks) || prices.Count < _levelsMax;
    }

    /// <inheritdoc/>
    public void Add(int handle)
    {
        ref RestingOrder order = ref _pool[handle];
        if (order.Place != OrderPlace.Loose)
        {
            BookError.ThrowNotLoose(handle);
        }

        if (order.LeavesLots <= 0 || WouldTrade(order.Side, order.PriceTicks))
        {
            BookError.ThrowCannotRest(handle, in order);
        }

        if (!HasRoom(order.Side, order.PriceTicks))
        {
            BookError.ThrowFull(handle, _levelsMax);
        }

        List<int> own = SideOf(order.Side);
        int place = 0;
        while (place < own.Count && !IsBetter(order.Side, order.PriceTicks, _pool[own[place]].PriceTicks))
        {
            place++;
        }

        own.Insert(place, handle);
        order.Place = OrderPlace.Book;
    }

    /// <inheritdoc/>
    public void Remove(int handle)
    {
        ref RestingOrder order = ref RestingAt(handle);
        SideOf(order.Side).Remove(handle);
        order.Place = OrderPlace.Loose;
    }

    /// <inheritdoc/>
    public void Reduce(int handle, long newLeavesLots)
    {
        ref RestingOrder order = ref RestingAt(handle);
        if (newLeavesLots <= 0 || newLeavesLots > order.LeavesLots)
        {
            BookError.ThrowNotReduction(handle, order.LeavesLots, newLeavesLots);
        }

        order.Lots -= order.LeavesLots - newLeavesLots;
        order.LeavesLots = newLeavesLots;
    }

    /// <inheritdoc/>
    public bool WouldTrade(Side side, long limitTicks) =>
        TryBest(side.Opposite(), out long best, out _) && (side == Side.Buy ? best <= limitTicks : best >= limitTicks);

    /// <inheritdoc/>
    public bool TryBest(Side side, out long priceTicks, out long lots)
    {
        Span<PriceLevel> best = stackalloc PriceLevel[1];
        bool any = CopyLevels(side, best) == 1;
        (priceTicks, lots) = any ? (best[0].PriceTicks, best[0].Lots) : (0, 0);
        return any;
    }

    /// <inheritdoc/>
    public int BestHandle(Side side) => SideOf(side).Count == 0 ? RestingOrder.NoOrder : SideOf(side)[0];

    /// <inheritdoc/>
    public int NextHandle(int handle)
    {
        List<int> own = SideOf(RestingAt(handle).Side);
        int next = own.IndexOf(handle) + 1;
        return next < own.Count ? own[next] : RestingOrder.NoOrder;
    }

    /// <inheritdoc/>
    public int CopyLevels(Side side, Span<PriceLevel> into)
    {
        int copied = 0;
        foreach (int handle in SideOf(side))
        {
            ref RestingOrder order = ref _pool[handle];
            if (copied > 0 && into[copied - 1].PriceTicks == order.PriceTicks)
            {
                PriceLevel level = into[copied - 1];
                into[copied - 1] = level with { Lots = level.Lots + order.LeavesLots, Orders = level.Orders + 1 };
            }
            else if (copied < into.Length)
            {
                into[copied++] = new PriceLevel(order.PriceTicks, order.LeavesLots, 1);
            }
            else
            {
                break;
            }
        }

        return copied;
    }

    /// <inheritdoc/>
    public void Match<THandler>(int takerHandle, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        ref RestingOrder taker = ref _pool[takerHandle];
        if (taker.Place != OrderPlace.Loose)
        {
            BookError.ThrowNotLoose(takerHandle);
        }

        while (taker.LeavesLots > 0 && WouldTrade(taker.Side, taker.PriceTicks))
        {
            int makerHandle = BestHandle(taker.Side.Opposite());
            ref RestingOrder maker = ref _pool[makerHandle];
            long priceTicks = maker.PriceTicks;
            long lots = Math.Min(maker.LeavesLots, taker.LeavesLots);
            if (!handler.MayFill(in maker, in taker, priceTicks, lots))
            {
                Remove(makerHandle);
                handler.OnMakerRefused(makerHandle);
                continue;
            }

            maker.Fill(priceTicks, lots);
            taker.Fill(priceTicks, lots);
            if (maker.LeavesLots == 0)
            {
                Remove(makerHandle);
            }

            handler.OnFill(makerHandle, takerHandle, priceTicks, lots);
        }
    }

    private static bool IsBetter(Side side, long priceTicks, long thanTicks) =>
        side == Side.Buy ? priceTicks > thanTicks : priceTicks < thanTicks;

    private ref RestingOrder RestingAt(int handle)
    {
        ref RestingOrder order = ref _pool[handle];
        if (!order.IsResting)
        {
            BookError.ThrowNotResting(handle);
        }

        return ref order;
    }

    private List<int> SideOf(Side side) => side == Side.Buy ? _bids : _asks;
}
