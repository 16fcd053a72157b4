using System;
using HybridGpu.Kernels;

namespace HybridGpu.Risk.Surfaces;

/// <summary>Whether slices are free of static arbitrage, on grids that follow each slice's own shape.</summary>
/// <remarks>
/// Points are k = m + σ sinh(u) with u even from −11 to 11: dense where the hyperbola turns, and out to 30,000 σ, where
/// it has become its asymptotes; minima between points are searched out. Beyond, the slopes decide: g tends to
/// ¼ − slope²/16, positive below <see cref="SlopeMax"/>, and two slices keep the order of their slopes.
/// Cost: some 10 µs a slice or pair, no allocation. Thread: any.
/// Source: Lee, The moment formula for implied volatility at extreme strikes, 2004; Gatheral and Jacquier 2014.
/// </remarks>
internal static class ArbitrageCheck
{
    /// <summary>Steepest wing; at 2 the density would vanish far out.</summary>
    public const double SlopeMax = 1.95;

    /// <summary>Least volatility² x years that a slice may have.</summary>
    public const double VarianceMin = 1e-10;

    /// <summary>A g below this at a grid point is looked at between its neighbours too.</summary>
    private const double Suspicious = 0.02;

    private const int Halvings = 40;
    private const int Sections = 30;
    private const double Reach = 11;
    private const double CalendarReach = 4.5;
    private const int CoarsePoints = 45;
    private const int CalendarPoints = 25;
    private const int DensePoints = 221;

    private static readonly double[] Coarse = Grid(CoarsePoints, Reach);
    private static readonly double[] Near = Grid(CalendarPoints, CalendarReach);
    private static readonly double[] Dense = Grid(DensePoints, Reach);

    /// <summary>Points at which a fit's g is penalised, in units of σ from m.</summary>
    public static ReadOnlySpan<double> PenaltyGrid => Coarse;

    /// <summary>Points at which a fit is penalised below an earlier slice; beyond them the slopes are.</summary>
    public static ReadOnlySpan<double> CalendarGrid => Near;

    /// <summary>Least g on the dense grid and at the minima between its points; NaN when the slice isn't one.</summary>
    public static double LeastDurrleman(in SviSlice slice)
    {
        double least = double.PositiveInfinity;
        (double two, double one) = (double.NaN, double.NaN);
        for (int i = 0; i < Dense.Length; i++)
        {
            double g = slice.Durrleman(slice.M + (slice.Sigma * Dense[i]));
            if (double.IsNaN(g))
            {
                return g;
            }

            least = Math.Min(least, g);
            if (one <= two && one <= g && one < Suspicious)
            {
                least = Math.Min(least, LeastBetween(in slice, Dense[i - 2], Dense[i]));
            }

            (two, one) = (one, g);
        }

        return least;
    }

    /// <summary>Least total variance by which a slice lies above an earlier one, on both slices' dense grids and at the
    /// minima between their points.</summary>
    public static double CalendarMargin(in SviSlice earlier, in SviSlice later) =>
        Math.Min(MarginOn(in later, in earlier, in later), MarginOn(in earlier, in earlier, in later));

    private static double MarginOn(in SviSlice grid, in SviSlice earlier, in SviSlice later)
    {
        double least = double.PositiveInfinity;
        double from = double.NaN;
        bool wasFalling = false;
        foreach (double x in Dense)
        {
            double k = grid.M + (grid.Sigma * x);
            least = Math.Min(least, later.TotalVariance(k) - earlier.TotalVariance(k));
            bool isFalling = later.Slope(k) < earlier.Slope(k);
            if (wasFalling && !isFalling)
            {
                double turn = TurnBetween(in earlier, in later, from, k);
                least = Math.Min(least, later.TotalVariance(turn) - earlier.TotalVariance(turn));
            }

            (from, wasFalling) = (k, isFalling);
        }

        return least;
    }

    /// <summary>Where the slices come nearest: falling towards each other at one end, no longer at the other.</summary>
    private static double TurnBetween(in SviSlice earlier, in SviSlice later, double low, double high)
    {
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            bool isFalling = later.Slope(middle) < earlier.Slope(middle);
            (low, high) = isFalling ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>Least g between two points in units of σ, by golden sections.</summary>
    private static double LeastBetween(in SviSlice slice, double low, double high)
    {
        const double Golden = 0.6180339887498949;
        double left = high - (Golden * (high - low));
        double right = low + (Golden * (high - low));
        double atLeft = slice.Durrleman(slice.M + (slice.Sigma * left));
        double atRight = slice.Durrleman(slice.M + (slice.Sigma * right));
        for (int i = 0; i < Sections; i++)
        {
            if (atLeft < atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (Golden * (high - low));
                atLeft = slice.Durrleman(slice.M + (slice.Sigma * left));
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (Golden * (high - low));
                atRight = slice.Durrleman(slice.M + (slice.Sigma * right));
            }
        }

        return Math.Min(atLeft, atRight);
    }

    /// <summary>True when a slice alone has no butterfly arbitrage.</summary>
    public static bool IsButterflyFree(in SviSlice slice) =>
        slice.B >= 0 && Math.Abs(slice.Rho) < 1 && slice.Sigma > 0 && slice.LeastVariance >= VarianceMin
        && slice.LeftSlope <= SlopeMax && slice.RightSlope <= SlopeMax && LeastDurrleman(in slice) >= 0;

    /// <summary>True when a slice nowhere lies below an earlier one, the wings beyond the grid included.</summary>
    public static bool IsCalendarFree(in SviSlice earlier, in SviSlice later) =>
        later.LeftSlope >= earlier.LeftSlope && later.RightSlope >= earlier.RightSlope
        && CalendarMargin(in earlier, in later) >= 0;

    private static double[] Grid(int points, double reach)
    {
        double[] grid = new double[points];
        for (int i = 0; i < points; i++)
        {
            double up = LaneMath.Exp(reach * ((2.0 * i / (points - 1)) - 1));
            grid[i] = (up - (1 / up)) / 2;
        }

        return grid;
    }
}
