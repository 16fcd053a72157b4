using HybridGpu.Kernels;
using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Risk.Tests.Surfaces;

/// <summary>Arbitrage looked for in prices rather than in formulas: the oracle of the surface tests.</summary>
/// <remarks>
/// Butterflies: out-of-the-money Black prices on an even grid of strikes out to eight deviations; the second difference
/// of call prices is a density's mass and must not be negative beyond rounding (put and call have the same, by parity).
/// Calendars: total variances on an even grid of log-moneyness, twenty deviations wide.
/// </remarks>
internal static class StaticArbitrage
{
    private const int Points = 1_601;

    /// <summary>Rounding of one second difference of prices near 1, with room.</summary>
    private const double Rounding = 1e-14;

    public static void AssertNone(ReadOnlySpan<SurfaceFit> fits)
    {
        SviSlice? earlier = null;
        foreach (SurfaceFit fit in fits)
        {
            if (!fit.HasSlice)
            {
                continue;
            }

            AssertNoButterfly(fit.Slice);
            if (earlier is { } floor)
            {
                AssertNoCalendar(floor, fit.Slice);
            }

            earlier = fit.Slice;
        }
    }

    private static void AssertNoButterfly(SviSlice slice)
    {
        double reach = Math.Min(8 * Math.Sqrt(slice.TotalVariance(0)), 5);
        double from = Math.Exp(-reach);
        double step = (Math.Exp(reach) - from) / (Points - 1);
        double least = 0;
        (double two, double one) = (double.NaN, double.NaN);
        for (int i = 0; i < Points; i++)
        {
            double price = CallPrice(slice, from + (step * i));
            least = Math.Min(least, i >= 2 ? two - (2 * one) + price : 0);
            (two, one) = (one, price);
        }

        Assert.That(least, Is.GreaterThanOrEqualTo(-Rounding), $"density of {slice}");
    }

    private static void AssertNoCalendar(SviSlice earlier, SviSlice later)
    {
        double reach = 20 * Math.Sqrt(later.TotalVariance(0));
        double least = double.PositiveInfinity;
        for (int i = 0; i < Points; i++)
        {
            double k = reach * ((2.0 * i / (Points - 1)) - 1);
            least = Math.Min(least, later.TotalVariance(k) - earlier.TotalVariance(k));
        }

        Assert.That(least, Is.GreaterThanOrEqualTo(-1e-13), $"{later} above {earlier}");
        Assert.That(later.LeftSlope, Is.GreaterThanOrEqualTo(earlier.LeftSlope));
        Assert.That(later.RightSlope, Is.GreaterThanOrEqualTo(earlier.RightSlope));
    }

    /// <summary>Call on a forward of 1, by parity from the put below it.</summary>
    private static double CallPrice(SviSlice slice, double strike)
    {
        double w = slice.TotalVariance(Math.Log(strike));
        double root = Math.Sqrt(w);
        double d1 = (-Math.Log(strike) / root) + (root / 2);
        double put = (strike * LaneMath.NormalCdf(root - d1)) - LaneMath.NormalCdf(-d1);
        double call = LaneMath.NormalCdf(d1) - (strike * LaneMath.NormalCdf(d1 - root));
        return strike < 1 ? put + 1 - strike : call;
    }
}
