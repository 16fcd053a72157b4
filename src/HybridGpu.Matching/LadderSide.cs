using System;
using System.Runtime.CompilerServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// One side of a ladder: its levels in one dense array, the worst first and the best at the end, where most commands fall.
/// Both sides are the same code, because prices are held as keys that rise towards the better price.
/// </summary>
/// <remarks>
/// An empty side holds no memory. Against a window of ticks with a bitmap: the cost doesn't depend on how sparse prices are,
/// which suits option books, and a side of 16 levels is 8 cache lines, all of which a search may use. A new price far from
/// the best moves the levels between, 32 bytes each; the most levels bound that to a few microseconds.
/// </remarks>
internal struct LadderSide
{
    /// <summary>Levels looked at one by one before the search halves: most commands fall close to the best.</summary>
    private const int LinearSteps = 8;

    private const int LevelsAtFirst = 8;

    private readonly long _sign;
    private Level[] _levels;
    private int _count;

    /// <summary>An empty side.</summary>
    public LadderSide(Side side)
    {
        _sign = side.Sign();
        _levels = [];
    }

    /// <summary>One price and the queue of its orders.</summary>
    internal struct Level
    {
        /// <summary>Price times the side's sign.</summary>
        public long Key;

        /// <summary>Sum of the queue's open lots.</summary>
        public long Lots;

        /// <summary>Oldest order.</summary>
        public int Head;

        /// <summary>Youngest order.</summary>
        public int Tail;

        /// <summary>Orders in the queue, at least one.</summary>
        public int Orders;
    }

    /// <summary>Prices in use.</summary>
    public readonly int Count => _count;

    /// <summary>The level that trades first; the side must not be empty.</summary>
    public readonly ref Level Best
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _levels[_count - 1];
    }

    /// <summary>Level by rank, 0 the best.</summary>
    public readonly ref Level ByRank(int rank) => ref _levels[_count - 1 - rank];

    /// <summary>Key of a price, and price of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly long KeyOf(long priceTicks) => priceTicks * _sign;

    /// <summary>Whether a level of this side is at the limit of the other side or better for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Reaches(long limitTicks) => _count > 0 && _levels[_count - 1].Key >= KeyOf(limitTicks);

    /// <summary>Index of the level of a key; when there is none, the complement of the index it would have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Find(long key)
    {
        Level[] levels = _levels;
        int stop = Math.Max(_count - LinearSteps, 0);
        for (int i = _count - 1; i >= stop; i--)
        {
            long at = levels[i].Key;
            if (at <= key)
            {
                return at == key ? i : ~(i + 1);
            }
        }

        return stop == 0 ? ~0 : FindBelow(key, stop);
    }

    /// <summary>The level at an index that <see cref="Find"/> gave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref Level At(int index) => ref _levels[index];

    /// <summary>Opens a level with one order. Hot path: allocates only when the side has more levels than ever before.</summary>
    public void Insert(int index, long key, int handle, long lots)
    {
        if (_count == _levels.Length)
        {
            Array.Resize(ref _levels, Math.Max(LevelsAtFirst, _count * 2));
        }

        if (index < _count)
        {
            Array.Copy(_levels, index, _levels, index + 1, _count - index);
        }

        _count++;
        _levels[index] = new Level { Key = key, Lots = lots, Head = handle, Tail = handle, Orders = 1 };
    }

    /// <summary>Closes a level whose queue is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RemoveAt(int index)
    {
        _count--;
        if (index < _count)
        {
            Array.Copy(_levels, index + 1, _levels, index, _count - index);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int FindBelow(long key, int end)
    {
        int low = 0;
        while (low < end)
        {
            int middle = (int)((uint)(low + end) >> 1);
            if (_levels[middle].Key < key)
            {
                low = middle + 1;
            }
            else
            {
                end = middle;
            }
        }

        return low < _count && _levels[low].Key == key ? low : ~low;
    }
}
