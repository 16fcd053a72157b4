using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Pricing;

/// <summary>European payoffs a·S + c when in the money at expiry, on a spot or a forward, with nine outputs.</summary>
/// <remarks>
/// Plain options are a = ±1, c = ∓K; cash-or-nothing a = 0; asset-or-nothing c = 0; gap c = ∓ another strike. Every
/// sensitivity is a closed form in the jump of the payoff at the strike, m = ±(a + c/K)·S·e^(−qT)·φ(d1), which is
/// exactly zero for plain options, so that they lose nothing by sharing the code. Sources: Black 1976; Black and
/// Scholes 1973 with Merton's yield; M. Rubinstein and E. Reiner, "Unscrambling the binary code", Risk 4 (1991).
/// Errors are measured in docs/numerics.md. Cost: four exponentials, no branches.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class GeneralisedBlack<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    // As in Black76: σ√T at its bounds, and where the kink has no second-order sensitivity worth the name.
    private const double MinTotalVol = 1e-100;
    private const double MaxTotalVol = 28.0;
    private const double KinkTotalVol = Black76<T, L>.KinkTotalVol;

    // Beyond this |d| the density is below 1e-306; held there, products of d's stay finite.
    private const double DistanceBound = 70.0;
    private const double InverseSqrtTwoPi = 0.3989422804014326779;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Price and sensitivities of a·S + c paid when Sign·(S − K) &gt; 0 at expiry.</summary>
    /// <remarks>The inputs lie inside <see cref="PricingLimits"/>, or the outputs are to be thrown away.</remarks>
    [MethodImpl(Inline)]
    public static void Evaluate(in OptionLanes<T> option, T assetWeight, T cashWeight, out GreekLanes<T> greeks)
    {
        T zero = L.C(0.0);
        greeks = default;
        T half = L.C(0.5);
        T sign = option.Sign;
        T time = option.Time;
        T carry = L.Sub(option.Rate, option.Yield);
        T root = L.Sqrt(time);
        T totalVol = L.Mul(option.Volatility, root);
        T sv = L.Max(L.Min(totalVol, L.C(MaxTotalVol)), L.C(MinTotalVol));
        T log = L.Fma(carry, time, Black76<T, L>.LogMoneyness(option.Underlying, option.Strike));
        T d1 = L.Fma(sv, half, L.Div(log, sv));
        T d2 = L.Sub(d1, sv);
        T a1 = L.Min(L.Abs(d1), L.C(ElementaryFunctions<T, L>.TailBound));
        T a2 = L.Min(L.Abs(d2), L.C(ElementaryFunctions<T, L>.TailBound));
        T e = ElementaryFunctions<T, L>.ExpBounded(L.Mul(L.Mul(a1, L.C(-0.5)), a1));
        T presentAsset = L.Mul(option.Underlying, Decay(option.Yield, time));
        T discount = Decay(option.Rate, time);
        T scaled = L.Mul(presentAsset, e);
        T cashPerStrike = L.Div(cashWeight, option.Strike);

        // Both tails share one exponential, because S·e^(−qT)·φ(d1) = K·e^(−rT)·φ(d2).
        T t1 = L.Mul(scaled, ElementaryFunctions<T, L>.ScaledTail(a1));
        T t2 = L.Mul(scaled, ElementaryFunctions<T, L>.ScaledTail(a2));
        T asset = L.Mul(assetWeight, L.SelectLess(zero, L.Mul(sign, d1), L.Sub(presentAsset, t1), t1));
        T tail = L.Mul(cashPerStrike, t2);
        T cash = L.SelectLess(zero, L.Mul(sign, d2), L.Sub(L.Mul(cashWeight, discount), tail), tail);
        T jumpWeight = L.Add(assetWeight, cashPerStrike);
        T price = L.Add(asset, cash);
        greeks.Price = L.SelectEqual(jumpWeight, zero, L.Max(price, zero), price);

        T density = L.Mul(scaled, L.Mul(sign, L.C(InverseSqrtTwoPi)));
        density = L.SelectLess(totalVol, L.C(KinkTotalVol), zero, density);
        T jump = L.Mul(jumpWeight, density);
        Derivatives(option, carry, root, sv, d1, d2, asset, cash, L.Mul(assetWeight, density), jump, ref greeks);
    }

    // smooth = a·(S·e^(−qT)·φ(d1)), jump = (a + c/K)·(the same), both with the sign: see the remarks of the type.
    [MethodImpl(Inline)]
    private static void Derivatives(
        in OptionLanes<T> option, T carry, T root, T totalVol, T d1, T d2, T asset, T cash, T smooth, T jump,
        ref GreekLanes<T> greeks)
    {
        T one = L.C(1.0);
        T bound = L.C(DistanceBound);
        T low = L.Neg(bound);
        T p1 = L.Max(L.Min(d1, bound), low);
        T p2 = L.Max(L.Min(d2, bound), low);
        T sv = L.Max(totalVol, L.C(KinkTotalVol));
        T sigma = L.Div(sv, root);
        T perSv = L.Div(one, sv);
        T perSpot = L.Div(one, option.Underlying);
        T perSigma = L.Div(one, sigma);
        T halfPerTime = L.Div(L.C(0.5), option.Time);
        T d1PerTime = L.NegFma(p2, halfPerTime, L.Mul(carry, perSv));
        T d2PerTime = L.NegFma(p1, halfPerTime, L.Mul(carry, perSv));
        T jumpPerSv = L.Mul(jump, perSv);
        T product = L.Mul(p1, p2);

        greeks.Delta = L.Mul(L.Add(asset, jumpPerSv), perSpot);
        greeks.Gamma = L.Mul(L.Mul(L.Mul(L.NegFma(jumpPerSv, p1, smooth), perSv), perSpot), perSpot);
        greeks.Vega = L.NegFma(L.Mul(jump, p1), perSigma, L.Mul(smooth, root));
        greeks.Vanna = L.Mul(
            L.Mul(L.Fma(L.Sub(product, one), jumpPerSv, L.Neg(L.Mul(smooth, p2))), perSigma), perSpot);
        T bend = L.Sub(L.Fma(L.Mul(p1, p1), p2, L.Neg(p2)), p1);
        greeks.Volga = L.Mul(
            L.NegFma(L.Mul(jump, perSigma), bend, L.Mul(L.Mul(smooth, root), product)), perSigma);

        T decay = L.Fma(L.Mul(smooth, sv), halfPerTime, L.Mul(jump, d2PerTime));
        greeks.Theta = L.Fma(option.Yield, asset, L.Fma(option.Rate, cash, L.Neg(decay)));
        T withSpot = L.Mul(option.Time, L.Sub(jumpPerSv, cash));
        T withForward = L.Neg(L.Mul(option.Time, greeks.Price));
        greeks.Rho = L.SelectEqual(option.SpotFlag, one, withSpot, withForward);

        T jumpDecay = L.Sub(L.Neg(option.Yield), L.Fma(p1, d1PerTime, halfPerTime));
        T assetDecay = L.Fma(smooth, d1PerTime, L.Mul(jumpPerSv, jumpDecay));
        greeks.Charm = L.Mul(L.Fma(option.Yield, asset, L.Neg(assetDecay)), perSpot);
    }

    [MethodImpl(Inline)]
    private static T Decay(T rate, T time)
    {
        double bound = PricingLimits.MaxRateTime;
        T exponent = L.Neg(L.Mul(rate, time));
        return ElementaryFunctions<T, L>.ExpBounded(L.Min(L.Max(exponent, L.C(-bound)), L.C(bound)));
    }
}
