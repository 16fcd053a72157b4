using System;
using System.Collections.Generic;

namespace HybridGpu.Simulation.Listing;

/// <summary>The strikes of an expiry round a forward: evenly spaced in the middle, wider in the wings.</summary>
/// <remarks>The spacing is the largest of 1, 2 and 5 times a power of ten that the table's percent of the forward
/// allows, and at least the smallest step; so strikes stay round numbers that later listings meet again.</remarks>
public sealed class StrikeLadder
{
    private static readonly long[] NiceDigits = [1, 2, 5];

    private readonly (double DaysAtMost, double Share)[] _steps;

    internal StrikeLadder(
        int eachSide, int wingEachSide, int wingTimes, long smallestStepUsd, (double DaysAtMost, double Share)[] steps)
    {
        EachSide = eachSide;
        WingEachSide = wingEachSide;
        WingTimes = wingTimes;
        SmallestStepUsd = smallestStepUsd;
        _steps = steps;
    }

    /// <summary>Strikes above and below the middle one, at the spacing.</summary>
    public int EachSide { get; }

    /// <summary>Further strikes on either side, in the wings.</summary>
    public int WingEachSide { get; }

    /// <summary>Spacing in the wings, in spacings.</summary>
    public int WingTimes { get; }

    /// <summary>Least spacing in USD.</summary>
    public long SmallestStepUsd { get; }

    /// <summary>Strikes in whole USD, rising; those that would not be positive are left out.</summary>
    /// <param name="forwardUsd">Forward of the expiry.</param>
    /// <param name="days">Days to it.</param>
    /// <returns>New array.</returns>
    public long[] Of(double forwardUsd, double days)
    {
        long step = StepFor(forwardUsd, days);
        long middle = Math.Max(1, (long)Math.Round(forwardUsd / step)) * step;
        var strikes = new List<long>();
        for (int i = -EachSide - WingEachSide; i <= EachSide + WingEachSide; i++)
        {
            int beyond = Math.Max(0, Math.Abs(i) - EachSide);
            long strike = middle + (step * (i + (Math.Sign(i) * beyond * (WingTimes - 1))));
            if (strike > 0)
            {
                strikes.Add(strike);
            }
        }

        return [.. strikes];
    }

    private long StepFor(double forwardUsd, double days)
    {
        double share = Array.Find(_steps, row => days <= row.DaysAtMost).Share;
        long step = SmallestStepUsd;
        for (long power = 1; power <= 1_000_000_000; power *= 10)
        {
            foreach (long digit in NiceDigits)
            {
                long candidate = digit * power;
                step = candidate > step && candidate <= share * forwardUsd ? candidate : step;
            }
        }

        return step;
    }
}
