using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// Orders of a pool by their number. Made for numbers that are counted up: the low bits of a number are its slot, so
/// that the orders of one time share cache lines, 16 to a line, and the many young ones take little of the cache. An
/// order that outlives as many numbers as there are slots makes way for a younger one, into a hashed table.
/// </summary>
/// <remarks>One thread. At least two slots an order; a slot is 12 bytes with its share of the hashed table. For pools
/// of up to 2^28 orders. Whether a slot's order is the one asked for is seen in
/// the order itself, which whoever asks needs next.</remarks>
public sealed class OrderIdMap
{
    /// <summary>Most orders of a pool that the map is for.</summary>
    public const int OrdersMax = 1 << 28;

    private const int SlotsAtFirst = 16;

    private readonly OrderPool _pool;

    /// <summary>Handle plus one by the number's low bits; 0 is free.</summary>
    private int[] _slots;
    private HashedOrderIds _displaced;

    /// <summary>The highest number ever added: one above it isn't there.</summary>
    private ulong _highest;

    /// <summary>An empty map.</summary>
    /// <param name="pool">Holds the orders.</param>
    /// <param name="preallocated">Orders to have slots for from the start.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than the pool's capacity, or below 0; or a
    /// pool for more than <see cref="OrdersMax"/>.</exception>
    public OrderIdMap(OrderPool pool, int preallocated = 0)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegative(preallocated);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(preallocated, pool.Capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pool.Capacity, OrdersMax);
        _pool = pool;
        SetSlots(Math.Max(SlotsAtFirst, (int)BitOperations.RoundUpToPowerOf2((uint)preallocated) * 2));
    }

    /// <summary>Orders in the map.</summary>
    public int Count { get; private set; }

    /// <summary>Puts an order in by the number that it has. Hot path: allocates only when there are more orders than
    /// ever before.</summary>
    /// <exception cref="InvalidOperationException">An order of this number is there.</exception>
    public void Add(int handle)
    {
        OrderId id = _pool.At(handle).Id;
        if (Count * 2 >= _slots.Length)
        {
            Grow();
        }

        ref int slot = ref SlotOf(id);
        if (slot != 0 || id.Value <= _highest)
        {
            MakeWay(id, slot - 1);
        }

        slot = handle + 1;
        _highest = Math.Max(_highest, id.Value);
        Count++;
    }

    /// <summary>The order of a number, or <see cref="OrderPool.NoOrder"/>. Hot path.</summary>
    public int Find(OrderId id)
    {
        int handle = SlotOf(id) - 1;
        return handle >= 0 && _pool.At(handle).Id == id ? handle : _displaced.Find(id);
    }

    /// <summary>Takes the order of a number out, while it is in the pool still. Hot path.</summary>
    /// <returns>Its handle, or <see cref="OrderPool.NoOrder"/> when there was none.</returns>
    public int Remove(OrderId id)
    {
        ref int slot = ref SlotOf(id);
        int handle = slot - 1;
        if (handle >= 0 && _pool.At(handle).Id == id)
        {
            slot = 0;
        }
        else
        {
            handle = _displaced.Remove(id);
            if (handle < 0)
            {
                return handle;
            }
        }

        Count--;
        return handle;
    }

    /// <summary>Asks the processor for the slot of a number that is needed soon.</summary>
    internal unsafe void PrefetchSlot(OrderId id)
    {
        if (Sse.IsSupported)
        {
            // The collector may move the slots meanwhile, and another line is fetched: no harm.
            Sse.Prefetch0(Unsafe.AsPointer(ref SlotOf(id)));
        }
    }

    /// <summary>Asks the processor for the order that a number has most probably, by its slot alone.</summary>
    internal void PrefetchOrder(OrderId id) => _pool.Prefetch(SlotOf(id) - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref int SlotOf(OrderId id)
    {
        int[] slots = _slots;
        return ref slots[(int)id.Value & (slots.Length - 1)];
    }

    /// <summary>Both tables have room for half as many orders as there are slots, all of which may be displaced in
    /// time.</summary>
    [MemberNotNull(nameof(_slots), nameof(_displaced))]
    private void SetSlots(int count)
    {
        _slots = new int[count];
        _displaced = new HashedOrderIds(_pool, count / 2);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MakeWay(OrderId id, int older)
    {
        if ((older >= 0 && _pool.At(older).Id == id) || _displaced.Find(id) >= 0)
        {
            throw new InvalidOperationException($"An order of the number {id} is in the map already.");
        }

        if (older >= 0)
        {
            _displaced.Add(older);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        int[] old = _slots;
        HashedOrderIds displaced = _displaced;
        SetSlots(old.Length * 2);
        Count = 0;
        foreach (int slot in old)
        {
            if (slot != 0)
            {
                Add(slot - 1);
            }
        }

        foreach (int handle in displaced.Handles())
        {
            Add(handle);
        }
    }
}
