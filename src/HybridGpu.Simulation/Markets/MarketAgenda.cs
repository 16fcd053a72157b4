using System;
using System.Collections.Generic;

namespace HybridGpu.Simulation.Markets;

/// <summary>Where market time must stop on its way: expiries, samples before them, fundings.</summary>
/// <remarks>Time of a market may move by hours at a step. An expiry's average needs the index from half an hour before,
/// so in that window time stops each minute; outside of windows one sample a step is enough, at least a second after
/// the last. Of the fundings that a step passes only the last is made: what accrued before is in it.</remarks>
internal static class MarketAgenda
{
    /// <summary>Least market time between two samples of an index, apart from those at a stop.</summary>
    public const long SampleSpacingNs = MarketTime.SecondNs;

    private const long WindowNs = 30 * MinuteNs;
    private const long MinuteNs = 60 * MarketTime.SecondNs;

    /// <summary>The next stop after a moment, at most a target.</summary>
    public static long NextStop(
        IReadOnlyList<ListedExpiry> expiries, IReadOnlyList<MarketUnderlying> underlyings, long fromNs, long targetNs)
    {
        long stopNs = targetNs;
        long minuteNs = fromNs - (fromNs % MinuteNs) + MinuteNs;
        foreach (ListedExpiry expiry in expiries)
        {
            if (expiry.ExpiryNs == long.MaxValue || expiry.ExpiryNs - WindowNs > targetNs)
            {
                continue;
            }

            // The window's beginning, then its minutes, then the expiry itself.
            long next = Math.Max(expiry.ExpiryNs - WindowNs, minuteNs);
            stopNs = Math.Min(stopNs, Math.Min(next, Math.Max(fromNs, expiry.ExpiryNs)));
        }

        foreach (MarketUnderlying underlying in underlyings)
        {
            long funding = targetNs - (targetNs % underlying.FundingIntervalNs);
            stopNs = funding > fromNs ? Math.Min(stopNs, funding) : stopNs;
        }

        return stopNs;
    }

    /// <summary>Whether a funding is due at a stop.</summary>
    public static bool IsFunding(MarketUnderlying underlying, long marketNs) =>
        marketNs % underlying.FundingIntervalNs == 0;
}
