using System;
using System.Runtime.CompilerServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// The book of production: dense sorted prices (see <see cref="LadderSide"/>), each with a level, which is a doubly
/// linked queue of orders. An empty book is about 150 bytes, a level 56.
/// </summary>
/// <remarks>One thread. Hot path: adding, removing, reducing and each fill take tens of nanoseconds and allocate
/// nothing.</remarks>
public sealed partial class LadderOrderBook : IOrderBook
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
    /// <param name="allocation">How lots are divided within a price.</param>
    /// <exception cref="ArgumentOutOfRangeException">No levels, or an unknown allocation.</exception>
    public LadderOrderBook(
        OrderPool pool, int levelsMax = LevelsMaxDefault, MatchAllocation allocation = MatchAllocation.PriceTime)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(levelsMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)allocation, (int)MatchAllocation.TimeProRata);
        _pool = pool;
        _levels = pool.Levels;
        _levelsMax = levelsMax;
        Allocation = allocation;
        _shares = allocation == MatchAllocation.PriceTime ? [] : new Share[SharesAtFirst];
    }

    /// <inheritdoc/>
    public MatchAllocation Allocation { get; }

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
        ref RestingOrder order = ref _pool.At(handle);
        if (order.Place != OrderPlace.Loose)
        {
            BookError.ThrowNotLoose(handle);
        }

        long displayLots = _pool.DisplayLotsOf(handle);
        order.IsIceberg = displayLots != 0;
        long shownLots = order.LeavesLots;
        bool isSound = shownLots > 0;
        if (order.IsIceberg)
        {
            long peakLots = Math.Min(displayLots, shownLots);
            isSound &= peakLots > 0 && order.ShownLots >= 0 && order.ShownLots <= peakLots;
            shownLots = order.ShownLots > 0 ? order.ShownLots : peakLots;
        }

        if (!isSound || (!InAuction && WouldTrade(order.Side, order.PriceTicks)))
        {
            BookError.ThrowCannotRest(handle, in order);
        }

        ref LadderSide own = ref SideOf(order.Side);
        long key = own.KeyOf(order.PriceTicks);
        int index = own.Find(key);
        order.Next = OrderPool.NoOrder;
        if (index >= 0)
        {
            order.Level = own.LevelAt(index);
            ref Level level = ref _levels[order.Level];
            _pool.At(level.Tail).Next = handle;
            order.Prev = level.Tail;
            level.Tail = handle;
            level.Lots += shownLots;
            level.Orders++;
        }
        else
        {
            if (own.Count >= _levelsMax)
            {
                BookError.ThrowFull(handle, _levelsMax);
            }

            order.Prev = OrderPool.NoOrder;
            order.Level = _levels.Allocate();
            _levels[order.Level] = new Level
            {
                Key = key,
                Lots = shownLots,
                Head = handle,
                Tail = handle,
                Orders = 1,
            };
            own.Insert(~index, key, order.Level);
        }

        order.ShownLots = shownLots;
        if (order.IsIceberg)
        {
            _levels.HiddenLots(order.Level) += order.HiddenLots;
        }

        order.Place = OrderPlace.Book;
        OrderCount++;
    }

    /// <inheritdoc/>
    public void Remove(int handle)
    {
        ref RestingOrder order = ref RestingAt(handle);
        Unlink(handle, ref order, order.ShownLots);
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
        long lessHidden = Math.Min(less, order.HiddenLots);
        ref Level level = ref _levels[order.Level];
        _levels.HiddenLots(order.Level) -= lessHidden;
        level.Lots -= less - lessHidden;
        order.ShownLots -= less - lessHidden;
        _pool.Decrement(handle, less);
    }

    /// <summary>Takes an order out of its level's queue, and the level out of the side with its last order.</summary>
    /// <param name="handle">The order.</param>
    /// <param name="order">The same.</param>
    /// <param name="shownLots">What the level still counts as shown by it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Unlink(int handle, ref RestingOrder order, long shownLots)
    {
        order.Place = OrderPlace.Loose;
        OrderCount--;
        ref Level level = ref _levels[order.Level];
        if (order.IsIceberg)
        {
            _levels.HiddenLots(order.Level) -= order.HiddenLots;
        }

        if (--level.Orders == 0)
        {
            Close(ref SideOf(order.Side), order.Level);
            return;
        }

        level.Lots -= shownLots;
        Detach(handle, ref level);
    }

    /// <summary>Takes an order out of a queue that has others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Detach(int handle, ref Level level)
    {
        ref RestingOrder order = ref _pool.At(handle);
        (int next, int prev) = (order.Next, order.Prev);
        if (prev >= 0)
        {
            _pool.At(prev).Next = next;
        }
        else
        {
            level.Head = next;
        }

        if (next >= 0)
        {
            _pool.At(next).Prev = prev;
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
        ref RestingOrder order = ref _pool.At(handle);
        if (!order.IsResting)
        {
            BookError.ThrowNotResting(handle);
        }

        return ref order;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref LadderSide SideOf(Side side) => ref side == Side.Buy ? ref _bids : ref _asks;
}
