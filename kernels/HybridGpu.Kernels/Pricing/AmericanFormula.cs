using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Pricing;

/// <summary>American options on lanes: calls by the mirror of calls and puts, rates of either sign.</summary>
/// <remarks>
/// A call is a put with spot and strike, and rate and yield, exchanged. In the put's terms: without a positive rate,
/// and with a yield not below the rate, exercise never pays and the option is European; a yield below a negative rate
/// gives two boundaries and is left to <see cref="FreeBoundaryFormula{T,L}"/>; everything else has one. Precision:
/// docs/numerics.md.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class AmericanFormula<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    // A rate below this earns less than 1e-9 of the strike in a thousand years.
    private const double NoRate = 1e-12;

    // Above this (r − q)·√T/σ the slope condition may not converge, and the value condition is taken.
    private const double SlopeBound = 0.5;

    /// <summary>1 where the boundary is better taken from its slope condition; constant while a market is bumped.
    /// </summary>
    public static T UsesSlope(in OptionLanes<T> option)
    {
        T carry = L.Mul(L.Sub(option.Rate, option.Yield), L.Neg(option.Sign));
        T bound = L.Mul(option.Volatility, L.C(SlopeBound));
        return L.SelectLess(L.Mul(carry, L.Sqrt(option.Time)), bound, L.C(1.0), L.C(0.0));
    }

    /// <summary>1 where the option has two exercise boundaries and needs <see cref="FreeBoundaryFormula{T,L}"/>, else
    /// 0.</summary>
    public static T HasTwoBoundaries(in OptionLanes<T> option)
    {
        T zero = L.C(0.0);
        T rate = L.SelectLess(zero, option.Sign, option.Yield, option.Rate);
        T yield = L.SelectLess(zero, option.Sign, option.Rate, option.Yield);
        return L.SelectLess(rate, zero, L.SelectLess(yield, rate, L.C(1.0), zero), zero);
    }

    /// <summary>Price, delta and gamma; the other outputs are left as they are.</summary>
    /// <param name="option">A market with one boundary or none, or outputs that are thrown away.</param>
    /// <param name="usesSlope">See <see cref="UsesSlope"/>.</param>
    /// <param name="scratch">Room to work.</param>
    /// <param name="greeks">The outputs.</param>
    /// <param name="isExercised">1 where exercise now is best, else 0.</param>
    public static void Evaluate(
        in OptionLanes<T> option, T usesSlope, AmericanScratch<T> scratch, ref GreekLanes<T> greeks,
        out T isExercised)
    {
        T zero = L.C(0.0);
        T one = L.C(1.0);
        T isCall = L.SelectLess(zero, option.Sign, one, zero);
        T strike = L.SelectEqual(isCall, one, option.Underlying, option.Strike);
        T spot = L.Div(L.SelectEqual(isCall, one, option.Strike, option.Underlying), strike);
        T rate = L.SelectEqual(isCall, one, option.Yield, option.Rate);
        T yield = L.SelectEqual(isCall, one, option.Rate, option.Yield);
        T isEuropean = L.SelectLess(L.C(NoRate), rate, zero, L.SelectLess(yield, rate, zero, one));
        var european = new OptionLanes<T>
        {
            Sign = L.C(-1.0),
            Underlying = spot,
            Strike = one,
            Time = option.Time,
            Volatility = option.Volatility,
            Rate = rate,
            Yield = yield,
            SpotFlag = one,
        };
        GeneralisedBlack<T, L>.Evaluate(european, L.C(-1.0), one, out GreekLanes<T> unit);

        // An option that is never exercised gets a harmless rate, so that its boundary is a number too.
        var put = new AmericanPut<T>
        {
            LogSpot = Black76<T, L>.LogMoneyness(spot, one),
            Time = option.Time,
            Volatility = option.Volatility,
            Rate = L.SelectEqual(isEuropean, one, L.C(0.05), rate),
            Yield = yield,
            UsesSlope = usesSlope,
        };
        put.LogStart = LogStart(put.Rate, yield);
        AmericanBoundary<T, L>.Solve(put, scratch);
        AmericanPremium<T, L> premium = AmericanPremium<T, L>.Of(put, spot, scratch);
        T logBoundary = L.Sub(put.LogStart, scratch.Depth[0]);
        isExercised = L.SelectLess(logBoundary, put.LogSpot, zero, L.SelectEqual(isEuropean, one, zero, one));
        T intrinsic = L.Sub(one, spot);
        T early = L.SelectEqual(isEuropean, one, zero, one);
        T value = L.Add(unit.Price, L.SelectEqual(early, one, L.Max(premium.Value, zero), zero));
        T delta = L.Add(unit.Delta, L.SelectEqual(early, one, premium.Delta, zero));
        T gamma = L.Add(unit.Gamma, L.SelectEqual(early, one, premium.Gamma, zero));
        value = L.SelectEqual(early, one, L.Max(value, intrinsic), value);
        value = L.SelectEqual(isExercised, one, intrinsic, value);
        delta = L.SelectEqual(isExercised, one, L.C(-1.0), delta);
        gamma = L.SelectEqual(isExercised, one, zero, gamma);

        greeks.Price = L.Mul(strike, value);
        greeks.Delta = L.SelectEqual(isCall, one, L.NegFma(spot, delta, value), delta);
        T square = L.SelectEqual(isCall, one, L.Mul(spot, spot), one);
        greeks.Gamma = L.Div(L.Mul(square, gamma), strike);
    }

    private static T LogStart(T rate, T yield)
    {
        T ratio = L.Div(rate, L.Max(yield, L.C(1e-300)));
        T bounded = L.Max(L.Min(ratio, L.C(1.0)), L.C(1e-200));
        T log = ElementaryFunctions<T, L>.LogNormal(bounded);
        return L.SelectLess(L.C(0.0), yield, log, L.C(0.0));
    }
}
