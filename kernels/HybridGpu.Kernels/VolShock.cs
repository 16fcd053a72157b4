namespace HybridGpu.Kernels;

/// <summary>The rule by which a volatility shock fades with time to expiry.</summary>
/// <remarks>
/// A power law in 30 days over time to expiry, in the form that Deribit publishes for its portfolio margin: short
/// expiries move more than the 30-day shock, long ones less. Computed on the scalar lane, hence reproducible.
/// </remarks>
public static class VolShock
{
    /// <summary>The exponent below 30 days.</summary>
    public const double ShortExponent = 0.30;

    /// <summary>The exponent from 30 days on.</summary>
    public const double LongExponent = 0.13;

    private const double DayYears = 1.0 / 365.0;
    private const double ThirtyDaysYears = 30.0 / 365.0;

    /// <summary>1 + shock·(30 d / max(T, 1 d))^p with p = 0.30 if T &lt; 30 d, else 0.13; never below zero.</summary>
    /// <param name="shock">The shock at 30 days, signed: 0.5 is +50 % of the volatility.</param>
    /// <param name="timeYears">Time to expiry, years of 365 days.</param>
    public static double PowerRuleFactor(double shock, double timeYears)
    {
        double time = timeYears < DayYears ? DayYears : timeYears;
        double exponent = time < ThirtyDaysYears ? ShortExponent : LongExponent;
        double factor = 1.0 + (shock * LaneMath.Pow(ThirtyDaysYears / time, exponent));
        return factor < 0.0 ? 0.0 : factor;
    }
}
