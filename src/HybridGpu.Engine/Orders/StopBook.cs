using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Orders;

/// <summary>The stop orders of one instrument that wait for their trigger, in four heaps: by side and by what sets them
/// off.</summary>
/// <remarks>
/// A buy is set off by a price at its stop price or above, a sell by one at it or below; the nearest first, the oldest
/// of the same price first. Cost: O(log n) a call; no allocation but for more stops than ever before. An order's place
/// in its heap is kept in <see cref="OrderRef.EngineTag"/>. Bounded by the accounts' order slots. </remarks>
internal sealed class StopBook
{
    private readonly OrderPool _orders;
    private readonly Heap[] _heaps = new Heap[4];

    public StopBook(OrderPool orders)
    {
        _orders = orders;
        for (int i = 0; i < _heaps.Length; i++)
        {
            _heaps[i].Handles = [];
        }
    }

    public int Count { get; private set; }

    /// <summary>One that would be among the next to be set off; there must be one.</summary>
    public int Any
    {
        get
        {
            foreach (ref readonly Heap heap in _heaps.AsSpan())
            {
                if (heap.Count > 0)
                {
                    return heap.Handles[0];
                }
            }

            return OrderPool.NoOrder;
        }
    }

    /// <summary>Appends the handles of all that wait.</summary>
    public void CopyTo(List<int> handles)
    {
        foreach (Heap heap in _heaps)
        {
            handles.AddRange(heap.Handles.AsSpan(0, heap.Count));
        }
    }

    /// <summary>Puts a waiting order in.</summary>
    public void Add(int handle)
    {
        ref Heap heap = ref HeapOf(handle);
        if (heap.Count == heap.Handles.Length)
        {
            Array.Resize(ref heap.Handles, Math.Max(8, heap.Count * 2));
        }

        Count++;
        heap.Count++;
        Up(ref heap, heap.Count - 1, handle);
    }

    /// <summary>Takes a waiting order out.</summary>
    public void Remove(int handle)
    {
        ref Heap heap = ref HeapOf(handle);
        int place = (int)_orders[handle].EngineTag;
        Count--;
        heap.Count--;
        int last = heap.Handles[heap.Count];
        if (last == handle)
        {
            return;
        }

        if (place > 0 && IsBefore(last, heap.Handles[(place - 1) / 2]))
        {
            Up(ref heap, place, last);
        }
        else
        {
            Down(ref heap, place, last);
        }
    }

    /// <summary>The order that prices between these two set off first, or <see cref="OrderPool.NoOrder"/>; buys
    /// before sells.</summary>
    public int NextWithin(StopTrigger trigger, long lowestTicks, long highestTicks)
    {
        ref Heap buys = ref _heaps[IndexOf(Side.Buy, trigger)];
        if (buys.Count > 0 && _orders[buys.Handles[0]].StopTicks <= highestTicks)
        {
            return buys.Handles[0];
        }

        ref Heap sells = ref _heaps[IndexOf(Side.Sell, trigger)];
        return sells.Count > 0 && _orders[sells.Handles[0]].StopTicks >= lowestTicks
            ? sells.Handles[0]
            : OrderPool.NoOrder;
    }

    private static int IndexOf(Side side, StopTrigger trigger) => (side == Side.Buy ? 0 : 2) + (int)trigger;

    private ref Heap HeapOf(int handle)
    {
        OrderRef order = _orders[handle];
        return ref _heaps[IndexOf(order.Side, OrderBits.TriggerOf(order))];
    }

    private bool IsBefore(int handle, int other)
    {
        OrderRef a = _orders[handle];
        OrderRef b = _orders[other];
        if (a.StopTicks != b.StopTicks)
        {
            return a.Side == Side.Buy ? a.StopTicks < b.StopTicks : a.StopTicks > b.StopTicks;
        }

        return a.Id.Value < b.Id.Value;
    }

    private void Up(ref Heap heap, int place, int handle)
    {
        while (place > 0)
        {
            int parent = (place - 1) / 2;
            if (!IsBefore(handle, heap.Handles[parent]))
            {
                break;
            }

            Put(ref heap, place, heap.Handles[parent]);
            place = parent;
        }

        Put(ref heap, place, handle);
    }

    private void Down(ref Heap heap, int place, int handle)
    {
        while (true)
        {
            int child = (2 * place) + 1;
            if (child >= heap.Count)
            {
                break;
            }

            if (child + 1 < heap.Count && IsBefore(heap.Handles[child + 1], heap.Handles[child]))
            {
                child++;
            }

            if (!IsBefore(heap.Handles[child], handle))
            {
                break;
            }

            Put(ref heap, place, heap.Handles[child]);
            place = child;
        }

        Put(ref heap, place, handle);
    }

    private void Put(ref Heap heap, int place, int handle)
    {
        heap.Handles[place] = handle;
        _orders[handle].EngineTag = (uint)place;
    }

    private struct Heap
    {
        public int[] Handles;
        public int Count;
    }
}
