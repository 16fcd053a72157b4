using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Pricing;

/// <summary>Checks inputs against <see cref="PricingLimits"/> on lanes: the first one that is bad names the
/// status.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class PricingDomain<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The <see cref="PricingStatus"/> of a market as a number; 0 is Ok.</summary>
    [MethodImpl(Inline)]
    public static T StatusOf(in OptionLanes<T> option, double minVolatility)
    {
        double rateTime = PricingLimits.MaxRateTime;
        T status = Unless(
            L.Mul(option.Yield, option.Time), -rateTime, rateTime, PricingStatus.BadDividend, L.C(0.0));
        status = Unless(
            option.Yield, -PricingLimits.MaxRate, PricingLimits.MaxRate, PricingStatus.BadDividend, status);
        status = Unless(L.Mul(option.Rate, option.Time), -rateTime, rateTime, PricingStatus.BadRate, status);
        status = Unless(option.Rate, -PricingLimits.MaxRate, PricingLimits.MaxRate, PricingStatus.BadRate, status);
        status = Unless(
            option.Volatility, minVolatility, PricingLimits.MaxVolatility, PricingStatus.BadVolatility, status);
        status = Unless(
            option.Time, PricingLimits.MinTimeYears, PricingLimits.MaxTimeYears, PricingStatus.BadTime, status);
        status = Price(option.Strike, PricingStatus.BadStrike, status);
        return Price(option.Underlying, PricingStatus.BadUnderlying, status);
    }

    /// <summary>The given status unless x is a price inside the limits, and then the status so far.</summary>
    [MethodImpl(Inline)]
    public static T Price(T x, PricingStatus bad, T soFar) =>
        Unless(x, PricingLimits.MinPrice, PricingLimits.MaxPrice, bad, soFar);

    /// <summary>The given status unless low ≤ x ≤ high, and then the status so far. A NaN is not inside.</summary>
    [MethodImpl(Inline)]
    public static T Unless(T x, double low, double high, PricingStatus bad, T soFar) =>
        L.SelectEqual(L.Min(L.Max(x, L.C(low)), L.C(high)), x, soFar, L.C((double)bad));

    /// <summary>The outputs where the status is Ok, zeros where it isn't.</summary>
    [MethodImpl(Inline)]
    public static void Blank(T status, ref GreekLanes<T> greeks)
    {
        greeks.Price = Kept(status, greeks.Price);
        greeks.Delta = Kept(status, greeks.Delta);
        greeks.Gamma = Kept(status, greeks.Gamma);
        greeks.Vega = Kept(status, greeks.Vega);
        greeks.Theta = Kept(status, greeks.Theta);
        greeks.Rho = Kept(status, greeks.Rho);
        greeks.Vanna = Kept(status, greeks.Vanna);
        greeks.Volga = Kept(status, greeks.Volga);
        greeks.Charm = Kept(status, greeks.Charm);
    }

    /// <summary>The value where the status is Ok, zero where it isn't.</summary>
    [MethodImpl(Inline)]
    public static T Kept(T status, T value) => L.SelectEqual(status, L.C(0.0), value, L.C(0.0));
}
