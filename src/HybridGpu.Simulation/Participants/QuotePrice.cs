using System;

namespace HybridGpu.Simulation.Participants;

/// <summary>A two-sided quote; a side of 0 lots is none.</summary>
internal readonly record struct QuotePrice(long BidTicks, long BidLots, long AskTicks, long AskLots)
{
    /// <summary>Whether a side has come or gone, moved by a threshold, or was traded down below half of what it is to
    /// be.</summary>
    public bool HasMovedFrom(in QuotePrice old, long thresholdTicks) =>
        HasMoved(old.BidTicks, old.BidLots, BidTicks, BidLots, thresholdTicks)
        || HasMoved(old.AskTicks, old.AskLots, AskTicks, AskLots, thresholdTicks);

    private static bool HasMoved(long oldTicks, long oldLots, long newTicks, long newLots, long thresholdTicks)
    {
        if (oldLots == 0 || newLots == 0)
        {
            return oldLots != newLots;
        }

        return Math.Abs(newTicks - oldTicks) >= thresholdTicks || oldLots * 2 < newLots;
    }
}
