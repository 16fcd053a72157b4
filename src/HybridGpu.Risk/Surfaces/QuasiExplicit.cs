using System;

namespace HybridGpu.Risk.Surfaces;

/// <summary>Raw SVI for a given turn: a linear least-squares problem in (a, ρbσ, bσ).</summary>
/// <remarks>A start, not a fit: the answer is clamped into the cone b ≥ 0, |ρ| &lt; 1 rather than minimised on its
/// faces. No allocation. Thread: one. Source: Zeliade Systems, 2009, section 3.</remarks>
internal sealed class QuasiExplicit
{
    private const double RhoMax = 0.95;

    private readonly NormalEquations _sums = new();

    public SviSlice Solve(SliceProblem problem, double m, double sigma)
    {
        _sums.Reset();
        Span<double> d = stackalloc double[NormalEquations.ParametersMax];
        d.Clear();
        ReadOnlySpan<double> moneyness = problem.Moneyness;
        ReadOnlySpan<double> volatilities = problem.Volatilities;
        ReadOnlySpan<double> weights = problem.Weights;
        double average = 0;
        for (int i = 0; i < moneyness.Length; i++)
        {
            // To first order a step in total variance w is one of w / (2 vol x years) in volatility.
            double scale = weights[i] / (2 * volatilities[i] * problem.TimeYears);
            double quoted = volatilities[i] * volatilities[i] * problem.TimeYears;
            double y = (moneyness[i] - m) / sigma;
            d[0] = scale;
            d[1] = scale * y;
            d[2] = scale * Math.Sqrt((y * y) + 1);
            average += weights[i] * weights[i] * quoted;
            _sums.Add(-scale * quoted, d);
        }

        Span<double> solved = stackalloc double[NormalEquations.ParametersMax];
        if (!_sums.TrySolve(1e-12, 3, solved))
        {
            return new SviSlice(average, 1e-3, 0, m, sigma);
        }

        double c = Math.Max(solved[2], 1e-6 * average);
        double rho = Math.Clamp(solved[1] / c, -RhoMax, RhoMax);
        return new SviSlice(solved[0], c / sigma, rho, m, sigma);
    }
}
