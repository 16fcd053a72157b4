using System;
using System.Runtime.CompilerServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// One side of a ladder: its prices in one dense array, the worst first and the best at the end, where most commands
/// fall.
/// Both sides are the same code, because prices are held as keys that rise towards the better price.
/// </summary>
/// <remarks>
/// An empty side holds no memory. Against a window of ticks with a bitmap: the cost doesn't depend on how sparse prices
/// are, which suits option books, and a side of 16 prices is four cache lines. A new price far from the best moves the
/// prices between, 16 bytes each; the most levels bound that to a few microseconds.
/// </remarks>
internal struct LadderSide
{
    /// <summary>Prices looked at one by one before the search halves: most commands fall close to the best.</summary>
    private const int LinearSteps = 8;

    private const int RungsAtFirst = 8;

    /// <summary>Below the key of every price that an order may have.</summary>
    private const long EmptyKey = long.MinValue;

    private readonly long _sign;
    private Rung[] _rungs;
    private int _count;

    // A copy of the last rung, so that the question whether a taker trades is answered from the book itself.
    private int _bestLevel;
    private long _bestKey;

    /// <summary>An empty side.</summary>
    public LadderSide(Side side)
    {
        _sign = side.Sign();
        _rungs = [];
        _bestLevel = OrderPool.NoOrder;
        _bestKey = EmptyKey;
    }

    /// <summary>Prices in use.</summary>
    public readonly int Count => _count;

    /// <summary>Handle of the level that trades first; negative when the side is empty.</summary>
    public readonly int BestLevel => _bestLevel;

    /// <summary>Key of a price, and price of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly long KeyOf(long priceTicks) => priceTicks * _sign;

    /// <summary>Whether the best price of this side is at the limit of the other side or better for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Reaches(long limitTicks) => _bestKey >= KeyOf(limitTicks) && _count > 0;

    /// <summary>Handle of a level by index; the best is the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int LevelAt(int index) => _rungs[index].Level;

    /// <summary>Index of a key; when it isn't there, the complement of the index it would have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Find(long key)
    {
        Rung[] rungs = _rungs;
        int stop = Math.Max(_count - LinearSteps, 0);
        for (int i = _count - 1; i >= stop; i--)
        {
            long at = rungs[i].Key;
            if (at <= key)
            {
                return at == key ? i : ~(i + 1);
            }
        }

        return stop == 0 ? ~0 : FindBelow(key, stop);
    }

    /// <summary>Puts a price in. Hot path: allocates only when the side has more prices than ever before.</summary>
    public void Insert(int index, long key, int level)
    {
        if (_count == _rungs.Length)
        {
            Array.Resize(ref _rungs, Math.Max(RungsAtFirst, _count * 2));
        }

        if (index < _count)
        {
            Array.Copy(_rungs, index, _rungs, index + 1, _count - index);
        }

        _rungs[index] = new Rung { Key = key, Level = level };
        _count++;
        CopyBest();
    }

    /// <summary>Takes a price out.</summary>
    public void RemoveAt(int index)
    {
        _count--;
        if (index < _count)
        {
            Array.Copy(_rungs, index + 1, _rungs, index, _count - index);
        }

        CopyBest();
    }

    private void CopyBest()
    {
        if (_count == 0)
        {
            _bestKey = EmptyKey;
            _bestLevel = OrderPool.NoOrder;
            return;
        }

        ref Rung best = ref _rungs[_count - 1];
        _bestKey = best.Key;
        _bestLevel = best.Level;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int FindBelow(long key, int end)
    {
        int low = 0;
        while (low < end)
        {
            int middle = (int)((uint)(low + end) >> 1);
            if (_rungs[middle].Key < key)
            {
                low = middle + 1;
            }
            else
            {
                end = middle;
            }
        }

        return _rungs[low].Key == key ? low : ~low;
    }

    /// <summary>A price and where its level is.</summary>
    private struct Rung
    {
        public long Key;
        public int Level;
    }
}
