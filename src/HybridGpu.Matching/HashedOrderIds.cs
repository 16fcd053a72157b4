using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// Orders of a pool by their number, in an open-addressed table. Eight neighbours share a cache line of slots, and
/// lines are spread over the table.
/// </summary>
/// <remarks>
/// One thread. At most half of the slots are in use, 8 bytes each. A slot holds the low half of the number; the rest is
/// compared in the order itself, which whoever asks needs next. Removing moves the entries behind forward, so that
/// there are no marks of removed ones and age costs nothing.
/// </remarks>
internal sealed class HashedOrderIds
{
    private const int SlotsAtFirst = 16;

    /// <summary>Low bits of a number that choose the slot within a line of 64 bytes.</summary>
    private const int LineShift = 3;

    private readonly OrderPool _pool;
    private Slot[] _slots;
    private int _mask;
    private int _lineHashShift;

    /// <summary>An empty table over a pool, with room for a power of two orders.</summary>
    public HashedOrderIds(OrderPool pool, int orders)
    {
        _pool = pool;
        SetSlots(Math.Max(SlotsAtFirst, orders * 2));
    }

    /// <summary>Orders in the map.</summary>
    public int Count { get; private set; }

    /// <summary>Puts an order in by the number that it has, which isn't there. Hot path: allocates only when there are
    /// more orders than ever before.</summary>
    public void Add(int handle)
    {
        if (Count * 2 >= _slots.Length)
        {
            Grow();
        }

        ulong id = _pool.At(handle).Id.Value;
        int at = HomeOf((uint)id);
        while (!_slots[at].IsFree)
        {
            at = (at + 1) & _mask;
        }

        _slots[at] = new Slot(id, handle);
        Count++;
    }

    /// <summary>The order of a number, or <see cref="OrderPool.NoOrder"/>. Hot path.</summary>
    public int Find(OrderId id)
    {
        int at = IndexOf(id.Value);
        return at < 0 ? OrderPool.NoOrder : _slots[at].Handle;
    }

    /// <summary>Takes the order of a number out, while it is in the pool still. Hot path.</summary>
    /// <returns>Its handle, or <see cref="OrderPool.NoOrder"/> when there was none.</returns>
    public int Remove(OrderId id)
    {
        int hole = IndexOf(id.Value);
        if (hole < 0)
        {
            return OrderPool.NoOrder;
        }

        int handle = _slots[hole].Handle;
        Count--;

        // An entry may move into the hole when its own slot doesn't lie behind the hole, seen from the entry.
        for (int at = (hole + 1) & _mask; !_slots[at].IsFree; at = (at + 1) & _mask)
        {
            int steps = (at - HomeOf(_slots[at].LowId)) & _mask;
            if (steps >= ((at - hole) & _mask))
            {
                _slots[hole] = _slots[at];
                hole = at;
            }
        }

        _slots[hole] = default;
        return handle;
    }

    /// <summary>Where a number's slot is when nothing is in the way: the line by multiplicative hashing (Knuth, The Art
    /// of Computer Programming 3, 6.4), the place in it by the lowest bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int HomeOf(uint lowId) =>
        (int)(((lowId >> LineShift) * 0x9E3779B1u >> _lineHashShift << LineShift) | (lowId & ((1u << LineShift) - 1)));

    [MemberNotNull(nameof(_slots))]
    private void SetSlots(int count)
    {
        _slots = new Slot[count];
        _mask = count - 1;
        _lineHashShift = 32 + LineShift - BitOperations.Log2((uint)count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int IndexOf(ulong id)
    {
        Slot[] slots = _slots;
        for (int at = HomeOf((uint)id); !slots[at].IsFree; at = (at + 1) & _mask)
        {
            if (slots[at].LowId == (uint)id && _pool.At(slots[at].Handle).Id.Value == id)
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
        SetSlots(old.Length * 2);
        foreach (Slot slot in old)
        {
            if (slot.IsFree)
            {
                continue;
            }

            int at = HomeOf(slot.LowId);
            while (!_slots[at].IsFree)
            {
                at = (at + 1) & _mask;
            }

            _slots[at] = slot;
        }
    }

    /// <summary>Handles of all orders, in no order.</summary>
    public IEnumerable<int> Handles()
    {
        foreach (Slot slot in _slots)
        {
            if (!slot.IsFree)
            {
                yield return slot.Handle;
            }
        }
    }

    /// <summary>The zero slot is free.</summary>
    private readonly struct Slot(ulong id, int handle)
    {
        private readonly int _handlePlusOne = handle + 1;

        public uint LowId { get; } = (uint)id;

        public bool IsFree => _handlePlusOne == 0;

        public int Handle => _handlePlusOne - 1;
    }
}
