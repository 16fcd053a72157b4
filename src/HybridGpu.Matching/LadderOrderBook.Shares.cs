using System;
using System.Runtime.CompilerServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <content>Pro-rata: the makers of a price trade their shares of the taker.</content>
public sealed partial class LadderOrderBook
{
    private const int SharesAtFirst = 64;

    /// <summary>Scratch: what each maker of a price is due. Grows to the longest queue ever divided.</summary>
    private Share[] _shares;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MatchByShares<THandler>(int takerHandle, ref RestingOrder taker, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        ref LadderSide makers = ref SideOf(taker.Side.Opposite());
        bool isDivided = false;
        long dividedKey = 0;
        while (taker.LeavesLots > 0 && makers.Reaches(taker.PriceTicks))
        {
            ref Level best = ref _levels[makers.BestLevel];
            if (isDivided && best.Key == dividedKey)
            {
                // What the shares left over, in time order.
                long lots = Math.Min(_pool.At(best.Head).ShownLots, taker.LeavesLots);
                if (Meet(best.Head, takerHandle, ref taker, lots, ref handler) == Stopped)
                {
                    return;
                }

                continue;
            }

            // A taker of all that is shown gives each maker all it shows; icebergs that show more are divided anew.
            isDivided = taker.LeavesLots < best.Lots;
            dividedKey = best.Key;
            int count = ComputeShares(in best, Math.Min(taker.LeavesLots, best.Lots));
            if (!TradeShares(count, takerHandle, ref taker, ref handler))
            {
                return;
            }
        }
    }

    /// <summary>Trades the shares in the scratch, oldest maker first.</summary>
    /// <returns>False when matching ends.</returns>
    private bool TradeShares<THandler>(int count, int takerHandle, ref RestingOrder taker, ref THandler handler)
        where THandler : struct, IMatchHandler, allows ref struct
    {
        for (int i = 0; i < count; i++)
        {
            Share share = _shares[i];
            while (share.Lots > 0 && IsUnchanged(in share))
            {
                long taken = Meet(share.Handle, takerHandle, ref taker, share.Lots, ref handler);
                if (taken == Stopped)
                {
                    return false;
                }

                // A dropped maker is found gone by the next look.
                share.Lots -= taken;
                share.ShownLots -= taken;
            }
        }

        return true;
    }

    /// <summary>Whether an order is as it was when its share was computed, but for what it traded of that: the handler
    /// may have taken it out, or made it smaller.</summary>
    private bool IsUnchanged(in Share share) =>
        _pool.IsRestingAs(share.Handle, share.Id) && _pool.At(share.Handle).ShownLots == share.ShownLots;

    /// <summary>Writes what each maker of a level is due of some lots, at most all that the level shows.</summary>
    /// <returns>Number of makers.</returns>
    private int ComputeShares(in Level level, long lots)
    {
        if (_shares.Length < level.Orders)
        {
            _shares = new Share[Math.Max(level.Orders, _shares.Length * 2)];
        }

        bool byTime = Allocation == MatchAllocation.TimeProRata;
        UInt128 total = 0;
        int rank = 0;
        for (int handle = level.Head; handle >= 0; handle = _pool.At(handle).Next)
        {
            ref RestingOrder maker = ref _pool.At(handle);
            _shares[rank] = new Share { Handle = handle, Id = maker.Id, ShownLots = maker.ShownLots };
            total += _shares[rank].Weight(byTime, level.Orders - rank);
            rank++;
        }

        for (int i = 0; i < rank; i++)
        {
            ref Share share = ref _shares[i];
            share.Lots = lots == level.Lots
                ? share.ShownLots
                : Proportion.Of(lots, share.Weight(byTime, level.Orders - i), total, share.ShownLots);
        }

        return rank;
    }

    /// <summary>What one maker is due.</summary>
    private struct Share
    {
        public OrderId Id;
        public long ShownLots;
        public long Lots;
        public int Handle;

        /// <summary>The maker's weight; <paramref name="seniority"/> is 1 for the youngest.</summary>
        public readonly UInt128 Weight(bool byTime, int seniority) =>
            (UInt128)(ulong)ShownLots * (byTime ? (uint)seniority : 1u);
    }
}
