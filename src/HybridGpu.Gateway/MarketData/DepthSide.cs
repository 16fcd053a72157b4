using System;
using HybridGpu.Domain;

namespace HybridGpu.Gateway.MarketData;

/// <summary>One side of a book by price level, folded from order events. Best level last, so that the top is
/// O(1).</summary>
internal sealed class DepthSide
{
    private readonly bool _isBid;
    private (long Ticks, long Lots)[] _levels = new (long, long)[8];

    public DepthSide(Side side)
    {
        _isBid = side == Side.Buy;
    }

    /// <summary>Levels with quantity.</summary>
    public int Count { get; private set; }

    /// <summary>A level; 0 is the best.</summary>
    public (long Ticks, long Lots) this[int index] => _levels[Count - 1 - index];

    /// <summary>Adds lots at a price, negative to take away.</summary>
    /// <exception cref="InvalidOperationException">More is taken away than is there: an event was missed.</exception>
    public void Change(long ticks, long lots)
    {
        int index = Find(ticks);
        bool exists = index < Count && _levels[index].Ticks == ticks;
        if (!exists)
        {
            if (lots <= 0)
            {
                throw new InvalidOperationException($"Market data takes {-lots} lots from an empty level at {ticks}.");
            }

            if (Count == _levels.Length)
            {
                Array.Resize(ref _levels, Count * 2);
            }

            Array.Copy(_levels, index, _levels, index + 1, Count - index);
            _levels[index] = (ticks, lots);
            Count++;
            return;
        }

        _levels[index].Lots += lots;
        if (_levels[index].Lots < 0)
        {
            throw new InvalidOperationException($"Market data has {_levels[index].Lots} lots at {ticks}.");
        }

        if (_levels[index].Lots == 0)
        {
            Count--;
            Array.Copy(_levels, index + 1, _levels, index, Count - index);
        }
    }

    /// <summary>Empties the side, when its instrument is settled.</summary>
    public void Clear() => Count = 0;

    /// <summary>First index whose price is not worse than the given one; the best is at the end.</summary>
    private int Find(long ticks)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool isWorse = _isBid ? _levels[middle].Ticks < ticks : _levels[middle].Ticks > ticks;
            if (isWorse)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
