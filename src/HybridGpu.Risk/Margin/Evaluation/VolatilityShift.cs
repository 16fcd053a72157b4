using System;
using HybridGpu.Risk.Margin.Models;

namespace HybridGpu.Risk.Margin.Evaluation;

/// <summary>What a state does to a volatility.</summary>
internal static class VolatilityShift
{
    /// <summary>Relative: sigma (1 + shift (anchor / days)^power), a rise not below the floor; or points by
    /// tenor.</summary>
    /// <remarks>Never below zero. Source: formulas.md, 1.1, 1.2 and 1.5.</remarks>
    public static double Apply(
        VolatilityState state, double volatility, string underlying, double days, double anchorDays, double power)
    {
        if (state.Points is { } points)
        {
            TenorPoints row = Array.Find(points, other => days <= other.DaysAtMost) ?? points[^1];
            return Math.Max(volatility + row.Points, 0);
        }

        double shift = state.Shift?.Of(underlying) ?? 0;
        if (shift == 0)
        {
            return volatility;
        }

        double shifted = volatility * (1 + (shift * Math.Pow(anchorDays / days, power)));
        return Math.Max(shifted, shift > 0 ? state.Floor : 0);
    }

    /// <summary>1 + clamp(k cap / k*, -cap, cap), not below zero; k = ln(K/F) or its size.</summary>
    /// <remarks>Source: formulas.md, 1.2.</remarks>
    public static double SkewMultiplier(SkewPart skew, SkewShape shape, double strike, double forward, double years)
    {
        double root = Math.Sqrt(years);
        double cap = Math.Max(skew.CapBase + (skew.CapSlope * root), 0);
        double width = Math.Max(
            skew.LeastWidth, skew.WidthScale * root * (skew.WidthVolatility + (skew.WidthSlope * root)));
        double k = Math.Log(strike / forward);
        k = shape == SkewShape.Abs ? Math.Abs(k) : k;
        return Math.Max(1 + Math.Clamp(k * cap / width, -cap, cap), 0);
    }
}
