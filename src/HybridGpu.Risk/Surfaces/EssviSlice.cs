using System;

namespace HybridGpu.Risk.Surfaces;

/// <summary>One slice of eSSVI: w(k) = ½(θ + ρψk + √((ψk + ρθ)² + θ²(1 − ρ²))).</summary>
/// <remarks>
/// θ is the total variance at the money, ψ = θφ the slopes' sum. Without butterfly arbitrage on the whole line when
/// ψ(1 + |ρ|) ≤ 4 and ψ²(1 + |ρ|) ≤ 4θ. Thread: immutable.
/// Source: Gatheral and Jacquier 2014, theorem 4.2; Hendriks and Martini, The extended SSVI volatility surface, 2019.
/// </remarks>
internal readonly record struct EssviSlice(double Theta, double Rho, double Psi)
{
    /// <summary>How many parameters there are.</summary>
    public const int Parameters = 3;

    private const double ThetaMin = 1e-9;
    private const double RhoMax = 0.995;
    private const double PsiMin = 1e-7;

    /// <summary>Keeps a hair within the theorem's bounds, so that rounding can't lead out of them.</summary>
    private const double Within = 1 - 1e-6;

    /// <summary>Greatest ψ free of butterfly arbitrage.</summary>
    public static double PsiMax(double theta, double rho)
    {
        double skewed = 1 + Math.Abs(rho);
        return Within * Math.Min(2 * ArbitrageCheck.SlopeMax / skewed, 2 * Math.Sqrt(theta / skewed));
    }

    /// <summary>The nearest slice free of butterfly arbitrage: parameters are clamped one after the other.</summary>
    public EssviSlice Clamped()
    {
        double theta = Math.Max(Theta, ThetaMin);
        double rho = Math.Clamp(Rho, -RhoMax, RhoMax);
        return new EssviSlice(theta, rho, Math.Clamp(Psi, PsiMin, Math.Max(PsiMin, PsiMax(theta, rho))));
    }

    /// <summary>The same slice in raw SVI's parameters.</summary>
    public SviSlice ToSvi()
    {
        double turn = 1 - (Rho * Rho);
        return new SviSlice(Theta * turn / 2, Psi / 2, Rho, -Rho * Theta / Psi, Theta * Math.Sqrt(turn) / Psi);
    }

    /// <summary>∂(a, b, ρ, m, σ)/∂(θ, ρ, ψ), five rows of three.</summary>
    public void Chain(Span<double> chain)
    {
        double turn = 1 - (Rho * Rho);
        double root = Math.Sqrt(turn);
        chain.Clear();
        chain[0] = turn / 2;
        chain[1] = -Theta * Rho;
        chain[5] = 0.5;
        chain[7] = 1;
        chain[9] = -Rho / Psi;
        chain[10] = -Theta / Psi;
        chain[11] = Rho * Theta / (Psi * Psi);
        chain[12] = root / Psi;
        chain[13] = -Theta * Rho / (root * Psi);
        chain[14] = -Theta * root / (Psi * Psi);
    }
}
