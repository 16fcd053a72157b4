using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// All orders of a venue, in chunks: growing adds a chunk and moves nothing, so references stay valid. Handles are
/// small integers; freed ones are given out again, the latest first.
/// </summary>
/// <remarks>One thread. Memory is never given back. At the bound <see cref="Allocate"/> refuses and nothing else
/// changes.</remarks>
public sealed class OrderPool
{
    private const int ChunkShift = 12;

    private readonly AlignedChunks<RestingOrder> _orders;
    private readonly AlignedChunks<QueueLink> _links;
    private int _freeHead = RestingOrder.NoOrder;
    private int _unused;

    /// <summary>Makes a pool and its first chunks.</summary>
    /// <param name="capacity">Most orders at once, up to 2^30.</param>
    /// <param name="preallocated">Orders to have memory for from the start, 200 bytes each, rounded up to 4096.</param>
    /// <exception cref="ArgumentOutOfRangeException">Capacity out of range, or more preallocated than that.</exception>
    public OrderPool(int capacity, int preallocated = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1 << 30);
        ArgumentOutOfRangeException.ThrowIfNegative(preallocated);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(preallocated, capacity);
        Capacity = capacity;
        _orders = new AlignedChunks<RestingOrder>(capacity, ChunkShift);
        _links = new AlignedChunks<QueueLink>(capacity, ChunkShift);
        Levels = new LevelPool(capacity);
        while (_orders.Allocated < preallocated)
        {
            Grow();
        }
    }

    /// <summary>Most orders at once.</summary>
    public int Capacity { get; }

    /// <summary>Orders allocated and not freed.</summary>
    public int Count { get; private set; }

    /// <summary>The levels of the ladders over this pool.</summary>
    internal LevelPool Levels { get; }

    /// <summary>
    /// The order of a handle that is allocated; valid until it is freed, across growth. Hot path: two loads. Debug
    /// builds assert that the order isn't freed.
    /// </summary>
    public ref RestingOrder this[int handle]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ref RestingOrder order = ref _orders[handle];
            Debug.Assert(order.Place != OrderPlace.Free, "A freed order is used.");
            return ref order;
        }
    }

    /// <summary>
    /// Takes a cleared order that is in no book, with no account links. Hot path: no allocation but for the first use
    /// of each 4096 orders beyond the preallocated ones.
    /// </summary>
    /// <returns>Its handle, or <see cref="RestingOrder.NoOrder"/> when the pool is at its capacity.</returns>
    public int Allocate()
    {
        int handle = _freeHead;
        if (handle < 0)
        {
            handle = TakeUnused();
            if (handle < 0)
            {
                return RestingOrder.NoOrder;
            }
        }

        ref RestingOrder order = ref _orders[handle];
        if (_freeHead >= 0)
        {
            _freeHead = Link(handle).Next;
        }

        order = default;
        order.Place = OrderPlace.Loose;
        order.AccountNext = RestingOrder.NoOrder;
        order.AccountPrev = RestingOrder.NoOrder;
        Count++;
        return handle;
    }

    /// <summary>Gives an order back that is in no book. Hot path: no allocation.</summary>
    /// <exception cref="InvalidOperationException">The order rests in a book, or was freed before.</exception>
    public void Free(int handle)
    {
        ref RestingOrder order = ref _orders[handle];
        if (order.Place != OrderPlace.Loose)
        {
            ThrowNotFreeable(handle, order.Place);
        }

        order.Place = OrderPlace.Free;
        Link(handle).Next = _freeHead;
        _freeHead = handle;
        Count--;
    }

    /// <summary>Whether a handle still names that order and the order rests; a handle that was freed is asked about
    /// too.</summary>
    internal bool IsRestingAs(int handle, OrderId id)
    {
        ref RestingOrder order = ref _orders[handle];
        return order.Place == OrderPlace.Book && order.Id == id;
    }

    /// <summary>The queue links of an order, for the book that it is in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref QueueLink Link(int handle) => ref _links[handle];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int TakeUnused()
    {
        if (_unused == Capacity)
        {
            return RestingOrder.NoOrder;
        }

        if (_unused == _orders.Allocated)
        {
            Grow();
        }

        return _unused++;
    }

    private void Grow()
    {
        _orders.Grow();
        _links.Grow();
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowNotFreeable(int handle, OrderPlace place) => throw new InvalidOperationException(
        place == OrderPlace.Free
            ? $"Order {handle} was freed before."
            : $"Order {handle} still rests in a book and can't be freed.");
}
