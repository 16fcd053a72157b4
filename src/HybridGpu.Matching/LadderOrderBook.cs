using System;
using System.Runtime.CompilerServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// The book of production: dense sorted prices (see <see cref="LadderSide"/>), each with a level, which is a doubly
/// linked queue of orders. An empty book is about 130 bytes, a level 48.
/// </summary>
/// <remarks>One thread. Hot path: adding, removing, reducing and each fill take tens of nanoseconds and allocate
/// nothing.</remarks>
public sealed class LadderOrderBook : IOrderBook
{
    /// <summary>Most prices of one side unless the constructor is told otherwise.</summary>
    public const int LevelsMaxDefault = 4096;

    private readonly OrderPool _pool;
    private readonly LevelPool _levels;
    private readonly int _levelsMax;
    private LadderSide _bids = new(Side.Buy);
    private LadderSide _asks = new(Side.Sell);

    /// <summary>An empty book, which takes level memory as it is used.</summary>
    /// <param name="pool">Holds the orders; shared by all books.</param>
    /// <param name="levelsMax">Most prices of one side; bounds the time of a command as well as memory.</param>
    /// <exception cref="ArgumentOutOfRangeException">No levels.</exception>
    public LadderOrderBook(OrderPool pool, int levelsMax = LevelsMaxDefault)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(levelsMax);
        _pool = pool;
        _levels = pool.Levels;
        _levelsMax = levelsMax;
    }

    /// <inheritdoc/>
    public int OrderCount { get; private set; }

    /// <inheritdoc/>
    public bool HasRoom(Side side, long priceTicks)
    {
        ref LadderSide own = ref SideOf(side);
        return own.Count < _levelsMax || own.Find(own.KeyOf(priceTicks)) >= 0;
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

        ref LadderSide own = ref SideOf(order.Side);
        long key = own.KeyOf(order.PriceTicks);
        int index = own.Find(key);
        ref QueueLink link = ref _pool.Link(handle);
        link.Next = RestingOrder.NoOrder;
        if (index >= 0)
        {
            order.Level = own.LevelAt(index);
            ref Level level = ref _levels[order.Level];
            _pool.Link(level.Tail).Next = handle;
            link.Prev = level.Tail;
            level.Tail = handle;
            level.Lots += order.LeavesLots;
            level.Orders++;
        }
        else
        {
            if (own.Count >= _levelsMax)
            {
                BookError.ThrowFull(handle, _levelsMax);
            }

            link.Prev = RestingOrder.NoOrder;
            order.Level = _levels.Allocate();
            _levels[order.Level] =
                new Level { Key = key, Lots = order.LeavesLots, Head = handle, Tail = handle, Orders = 1 };
            own.Insert(~index, key, order.Level);
        }

        order.Place = OrderPlace.Book;
        OrderCount++;
    }

    /// <inheritdoc/>
    public void Remove(int handle)
    {
        ref RestingOrder order = ref RestingAt(handle);
        Unlink(handle, ref order, order.LeavesLots);
    }

    /// <inheritdoc/>
    public void Reduce(int handle, long newLeavesLots)
    {
        ref RestingOrder order = ref RestingAt(handle);
        if (newLeavesLots <= 0 || newLeavesLots > order.LeavesLots)
        {
            BookError.ThrowNotReduction(handle, order.LeavesLots, newLeavesLots);
        }

        long less = order.LeavesLots - newLeavesLots;
        _levels[order.Level].Lots -= less;
        order.LeavesLots = newLeavesLots;
        order.Lots -= less;
    }

    /// <inheritdoc/>
    public bool WouldTrade(Side side, long limitTicks) => SideOf(side.Opposite()).Reaches(limitTicks);

    /// <inheritdoc/>
    public bool TryBest(Side side, out long priceTicks, out long lots)
    {
        ref LadderSide own = ref SideOf(side);
        if (own.Count == 0)
        {
            priceTicks = 0;
            lots = 0;
            return false;
        }

        ref Level best = ref _levels[own.BestLevel];
        priceTicks = own.KeyOf(best.Key);
        lots = best.Lots;
        return true;
    }

    /// <inheritdoc/>
    public int BestHandle(Side side)
    {
        ref LadderSide own = ref SideOf(side);
        return own.Count == 0 ? RestingOrder.NoOrder : _levels[own.BestLevel].Head;
    }

    /// <inheritdoc/>
    public int NextHandle(int handle)
    {
        ref RestingOrder order = ref RestingAt(handle);
        int next = _pool.Link(handle).Next;
        if (next >= 0)
        {
            return next;
        }

        ref LadderSide own = ref SideOf(order.Side);
        int index = own.Find(own.KeyOf(order.PriceTicks));
        return index == 0 ? RestingOrder.NoOrder : _levels[own.LevelAt(index - 1)].Head;
    }

    /// <inheritdoc/>
    public int CopyLevels(Side side, Span<PriceLevel> into)
    {
        ref LadderSide own = ref SideOf(side);
        int copied = Math.Min(own.Count, into.Length);
        for (int rank = 0; rank < copied; rank++)
        {
            ref Level level = ref _levels[own.LevelAt(own.Count - 1 - rank)];
            into[rank] = new PriceLevel(own.KeyOf(level.Key), level.Lots, level.Orders);
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

        ref LadderSide makers = ref SideOf(taker.Side.Opposite());

        // Nothing of the book is kept in locals from one round to the next, since the handler may have removed orders.
        while (taker.LeavesLots > 0 && makers.Reaches(taker.PriceTicks))
        {
            ref Level best = ref _levels[makers.BestLevel];
            int makerHandle = best.Head;
            ref RestingOrder maker = ref _pool[makerHandle];
            long priceTicks = maker.PriceTicks;
            long lots = Math.Min(maker.LeavesLots, taker.LeavesLots);
            if (!handler.MayFill(in maker, in taker, priceTicks, lots))
            {
                Unlink(makerHandle, ref maker, maker.LeavesLots);
                handler.OnMakerRefused(makerHandle);
                continue;
            }

            maker.Fill(priceTicks, lots);
            taker.Fill(priceTicks, lots);
            if (maker.LeavesLots == 0)
            {
                Unlink(makerHandle, ref maker, lots);
            }
            else
            {
                best.Lots -= lots;
            }

            handler.OnFill(makerHandle, takerHandle, priceTicks, lots);
        }
    }

    /// <summary>Takes an order out of its level's queue, and the level out of the side with its last order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Unlink(int handle, ref RestingOrder order, long lots)
    {
        order.Place = OrderPlace.Loose;
        OrderCount--;
        ref Level level = ref _levels[order.Level];
        if (--level.Orders == 0)
        {
            Close(ref SideOf(order.Side), order.Level);
            return;
        }

        level.Lots -= lots;
        (int next, int prev) = (_pool.Link(handle).Next, _pool.Link(handle).Prev);
        if (prev >= 0)
        {
            _pool.Link(prev).Next = next;
        }
        else
        {
            level.Head = next;
        }

        if (next >= 0)
        {
            _pool.Link(next).Prev = prev;
        }
        else
        {
            level.Tail = prev;
        }
    }

    /// <summary>Takes a level without orders out of its side.</summary>
    private void Close(ref LadderSide side, int level)
    {
        side.RemoveAt(side.Find(_levels[level].Key));
        _levels.Free(level);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref RestingOrder RestingAt(int handle)
    {
        ref RestingOrder order = ref _pool[handle];
        if (!order.IsResting)
        {
            BookError.ThrowNotResting(handle);
        }

        return ref order;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref LadderSide SideOf(Side side) => ref side == Side.Buy ? ref _bids : ref _asks;
}
