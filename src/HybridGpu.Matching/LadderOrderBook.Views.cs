using System;
using System.Runtime.CompilerServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <content>What can be asked of the book.</content>
public sealed partial class LadderOrderBook
{
    /// <inheritdoc/>
    public bool WouldTrade(Side side, long limitTicks) => SideOf(side.Opposite()).Reaches(limitTicks);

    /// <inheritdoc/>
    public bool TryBest(Side side, out long priceTicks, out long lots)
    {
        ref LadderSide own = ref SideOf(side);
        if (own.Count == 0)
        {
            priceTicks = 0;
            lots = 0;
            return false;
        }

        ref Level best = ref _levels[own.BestLevel];
        priceTicks = own.KeyOf(best.Key);
        lots = best.Lots;
        return true;
    }

    /// <inheritdoc/>
    public int BestHandle(Side side)
    {
        ref LadderSide own = ref SideOf(side);
        return own.Count == 0 ? OrderPool.NoOrder : _levels[own.BestLevel].Head;
    }

    /// <summary>Asks the processor for the level that a taker of the other side would meet first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PrefetchBestLevel(Side side) => _levels.Prefetch(SideOf(side).BestLevel);

    /// <summary>Asks the processor for the order that a taker of the other side would meet first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PrefetchBestOrder(Side side)
    {
        int level = SideOf(side).BestLevel;
        if (level >= 0)
        {
            _pool.Prefetch(_levels[level].Head);
        }
    }

    /// <inheritdoc/>
    public int NextHandle(int handle)
    {
        ref RestingOrder order = ref RestingAt(handle);
        int next = _pool.At(handle).Next;
        if (next >= 0)
        {
            return next;
        }

        ref LadderSide own = ref SideOf(order.Side);
        int index = own.Find(own.KeyOf(order.PriceTicks));
        return index == 0 ? OrderPool.NoOrder : _levels[own.LevelAt(index - 1)].Head;
    }

    /// <inheritdoc/>
    public int CopyLevels(Side side, Span<PriceLevel> into)
    {
        ref LadderSide own = ref SideOf(side);
        int copied = Math.Min(own.Count, into.Length);
        for (int rank = 0; rank < copied; rank++)
        {
            ref Level level = ref _levels[own.LevelAt(own.Count - 1 - rank)];
            into[rank] = new PriceLevel(own.KeyOf(level.Key), level.Lots, level.Orders);
        }

        return copied;
    }

    /// <inheritdoc/>
    public long LotsWithin(Side takerSide, long limitTicks, long atMost)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(atMost);
        ref LadderSide makers = ref SideOf(takerSide.Opposite());
        long limitKey = makers.KeyOf(limitTicks);
        long counted = 0;
        for (int index = makers.Count - 1; index >= 0 && counted < atMost; index--)
        {
            if (_levels[makers.LevelAt(index)].Key < limitKey)
            {
                break;
            }

            counted += Math.Min(LotsAt(ref makers, index), atMost - counted);
        }

        return counted;
    }
}
