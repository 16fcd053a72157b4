using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Pricing;

/// <summary>Plain European options on a spot or a forward, with nine outputs.</summary>
/// <remarks>
/// Black 1976; Black and Scholes 1973 with Merton's yield. <see cref="GeneralisedBlack{T,L}"/> without a jump at the
/// strike, where the terms of the jump vanish. The cost of that formula on vectors is its twelve divisions; here all
/// reciprocals come from one division by the product of their arguments, and both tails from another. Cost: two
/// divisions, a root and three exponentials, no branches. In two halves, because on a processor that computes out of
/// order two short loops overlap their steps and one long loop doesn't. Errors: docs/numerics.md.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class EuropeanFormula<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    // A volatility of nothing that can be divided by, and where the kink has no second-order sensitivity worth the
    // name.
    private const double MinVolatility = 1e-96;
    private const double KinkTotalVol = Black76<T, L>.KinkTotalVol;
    private const double TailBound = ElementaryFunctions<T, L>.TailBound;
    private const double InverseSqrtTwoPi = 0.3989422804014326779;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Price and sensitivities.</summary>
    /// <remarks>The inputs lie inside <see cref="PricingLimits"/>, or the outputs are to be thrown away.</remarks>
    [MethodImpl(Inline)]
    public static void Evaluate(in OptionLanes<T> option, out GreekLanes<T> greeks)
    {
        Market(option, out EuropeanMarket<T> market);
        Outputs(option, market, out greeks);
    }

    /// <summary>The first half: everything but the distribution.</summary>
    /// <remarks>Inside the limits the product that is divided by lies between 1e-118 and 1e18.</remarks>
    [MethodImpl(Inline)]
    public static void Market(in OptionLanes<T> option, out EuropeanMarket<T> market)
    {
        T spot = option.Underlying;
        T time = option.Time;
        T vol = L.Max(option.Volatility, L.C(MinVolatility));
        LogRatio<T, L>.Split(spot, option.Strike, out T power, out T top, out T bottom);
        T left = L.Mul(bottom, spot);
        T right = L.Mul(vol, time);
        T inverse = L.Div(L.C(1.0), L.Mul(left, right));
        T perLeft = L.Mul(inverse, right);
        T perRight = L.Mul(inverse, left);
        T root = L.Sqrt(time);
        T perTime = L.Mul(perRight, vol);
        T perVol = L.Mul(perRight, time);
        T perSv = L.Mul(perVol, L.Mul(perTime, root));
        T sv = L.Mul(vol, root);
        market.Root = root;
        market.TotalVol = sv;
        market.PerTotalVol = perSv;
        market.PerTime = perTime;
        market.PerVolatility = perVol;
        market.PerSpot = L.Mul(perLeft, bottom);
        T s = LogRatio<T, L>.Quotient(top, bottom, L.Mul(perLeft, spot));
        T log = L.Fma(L.Sub(option.Rate, option.Yield), time, LogRatio<T, L>.Join(power, s));
        market.Distance = L.Fma(sv, L.C(0.5), L.Mul(log, perSv));
        market.PresentAsset = L.Mul(spot, Decay(option.Yield, time));
        market.PresentStrike = L.Mul(option.Strike, Decay(option.Rate, time));
    }

    /// <summary>The second half: S·e^(−qT)·φ(d1) = K·e^(−rT)·φ(d2), so one exponential serves both legs.</summary>
    [MethodImpl(Inline)]
    public static void Outputs(in OptionLanes<T> option, in EuropeanMarket<T> market, out GreekLanes<T> greeks)
    {
        T zero = L.C(0.0);
        T d1 = market.Distance;
        T d2 = L.Sub(d1, market.TotalVol);
        T b1 = L.Abs(d1);
        T a1 = L.Min(b1, L.C(TailBound));
        T a2 = L.Min(L.Abs(d2), L.C(TailBound));
        T e = ElementaryFunctions<T, L>.ExpBounded(L.Mul(L.Mul(a1, L.C(-0.5)), a1));
        T scaled = L.Mul(market.PresentAsset, e);
        ElementaryFunctions<T, L>.ScaledTails(a1, a2, out T r1, out T r2);
        T sign = option.Sign;
        T t1 = L.Mul(scaled, r1);
        T t2 = L.Mul(scaled, r2);
        T asset = L.Mul(sign, L.SelectLess(zero, L.Mul(sign, d1), L.Sub(market.PresentAsset, t1), t1));
        T cash = L.Mul(L.Neg(sign), L.SelectLess(zero, L.Mul(sign, d2), L.Sub(market.PresentStrike, t2), t2));

        // Without a density, d1 and d2 may be of any size, and nothing depends on them.
        T density = L.Mul(scaled, L.C(InverseSqrtTwoPi));
        density = L.SelectLess(b1, L.C(TailBound), density, zero);
        density = L.SelectLess(market.TotalVol, L.C(KinkTotalVol), zero, density);
        Derivatives(option, market, d2, asset, cash, density, out greeks);
    }

    [MethodImpl(Inline)]
    private static void Derivatives(
        in OptionLanes<T> option, in EuropeanMarket<T> market, T d2, T asset, T cash, T density,
        out GreekLanes<T> greeks)
    {
        T perSpot = market.PerSpot;
        T perVol = market.PerVolatility;
        T halfPerTime = L.Mul(market.PerTime, L.C(0.5));
        T skewed = L.Mul(density, d2);
        T price = L.Max(L.Add(asset, cash), L.C(0.0));
        greeks.Price = price;
        greeks.Delta = L.Mul(asset, perSpot);
        greeks.Gamma = L.Mul(L.Mul(L.Mul(density, market.PerTotalVol), perSpot), perSpot);
        greeks.Vega = L.Mul(density, market.Root);
        greeks.Vanna = L.Neg(L.Mul(L.Mul(skewed, perVol), perSpot));
        greeks.Volga = L.Mul(L.Mul(L.Mul(skewed, market.Root), market.Distance), perVol);
        T decay = L.Mul(L.Mul(density, market.TotalVol), halfPerTime);
        greeks.Theta = L.Fma(option.Yield, asset, L.Fma(option.Rate, cash, L.Neg(decay)));
        T held = L.SelectEqual(option.SpotFlag, L.C(1.0), cash, price);
        greeks.Rho = L.Neg(L.Mul(option.Time, held));
        T drift = L.Mul(L.Sub(option.Rate, option.Yield), market.PerTotalVol);
        T assetDecay = L.NegFma(skewed, halfPerTime, L.Mul(density, drift));
        greeks.Charm = L.Mul(L.Fma(option.Yield, asset, L.Neg(assetDecay)), perSpot);
    }

    // |rate·time| ≤ 100 inside the limits.
    [MethodImpl(Inline)]
    private static T Decay(T rate, T time) => ElementaryFunctions<T, L>.ExpBounded(L.Neg(L.Mul(rate, time)));
}
