using System;

namespace HybridGpu.Risk.Surfaces;

/// <summary>What it costs a slice to fall below the one of the expiry before: calendar arbitrage as a
/// penalty.</summary>
/// <remarks>
/// The fall is taken in vol points, at the points of <see cref="ArbitrageCheck.CalendarGrid"/> of both slices; the
/// wings' slopes are the solver's bounds. No allocation once made. Thread: one.
/// </remarks>
internal sealed class CalendarFloor
{
    private const double VolPoints = 100;

    /// <summary>The floor with the share of its variance that should lie between.</summary>
    private const double Raised = 1 + 1e-4;

    private SviSlice _earlier;
    private double _pointsPerRoot;

    /// <summary>Factor of the squared vol points; 0 leaves the floor out.</summary>
    public double Stiffness { get; set; }

    /// <summary>Sets the floor under a slice of this expiry.</summary>
    public void Set(in SviSlice earlier, double timeYears)
    {
        _earlier = earlier;
        _pointsPerRoot = VolPoints / (2 * Math.Sqrt(timeYears));
    }

    /// <summary>Sum of the penalties.</summary>
    public double Cost(in SviSlice slice)
    {
        if (Stiffness == 0)
        {
            return 0;
        }

        double cost = 0;
        foreach (double x in ArbitrageCheck.CalendarGrid)
        {
            double own = Fall(in slice, slice.M + (slice.Sigma * x), out _);
            double other = Fall(in slice, _earlier.M + (_earlier.Sigma * x), out _);
            cost += (own * own) + (other * other);
        }

        return Stiffness * cost;
    }

    /// <summary>Adds the penalties' residuals, in a, b, ρ, m, σ.</summary>
    public void AddTo(NormalEquations sums, in SviSlice slice)
    {
        if (Stiffness == 0)
        {
            return;
        }

        foreach (double x in ArbitrageCheck.CalendarGrid)
        {
            // A point of the slice's own grid moves with it: by 1 in m, by x in σ.
            double own = slice.M + (slice.Sigma * x);
            AddPoint(sums, in slice, own, (Raised * _earlier.Slope(own)) - slice.Slope(own), x);
            AddPoint(sums, in slice, _earlier.M + (_earlier.Sigma * x), 0, 0);
        }
    }

    /// <summary>Vol points below the floor, 0 above.</summary>
    private double Fall(in SviSlice slice, double k, out double scale)
    {
        double floor = _earlier.TotalVariance(k);
        double fall = (floor * Raised) - slice.TotalVariance(k);
        scale = fall > 0 ? _pointsPerRoot / Math.Sqrt(floor) : 0;
        return fall > 0 ? fall * scale : 0;
    }

    private void AddPoint(NormalEquations sums, in SviSlice slice, double k, double drift, double x)
    {
        double fall = Fall(in slice, k, out double scale);
        if (fall > 0)
        {
            Span<double> d = stackalloc double[NormalEquations.ParametersMax];
            SviGradient.Variance(in slice, k, d);
            d[3] -= drift;
            d[4] -= drift * x;
            double root = Math.Sqrt(Stiffness);
            foreach (ref double value in d)
            {
                value *= -root * scale;
            }

            sums.Add(root * fall, d);
        }
    }
}
