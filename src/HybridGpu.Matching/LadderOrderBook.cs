using System;
using System.Runtime.CompilerServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// The book of production: dense sorted levels (see <see cref="LadderSide"/>), each a doubly linked queue through the orders
/// in the pool. An empty book is about 100 bytes, a level 32.
/// </summary>
/// <remarks>One thread. Hot path: adding, removing, reducing and each fill take tens of nanoseconds and allocate nothing.</remarks>
public sealed class LadderOrderBook : IOrderBook
{
    /// <summary>Most prices of one side unless the constructor is told otherwise.</summary>
    public const int LevelsMaxDefault = 4096;

    private readonly OrderPool _pool;
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
        if (index >= 0)
        {
            ref LadderSide.Level level = ref own.At(index);
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

            own.Insert(~index, key, handle, order.LeavesLots);
            link.Prev = RestingOrder.NoOrder;
        }

        link.Next = RestingOrder.NoOrder;
        order.Place = OrderPlace.Book;
        OrderCount++;
    }

    /// <inheritdoc/>
    public void Remove(int handle)
    {
        ref RestingOrder order = ref RestingAt(handle);
        ref LadderSide own = ref SideOf(order.Side);
        Unlink(ref own, own.Find(own.KeyOf(order.PriceTicks)), handle, ref order, order.LeavesLots);
    }

    /// <inheritdoc/>
    public void Reduce(int handle, long newLeavesLots)
    {
        ref RestingOrder order = ref RestingAt(handle);
        if (newLeavesLots <= 0 || newLeavesLots > order.LeavesLots)
        {
            BookError.ThrowNotReduction(handle, order.LeavesLots, newLeavesLots);
        }

        ref LadderSide own = ref SideOf(order.Side);
        long less = order.LeavesLots - newLeavesLots;
        own.At(own.Find(own.KeyOf(order.PriceTicks))).Lots -= less;
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

        priceTicks = own.KeyOf(own.Best.Key);
        lots = own.Best.Lots;
        return true;
    }

    /// <inheritdoc/>
    public int BestHandle(Side side)
    {
        ref LadderSide own = ref SideOf(side);
        return own.Count == 0 ? RestingOrder.NoOrder : own.Best.Head;
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
        return index == 0 ? RestingOrder.NoOrder : own.At(index - 1).Head;
    }

    /// <inheritdoc/>
    public int CopyLevels(Side side, Span<PriceLevel> into)
    {
        ref LadderSide own = ref SideOf(side);
        int copied = Math.Min(own.Count, into.Length);
        for (int rank = 0; rank < copied; rank++)
        {
            ref LadderSide.Level level = ref own.ByRank(rank);
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
            ref LadderSide.Level best = ref makers.Best;
            int makerHandle = best.Head;
            ref RestingOrder maker = ref _pool[makerHandle];
            long priceTicks = maker.PriceTicks;
            long lots = Math.Min(maker.LeavesLots, taker.LeavesLots);
            if (!handler.MayFill(in maker, in taker, priceTicks, lots))
            {
                Unlink(ref makers, makers.Count - 1, makerHandle, ref maker, maker.LeavesLots);
                handler.OnMakerRefused(makerHandle);
                continue;
            }

            maker.Fill(priceTicks, lots);
            taker.Fill(priceTicks, lots);
            if (maker.LeavesLots == 0)
            {
                Unlink(ref makers, makers.Count - 1, makerHandle, ref maker, lots);
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
    private void Unlink(ref LadderSide side, int index, int handle, ref RestingOrder order, long lots)
    {
        order.Place = OrderPlace.Loose;
        OrderCount--;
        ref LadderSide.Level level = ref side.At(index);
        if (--level.Orders == 0)
        {
            side.RemoveAt(index);
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
