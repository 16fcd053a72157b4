using System;

namespace HybridGpu.Risk.Surfaces;

/// <summary>Derivatives of a raw SVI slice in (a, b, ρ, m, σ) at a fixed log-moneyness.</summary>
/// <remarks>No allocation. Thread: any.</remarks>
internal static class SviGradient
{
    /// <summary>∂w/∂(a, b, ρ, m, σ).</summary>
    /// <returns>w.</returns>
    public static double Variance(in SviSlice slice, double k, Span<double> d)
    {
        double y = k - slice.M;
        double root = Math.Sqrt((y * y) + (slice.Sigma * slice.Sigma));
        d[4] = slice.B * slice.Sigma / root;
        d[3] = -slice.B * (slice.Rho + (y / root));
        d[2] = slice.B * y;
        d[1] = (slice.Rho * y) + root;
        d[0] = 1;
        return slice.A + (slice.B * d[1]);
    }

    /// <summary>∂g/∂(a, b, ρ, m, σ) at k = m + σx for a fixed x, g as in
    /// <see cref="SviSlice.Durrleman"/>: the point moves with the slice, as the grids of penalties do.</summary>
    public static void Durrleman(in SviSlice slice, double x, Span<double> d)
    {
        (double b, double sigma) = (slice.B, slice.Sigma);
        double root = Math.Sqrt((x * x) + 1);
        double rise = (slice.Rho * x) + root;
        double slope = slice.Rho + (x / root);
        double turn = 1 / (sigma * root * root * root);
        double k = slice.M + (sigma * x);
        double w = slice.A + (b * sigma * rise);
        double first = b * slope;
        double half = 1 - (k * first / (2 * w));
        double byK = -half * first / w;
        double byW = ((half * k) + (first / 4)) * first / (w * w);
        double byFirst = -((half * k / w) + (first / 2 * ((1 / w) + 0.25)));
        d[0] = byW;
        d[1] = (byW * sigma * rise) + (byFirst * slope) + (turn / 2);
        d[2] = (byW * b * sigma * x) + (byFirst * b);
        d[3] = byK;
        d[4] = (byK * x) + (byW * b * rise) - (b * turn / (2 * sigma));
    }
}
