using System;
using System.Collections.Generic;
using System.Linq;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// The oracle: each side is one list in priority order, and every question is answered by walking it. Slow on purpose,
/// so that it can be read and believed; tests hold <see cref="LadderOrderBook"/> equal to it.
/// </summary>
/// <remarks>One thread. Not for the hot path: commands cost time in proportion to the orders that rest.</remarks>
public sealed partial class NaiveOrderBook : IOrderBook
{
    private readonly OrderPool _pool;
    private readonly int _levelsMax;
    private readonly List<int> _bids = [];
    private readonly List<int> _asks = [];

    /// <summary>An empty book.</summary>
    /// <param name="pool">Holds the orders.</param>
    /// <param name="levelsMax">Most prices of one side.</param>
    /// <param name="allocation">How lots are divided within a price.</param>
    /// <exception cref="ArgumentOutOfRangeException">No levels, or an unknown allocation.</exception>
    public NaiveOrderBook(
        OrderPool pool,
        int levelsMax = LadderOrderBook.LevelsMaxDefault,
        MatchAllocation allocation = MatchAllocation.PriceTime)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(levelsMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)allocation, (int)MatchAllocation.TimeProRata);
        _pool = pool;
        _levelsMax = levelsMax;
        Allocation = allocation;
    }

    /// <inheritdoc/>
    public MatchAllocation Allocation { get; }

    /// <inheritdoc/>
    public int OrderCount => _bids.Count + _asks.Count;

    /// <inheritdoc/>
    public bool HasRoom(Side side, long priceTicks)
    {
        var prices = new HashSet<long>();
        foreach (int handle in SideOf(side))
        {
            prices.Add(_pool.At(handle).PriceTicks);
        }

        return prices.Contains(priceTicks) || prices.Count < _levelsMax;
    }

    /// <inheritdoc/>
    public void Add(int handle)
    {
        ref RestingOrder order = ref _pool.At(handle);
        if (order.Place != OrderPlace.Loose)
        {
            BookError.ThrowNotLoose(handle);
        }

        bool isIceberg = _pool.DisplayLotsOf(handle) != 0;
        long peakLots = _pool.PeakLotsOf(handle);
        long shownLots = isIceberg && order.ShownLots != 0 ? order.ShownLots : peakLots;
        if (order.LeavesLots <= 0 || peakLots <= 0 || shownLots < 0 || shownLots > peakLots
            || (!InAuction && WouldTrade(order.Side, order.PriceTicks)))
        {
            BookError.ThrowCannotRest(handle, in order);
        }

        if (!HasRoom(order.Side, order.PriceTicks))
        {
            BookError.ThrowFull(handle, _levelsMax);
        }

        order.ShownLots = shownLots;
        Enqueue(handle);
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

        _pool.Decrement(handle, order.LeavesLots - newLeavesLots);

        // Hidden lots go first: what was shown stays shown as far as there is still enough.
        order.ShownLots = Math.Min(order.ShownLots, newLeavesLots);
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
    public int BestHandle(Side side) => SideOf(side).Count == 0 ? OrderPool.NoOrder : SideOf(side)[0];

    /// <inheritdoc/>
    public int NextHandle(int handle)
    {
        List<int> own = SideOf(RestingAt(handle).Side);
        int next = own.IndexOf(handle) + 1;
        return next < own.Count ? own[next] : OrderPool.NoOrder;
    }

    /// <inheritdoc/>
    public int CopyLevels(Side side, Span<PriceLevel> into)
    {
        int copied = 0;
        foreach (int handle in SideOf(side))
        {
            ref RestingOrder order = ref _pool.At(handle);
            if (copied > 0 && into[copied - 1].PriceTicks == order.PriceTicks)
            {
                PriceLevel level = into[copied - 1];
                into[copied - 1] = level with { Lots = level.Lots + order.ShownLots, Orders = level.Orders + 1 };
            }
            else if (copied < into.Length)
            {
                into[copied++] = new PriceLevel(order.PriceTicks, order.ShownLots, 1);
            }
            else
            {
                break;
            }
        }

        return copied;
    }

    /// <inheritdoc/>
    public long LotsWithin(Side takerSide, long limitTicks, long atMost)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(atMost);
        long lots = MakersWithin(takerSide, limitTicks).Sum(handle => _pool.At(handle).LeavesLots);
        return Math.Min(lots, atMost);
    }

    /// <summary>Those that an order of this side and limit could trade with, by priority; a copy.</summary>
    private List<int> MakersWithin(Side takerSide, long limitTicks) =>
        [.. SideOf(takerSide.Opposite()).Where(h => !IsBetter(takerSide, _pool.At(h).PriceTicks, limitTicks))];

    /// <summary>Puts an order behind all that are at its price or better.</summary>
    private void Enqueue(int handle)
    {
        Side side = _pool.At(handle).Side;
        long priceTicks = _pool.At(handle).PriceTicks;
        List<int> own = SideOf(side);
        int place = own.FindIndex(other => IsBetter(side, priceTicks, _pool.At(other).PriceTicks));
        own.Insert(place < 0 ? own.Count : place, handle);
    }

    private static bool IsBetter(Side side, long priceTicks, long thanTicks) =>
        side == Side.Buy ? priceTicks > thanTicks : priceTicks < thanTicks;

    private ref RestingOrder RestingAt(int handle)
    {
        ref RestingOrder order = ref _pool.At(handle);
        if (!order.IsResting)
        {
            BookError.ThrowNotResting(handle);
        }

        return ref order;
    }

    private List<int> SideOf(Side side) => side == Side.Buy ? _bids : _asks;
}
