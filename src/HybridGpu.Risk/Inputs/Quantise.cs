using System;

namespace HybridGpu.Risk.Inputs;

/// <summary>The one place where market numbers become integers: before pricing, half to even.</summary>
/// <remarks>What is priced, hashed and journaled is the integer, so every machine starts from the same bits.</remarks>
public static class Quantise
{
    /// <summary>Largest integer taken, 2^53: every integer up to it is a double, so kernels read back what was
    /// written.</summary>
    public const long Max = 1L << 53;

    private const double MicrosPerUnit = 1e6;
    private const double NanosPerUnit = 1e9;

    /// <summary>USD to micro-USD.</summary>
    /// <returns>False for NaN, infinities and amounts past 2^53 micro-USD.</returns>
    public static bool TryMicros(double usd, out long micros) => TryScale(usd, MicrosPerUnit, out micros);

    /// <summary>A volatility, rate or range as a fraction to 1e-9.</summary>
    /// <returns>False for NaN, infinities and values past 2^53 nano.</returns>
    public static bool TryNano(double fraction, out long nano) => TryScale(fraction, NanosPerUnit, out nano);

    /// <summary>micro-USD to the USD that kernels price with: one correctly rounded division.</summary>
    internal static double UsdOf(long micros) => micros / MicrosPerUnit;

    /// <summary>1e-9 to the fraction that kernels price with: one correctly rounded division.</summary>
    internal static double FractionOf(long nano) => nano / NanosPerUnit;

    private static bool TryScale(double value, double scale, out long result)
    {
        double scaled = Math.Round(value * scale, MidpointRounding.ToEven);

        // Written so that NaN fails: the conversion of a NaN to a long differs between machines.
        bool fits = Math.Abs(scaled) <= Max;
        result = fits ? (long)scaled : 0;
        return fits;
    }
}
