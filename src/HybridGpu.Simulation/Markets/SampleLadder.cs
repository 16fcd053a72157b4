using System;
using System.Collections.Generic;

namespace HybridGpu.Simulation.Markets;

/// <summary>Which expiries and strikes the sample market lists at a moment.</summary>
internal static class SampleLadder
{
    /// <summary>Strikes of an expiry, one in the middle.</summary>
    public const int StrikeCount = 21;

    private const int HalfCount = StrikeCount / 2;
    private const double ReachDeviations = 2.5;
    private const double LargestStepShare = 0.09;

    private static readonly long[] NiceDigits = [1, 2, 5];

    /// <summary>The next two full hours, three days, three Fridays, three last Fridays of a month, two of a quarter;
    /// rising.</summary>
    public static SortedSet<long> Expiries(long nowNs)
    {
        long hour = nowNs - (nowNs % MarketTime.HourNs);
        var expiries = new SortedSet<long> { hour + MarketTime.HourNs, hour + (2 * MarketTime.HourNs) };
        DateTime today = MarketTime.ToUtc(nowNs).Date;
        int days = 0;
        int weeks = 0;
        int months = 0;
        int quarters = 0;
        for (DateTime day = today; quarters < 2 || months < 3; day = day.AddDays(1))
        {
            long expiry = MarketTime.FromUtc(day) + MarketTime.ExpiryOfDayNs;
            if (expiry <= nowNs)
            {
                continue;
            }

            bool isFriday = day.DayOfWeek == DayOfWeek.Friday;
            bool isLastFriday = isFriday && day.AddDays(7).Month != day.Month;
            bool isTaken = days++ < 3;
            isTaken |= isFriday && weeks++ < 3;
            isTaken |= isLastFriday && months++ < 3;
            isTaken |= isLastFriday && day.Month % 3 == 0 && quarters++ < 2;
            if (isTaken)
            {
                expiries.Add(expiry);
            }
        }

        return expiries;
    }

    /// <summary>Strikes in whole dollars round a forward, about 2.5 standard deviations to each side.</summary>
    /// <param name="forwardUsd">Forward.</param>
    /// <param name="deviation">Volatility x sqrt(time).</param>
    /// <param name="smallestStep">Least distance in dollars.</param>
    public static long[] Strikes(double forwardUsd, double deviation, long smallestStep)
    {
        double wanted = Math.Min(ReachDeviations * deviation / HalfCount, LargestStepShare) * forwardUsd;
        long step = smallestStep;
        foreach (long candidate in Steps(smallestStep))
        {
            if (candidate > Math.Max(wanted, smallestStep))
            {
                break;
            }

            step = candidate;
        }

        long middle = (long)Math.Round(forwardUsd / step) * step;
        long[] strikes = new long[StrikeCount];
        for (int i = 0; i < StrikeCount; i++)
        {
            strikes[i] = middle + ((i - HalfCount) * step);
        }

        return strikes;
    }

    private static IEnumerable<long> Steps(long smallest)
    {
        for (long power = 1; power <= 1_000_000; power *= 10)
        {
            foreach (long digit in NiceDigits)
            {
                if (digit * power >= smallest)
                {
                    yield return digit * power;
                }
            }
        }
    }
}
