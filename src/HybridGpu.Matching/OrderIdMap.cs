using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// Orders of a pool by their number. Made for numbers that are counted up: an order's slot is the low bits of its
/// number, so new orders fill neighbouring slots and those of one moment share cache lines; what is still there when
/// the numbers come round again is stepped over.
/// </summary>
/// <remarks>
/// One thread. At most half of the slots are in use, 8 bytes each. A slot holds the low half of the number; the rest is
/// compared in the order itself, which whoever asks needs next. Removing moves the entries behind forward, so that
/// there are no marks of removed ones and age costs nothing.
/// </remarks>
public sealed class OrderIdMap
{
    private const int SlotsAtFirst = 16;

    private readonly OrderPool _pool;
    private Slot[] _slots;
    private int _mask;

    /// <summary>An empty map.</summary>
    /// <param name="pool">Holds the orders.</param>
    /// <param name="preallocated">Orders to have slots for from the start.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than the pool's capacity, or below 0.</exception>
    public OrderIdMap(OrderPool pool, int preallocated = 0)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegative(preallocated);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(preallocated, pool.Capacity);
        _pool = pool;
        _slots = new Slot[Math.Max(SlotsAtFirst, (int)BitOperations.RoundUpToPowerOf2((uint)preallocated) * 2)];
        _mask = _slots.Length - 1;
    }

    /// <summary>Orders in the map.</summary>
    public int Count { get; private set; }

    /// <summary>Puts an order in by the number that it has. Hot path: allocates only when there are more orders than
    /// ever before.</summary>
    /// <exception cref="InvalidOperationException">An order of this number is there.</exception>
    public void Add(int handle)
    {
        if (Count * 2 >= _slots.Length)
        {
            Grow();
        }

        ulong id = _pool[handle].Id.Value;
        int at = (int)id & _mask;
        while (!_slots[at].IsFree)
        {
            if (_slots[at].LowId == (uint)id && _pool[_slots[at].Handle].Id.Value == id)
            {
                ThrowThereAlready(id);
            }

            at = (at + 1) & _mask;
        }

        _slots[at] = new Slot(id, handle);
        Count++;
    }

    /// <summary>The order of a number, or <see cref="RestingOrder.NoOrder"/>. Hot path.</summary>
    public int Find(OrderId id)
    {
        int at = IndexOf(id.Value);
        return at < 0 ? RestingOrder.NoOrder : _slots[at].Handle;
    }

    /// <summary>Takes the order of a number out, while it is in the pool still. Hot path.</summary>
    /// <returns>Its handle, or <see cref="RestingOrder.NoOrder"/> when there was none.</returns>
    public int Remove(OrderId id)
    {
        int hole = IndexOf(id.Value);
        if (hole < 0)
        {
            return RestingOrder.NoOrder;
        }

        int handle = _slots[hole].Handle;
        Count--;

        // An entry may move into the hole when its own slot doesn't lie behind the hole, seen from the entry.
        for (int at = (hole + 1) & _mask; !_slots[at].IsFree; at = (at + 1) & _mask)
        {
            int steps = (at - (int)_slots[at].LowId) & _mask;
            if (steps >= ((at - hole) & _mask))
            {
                _slots[hole] = _slots[at];
                hole = at;
            }
        }

        _slots[hole] = default;
        return handle;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int IndexOf(ulong id)
    {
        Slot[] slots = _slots;
        for (int at = (int)id & _mask; !slots[at].IsFree; at = (at + 1) & _mask)
        {
            if (slots[at].LowId == (uint)id && _pool[slots[at].Handle].Id.Value == id)
            {
                return at;
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        Slot[] old = _slots;
        _slots = new Slot[old.Length * 2];
        _mask = _slots.Length - 1;
        foreach (Slot slot in old)
        {
            if (slot.IsFree)
            {
                continue;
            }

            int at = (int)slot.LowId & _mask;
            while (!_slots[at].IsFree)
            {
                at = (at + 1) & _mask;
            }

            _slots[at] = slot;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowThereAlready(ulong id) =>
        throw new InvalidOperationException($"An order of the number {id} is in the map already.");

    /// <summary>The zero slot is free.</summary>
    private readonly struct Slot(ulong id, int handle)
    {
        private readonly int _handlePlusOne = handle + 1;

        public uint LowId { get; } = (uint)id;

        public bool IsFree => _handlePlusOne == 0;

        public int Handle => _handlePlusOne - 1;
    }
}
