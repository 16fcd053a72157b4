using System;
using HybridGpu.Kernels;

namespace HybridGpu.Simulation.Markets;

/// <summary>The sample market's own volatility surface: a term structure, and a smile round each forward.</summary>
/// <remarks>
/// At the money, with T in years: long + (short − long)·e^(−T/0.15), where short moves with the path's level and long
/// does not. Smile in standardised log-moneyness m = ln(K/F)/(atm·√(T + 0.01)): atm·(1 − skew·m/√(1+m²) + wing·(√(1+m²)
/// − 1)): a hyperbola, so it grows linearly in the wings and never turns negative, because skew is below 1. Held
/// between 5 % and 400 %.
/// </remarks>
internal static class SampleSurface
{
    public const double VolMin = 0.05;
    public const double VolMax = 4.0;

    private const double DecayYears = 0.15;
    private const double SmoothingYears = 0.01;
    private const double Skew = 0.06;
    private const double Wing = 0.12;

    /// <summary>Continuous carry a year by which forwards stand above the index.</summary>
    private const double Carry = 0.045;

    public static double ForwardRatio(double timeYears) => LaneMath.Exp(Carry * timeYears);

    public static double AtTheMoney(double baseVol, double level, double timeYears) =>
        baseVol + (baseVol * (LaneMath.Exp(level) - 1) * LaneMath.Exp(-timeYears / DecayYears));

    public static double Vol(double atTheMoney, double forward, double strike, double timeYears)
    {
        double m = LaneMath.Log(strike / forward) / (atTheMoney * Math.Sqrt(timeYears + SmoothingYears));
        double root = Math.Sqrt(1 + (m * m));
        return Math.Clamp(atTheMoney * (1 - (Skew * m / root) + (Wing * (root - 1))), VolMin, VolMax);
    }
}
