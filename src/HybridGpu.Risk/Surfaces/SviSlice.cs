using System;

namespace HybridGpu.Risk.Surfaces;

/// <summary>One expiry of a surface: Gatheral's raw SVI, w(k) = a + b(ρ(k − m) + √((k − m)² + σ²)).</summary>
/// <remarks>
/// k = ln(strike / forward); w is total variance, volatility² x years. Any of eSSVI's slices is one of these.
/// Errors: none thrown; parameters that are NaN give NaN. Cost: one root a call, no allocation. Thread: any.
/// Source: Gatheral and Jacquier, Arbitrage-free SVI volatility surfaces, 2014, sections 2 and 3.
/// </remarks>
/// <param name="A">Level, total variance.</param>
/// <param name="B">Half the sum of the wings' slopes.</param>
/// <param name="Rho">Share of the slopes that is skew, in (−1, 1).</param>
/// <param name="M">Where the hyperbola turns, in k.</param>
/// <param name="Sigma">How sharply it turns, in k; positive.</param>
public readonly record struct SviSlice(double A, double B, double Rho, double M, double Sigma)
{
    /// <summary>Slope of total variance far to the left, downwards: b(1 − ρ).</summary>
    public double LeftSlope => B * (1 - Rho);

    /// <summary>Slope of total variance far to the right: b(1 + ρ).</summary>
    public double RightSlope => B * (1 + Rho);

    /// <summary>The least total variance of the slice, a + bσ√(1 − ρ²).</summary>
    public double LeastVariance => A + (B * Sigma * Math.Sqrt(1 - (Rho * Rho)));

    /// <summary>Total variance at a log-moneyness.</summary>
    public double TotalVariance(double k)
    {
        double y = k - M;
        return A + (B * ((Rho * y) + Math.Sqrt((y * y) + (Sigma * Sigma))));
    }

    /// <summary>∂w/∂k.</summary>
    public double Slope(double k)
    {
        double y = k - M;
        return B * (Rho + (y / Math.Sqrt((y * y) + (Sigma * Sigma))));
    }

    /// <summary>Volatility at a log-moneyness, a fraction per √year.</summary>
    /// <param name="k">ln(strike / forward).</param>
    /// <param name="timeYears">Years to expiry, positive.</param>
    public double Volatility(double k, double timeYears) => Math.Sqrt(TotalVariance(k) / timeYears);

    /// <summary>Durrleman's g(k): the risk-neutral density of ln(strike) is g times a positive number, so a
    /// negative value is butterfly arbitrage.</summary>
    public double Durrleman(double k)
    {
        double y = k - M;
        double squared = (y * y) + (Sigma * Sigma);
        double root = Math.Sqrt(squared);
        double w = A + (B * ((Rho * y) + root));
        double first = B * (Rho + (y / root));
        double second = B * Sigma * Sigma / (squared * root);
        double half = 1 - (k * first / (2 * w));
        return (half * half) - (first * first / 4 * ((1 / w) + 0.25)) + (second / 2);
    }
}
