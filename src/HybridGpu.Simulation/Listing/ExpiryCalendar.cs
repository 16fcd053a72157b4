using System;
using System.Collections.Generic;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Listing;

/// <summary>The moments that expiry rules name, from market time on.</summary>
internal static class ExpiryCalendar
{
    /// <summary>The next moments of a rule, each after a moment; rising.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="count">How many.</param>
    /// <param name="nowNs">Market time.</param>
    public static IEnumerable<long> Next(ExpiryRule rule, int count, long nowNs)
    {
        if (rule == ExpiryRule.Hourly)
        {
            long hour = nowNs - (nowNs % MarketTime.HourNs);
            for (int i = 1; i <= count; i++)
            {
                yield return hour + (i * MarketTime.HourNs);
            }

            yield break;
        }

        DateTime day = MarketTime.ToUtc(nowNs).Date;
        for (int found = 0; found < count; day = day.AddDays(1))
        {
            long expiry = MarketTime.FromUtc(day) + MarketTime.ExpiryOfDayNs;
            if (expiry > nowNs && Names(rule, day))
            {
                found++;
                yield return expiry;
            }
        }
    }

    private static bool Names(ExpiryRule rule, DateTime day)
    {
        bool isFriday = day.DayOfWeek == DayOfWeek.Friday;
        bool isLastFriday = isFriday && day.AddDays(7).Month != day.Month;
        return rule switch
        {
            ExpiryRule.Daily => true,
            ExpiryRule.Weekly => isFriday,
            ExpiryRule.Monthly => isLastFriday,
            _ => isLastFriday && day.Month % 3 == 0,
        };
    }
}
