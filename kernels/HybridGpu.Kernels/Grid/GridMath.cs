using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels.Grid;

/// <summary>The arithmetic of the scenario grid and of the Greeks: the one source that every backend runs.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class GridMath<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>1 when a contract's inputs lie inside <see cref="KernelLimits"/>, else 0.</summary>
    /// <remarks>A linear contract's strike, vol and rate don't matter.</remarks>
    [MethodImpl(Inline)]
    public static T ContractValid(T sign, T forward, T strike, T timeYears, T volatility, T rate, T lotScale)
    {
        T option = Within(strike, 0.0, KernelLimits.MaxPrice, L.C(1.0));
        option = Within(volatility, 0.0, KernelLimits.MaxVolatility, option);
        option = Within(rate, -KernelLimits.MaxRate, KernelLimits.MaxRate, option);
        option = Within(
            L.Mul(rate, timeYears), -KernelLimits.MaxRateTime, KernelLimits.MaxRateTime, option);
        T valid = L.SelectEqual(sign, L.C(0.0), L.C(1.0), option);
        valid = Within(forward, KernelLimits.MinForward, KernelLimits.MaxPrice, valid);
        valid = Within(timeYears, -KernelLimits.MaxTimeYears, KernelLimits.MaxTimeYears, valid);
        valid = Within(lotScale, 0.0, KernelLimits.MaxLotScale, valid);
        return Within(sign, -1.0, 1.0, valid);
    }

    /// <summary>1 when a shock lies inside <see cref="KernelLimits"/>, else 0.</summary>
    [MethodImpl(Inline)]
    public static T ShockValid(T spotFactor, T volFactor, T volFloor, T shiftYears, T weight)
    {
        T valid = Within(spotFactor, 0.0, KernelLimits.MaxFactor, L.C(1.0));
        valid = Within(volFactor, 0.0, KernelLimits.MaxFactor, valid);
        valid = Within(volFloor, 0.0, KernelLimits.MaxVolatility, valid);
        valid = Within(shiftYears, -KernelLimits.MaxTimeYears, KernelLimits.MaxTimeYears, valid);
        return Within(weight, -KernelLimits.MaxFactor, KernelLimits.MaxFactor, valid);
    }

    /// <summary>The price now, by the very formula of the scenarios, so that no shock is exactly no profit.</summary>
    [MethodImpl(Inline)]
    public static T BasePrice(T sign, T forward, T strike, T logMoneyness, T root, T volatility, T discount)
    {
        T totalVol = Black76<T, L>.TotalVol(volatility, root, out T inverse);
        T option = Black76<T, L>.Option(sign, forward, strike, logMoneyness, totalVol, inverse, discount);
        return L.SelectEqual(sign, L.C(0.0), forward, option);
    }

    /// <summary>σ'√T' under a scenario, bounded, and its reciprocal.</summary>
    [MethodImpl(Inline)]
    public static T ShockedVol(T volatility, T root, T volFactor, T volFloor, out T inverse) =>
        Black76<T, L>.TotalVol(L.Max(L.Mul(volatility, volFactor), volFloor), root, out inverse);

    /// <summary>The price of an option under a scenario, given σ'√T', its reciprocal and the discount at T'.</summary>
    [MethodImpl(Inline)]
    public static T ShockedOption(
        T sign, T forward, T strike, T logMoneyness, T totalVol, T inverseVol, T discount, T spotFactor, T logSpot) =>
        Black76<T, L>.Option(
            sign, L.Mul(forward, spotFactor), strike, L.Add(logMoneyness, logSpot), totalVol, inverseVol, discount);

    /// <summary>weight · lotScale · (shocked − base), not yet rounded, micro-USD per lot.</summary>
    [MethodImpl(Inline)]
    public static T Profit(T shocked, T basePrice, T weight, T lotScale) =>
        L.Mul(L.Mul(weight, lotScale), L.Sub(shocked, basePrice));

    /// <summary>Greeks per lot in the units of <see cref="GreekColumns"/>, not yet rounded.</summary>
    /// <remarks>The discount is the caller's, because a zero rate's is exactly 1 and need not be computed.</remarks>
    [MethodImpl(Inline)]
    public static void LotGreeks(
        T sign, T forward, T strike, T timeYears, T volatility, T rate, T discount, T lotScale,
        out T delta, out T gamma, out T vega, out T theta, out T rho)
    {
        // A linear contract's unused columns may hold anything, NaN included: give the formula harmless ones.
        T zero = L.C(0.0);
        strike = L.SelectEqual(sign, zero, forward, strike);
        volatility = L.SelectEqual(sign, zero, zero, volatility);
        rate = L.SelectEqual(sign, zero, zero, rate);
        Black76<T, L>.Greeks(
            sign, forward, strike, timeYears, volatility, rate, discount,
            out _, out T unitDelta, out T unitGamma, out T unitVega, out T unitTheta, out T unitRho);
        delta = L.Mul(unitDelta, L.Mul(lotScale, L.C(1e3)));
        gamma = L.Mul(unitGamma, L.Mul(lotScale, L.C(1e9)));
        vega = L.Mul(unitVega, L.Mul(lotScale, L.C(10.0)));
        theta = L.Mul(unitTheta, L.Mul(lotScale, L.C(1000.0 / 365.0)));
        rho = L.Mul(unitRho, L.Mul(lotScale, L.C(10.0)));
    }

    // x in [low, high] ? soFar : 0. Clamping leaves x as it was exactly when it lies inside; a NaN equals nothing.
    [MethodImpl(Inline)]
    private static T Within(T x, double low, double high, T soFar) =>
        L.SelectEqual(L.Min(L.Max(x, L.C(low)), L.C(high)), x, soFar, L.C(0.0));
}
