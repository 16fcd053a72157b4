using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Pricing;

/// <summary>Implied volatility of discounted prices, on a spot or a forward.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class ImpliedKernel<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    /// <summary>The volatility, and a <see cref="PricingStatus"/> as a number; 0 where that isn't Ok.</summary>
    /// <remarks>The market lies inside <see cref="PricingLimits"/>, or the status is overwritten by the
    /// caller.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Volatility(in OptionLanes<T> option, T price, out T status)
    {
        T carry = L.Sub(option.Rate, option.Yield);
        T forward = L.Mul(option.Underlying, Growth(carry, option.Time));
        T undiscounted = L.Mul(price, Growth(option.Rate, option.Time));
        T log = L.Fma(carry, option.Time, Black76<T, L>.LogMoneyness(option.Underlying, option.Strike));
        T totalVol = ImpliedVolatility<T, L>.TotalVol(
            option.Sign, forward, option.Strike, log, undiscounted, out status);
        return L.Div(totalVol, L.Sqrt(option.Time));
    }

    /// <summary>The market's status before the price's; a kind that is neither call nor put before both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Status(in OptionLanes<T> option, T found)
    {
        T market = PricingDomain<T, L>.StatusOf(option, 0.0);
        T status = L.SelectEqual(market, L.C(0.0), found, market);
        return L.SelectEqual(L.Abs(option.Sign), L.C(1.0), status, L.C((double)PricingStatus.BadStyle));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Growth(T rate, T time)
    {
        double bound = 2.0 * PricingLimits.MaxRateTime;
        return ElementaryFunctions<T, L>.ExpBounded(L.Min(L.Max(L.Mul(rate, time), L.C(-bound)), L.C(bound)));
    }
}
