using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// All orders of a venue. Handles are small integers; freed ones are given out again, the latest first. Growing moves
/// nothing, so references stay valid.
/// </summary>
/// <remarks>
/// One thread. Memory is reserved for the capacity, used as orders come and never given back: 64 bytes for what books
/// need of an order, 128 for its terms, 40 for its level. At the bound <see cref="Allocate"/> refuses and nothing else
/// changes. Whoever holds an <see cref="OrderRef"/> keeps the pool as well.
/// A pool without terms serves books alone: there <see cref="OrderRef"/>'s members after
/// <see cref="OrderRef.Instrument"/> don't exist, and no order is an iceberg.
/// </remarks>
public sealed class OrderPool
{
    /// <summary>Handle: there is no order here.</summary>
    public const int NoOrder = -1;

    private readonly FlatRecords<RestingOrder> _orders;
    private readonly FlatRecords<OrderTerms>? _terms;
    private int _freeHead = NoOrder;
    private int _unused;

    /// <summary>Makes a pool.</summary>
    /// <param name="capacity">Most orders at once, up to 2^30.</param>
    /// <param name="preallocated">Orders whose memory the system gives now rather than when they are first
    /// used.</param>
    /// <param name="hasTerms">Whether orders have more than what books match by.</param>
    /// <exception cref="ArgumentOutOfRangeException">Capacity out of range, or more preallocated than that.</exception>
    /// <exception cref="OutOfMemoryException">The system refuses that much address space.</exception>
    public OrderPool(int capacity, int preallocated = 0, bool hasTerms = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1 << 30);
        ArgumentOutOfRangeException.ThrowIfNegative(preallocated);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(preallocated, capacity);
        Capacity = capacity;
        _orders = new FlatRecords<RestingOrder>(capacity);
        _orders.Touch(preallocated);
        if (hasTerms)
        {
            _terms = new FlatRecords<OrderTerms>(capacity);
            _terms.Touch(preallocated);
        }

        Levels = new LevelPool(capacity);
    }

    /// <summary>Most orders at once.</summary>
    public int Capacity { get; }

    /// <summary>Orders allocated and not freed.</summary>
    public int Count { get; private set; }

    /// <summary>The levels of the ladders over this pool.</summary>
    internal LevelPool Levels { get; }

    /// <summary>The order of a handle that is allocated; valid until it is freed. Hot path. Debug builds assert that
    /// the order isn't freed.</summary>
    public OrderRef this[int handle]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var order = new OrderRef(
                ref _orders[handle], ref _terms is null ? ref Unsafe.NullRef<OrderTerms>() : ref _terms[handle]);
            Debug.Assert(!order.IsFree, "A freed order is used.");
            return order;
        }
    }

    /// <summary>
    /// Takes a cleared order that is in no book, with no account links. Hot path: no allocation.
    /// </summary>
    /// <returns>Its handle, or <see cref="NoOrder"/> when the pool is at its capacity.</returns>
    public int Allocate()
    {
        int handle = _freeHead;
        if (handle < 0)
        {
            if (_unused == Capacity)
            {
                return NoOrder;
            }

            handle = _unused++;
        }
        else
        {
            _freeHead = _orders[handle].Next;
        }

        ref RestingOrder order = ref _orders[handle];
        order = default;
        order.Place = OrderPlace.Loose;
        if (_terms is not null)
        {
            ref OrderTerms terms = ref _terms[handle];
            terms = default;
            terms.AccountNext = NoOrder;
            terms.AccountPrev = NoOrder;
            terms.EngineEntry = NoOrder;
        }

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
        order.Next = _freeHead;
        _freeHead = handle;
        Count--;
    }

    /// <summary>Asks the processor for all of an order but its name, which is needed soon; nothing happens for what
    /// isn't a handle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchWhole(int handle)
    {
        _orders.Prefetch(handle);
        _terms?.Prefetch(handle);
    }

    /// <summary>What books need of an order, be it freed. Hot path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref RestingOrder At(int handle) => ref _orders[handle];

    /// <summary>Most lots that an order shows at a time; 0 shows all.</summary>
    internal long DisplayLotsOf(int handle) => _terms is null ? 0 : _terms[handle].DisplayLots;

    /// <summary>What an order may show at most at once, of what is open.</summary>
    internal long PeakLotsOf(int handle)
    {
        long display = DisplayLotsOf(handle);
        long leaves = _orders[handle].LeavesLots;
        return display == 0 ? leaves : Math.Min(display, leaves);
    }

    /// <summary>Takes lots away that never trade.</summary>
    internal void Decrement(int handle, long lots)
    {
        _orders[handle].LeavesLots -= lots;
        if (_terms is not null)
        {
            _terms[handle].Lots -= lots;
        }
    }

    /// <summary>Whether a handle still names that order and the order rests; a handle that was freed is asked about
    /// too.</summary>
    public bool IsRestingAs(int handle, OrderId id)
    {
        ref RestingOrder order = ref _orders[handle];
        return order.Place == OrderPlace.Book && order.Id == id;
    }

    /// <summary>Asks the processor for an order that is needed soon; any number will do, and nothing happens for those
    /// that aren't handles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Prefetch(int handle) => _orders.Prefetch(handle);

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowNotFreeable(int handle, OrderPlace place) => throw new InvalidOperationException(
        place == OrderPlace.Free
            ? $"Order {handle} was freed before."
            : $"Order {handle} still rests in a book and can't be freed.");
}
