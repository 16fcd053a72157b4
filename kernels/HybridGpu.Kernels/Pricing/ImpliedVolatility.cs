using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Pricing;

/// <summary>Implied volatility on lanes: a guess and two steps, the same for every element.</summary>
/// <remarks>
/// Source: P. Jäckel, "Let's be rational", Wilmott (2016), from its mathematics: normalised option, rational guess by
/// region, Householder steps of fourth order on 1/ln b, b, or ln(maximum − b). Precision: docs/numerics.md. Cost: some
/// 60 ns an option on 512-bit vectors, no branches.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class ImpliedVolatility<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    // |x| and prices over √(F·K) below these count as these; the volatility is then below 1e-100, which is none.
    private const double MinDistance = 1e-150;
    private const double MinPrice = 1e-300;

    // How far a price may lie below intrinsic, over the larger of F and K, and still be taken for it: its rounding.
    private const double IntrinsicSlack = 1e-15;
    private const double InverseSqrtTwoPi = 0.3989422804014326779;
    private const double SqrtTwoPi = 2.5066282746310005;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>σ√T of an undiscounted price of an option on a forward.</summary>
    /// <param name="sign">+1 for a call, −1 for a put.</param>
    /// <param name="forward">F.</param>
    /// <param name="strike">K.</param>
    /// <param name="logMoneyness">ln(F/K), which the caller may know better than from F and K.</param>
    /// <param name="price">The price, not discounted.</param>
    /// <param name="status">A <see cref="PricingStatus"/> as a number: Ok, BadPrice, BelowIntrinsic, AboveMaximum.
    /// </param>
    /// <returns>σ√T; 0 at the intrinsic value and where the status isn't Ok.</returns>
    [MethodImpl(Inline)]
    public static T TotalVol(T sign, T forward, T strike, T logMoneyness, T price, out T status)
    {
        T zero = L.C(0.0);
        T timeValue = TimeValue(sign, forward, strike, price);
        T lacking = L.Sub(L.SelectLess(zero, sign, forward, strike), price);
        T slack = L.Mul(L.Max(forward, strike), L.C(-IntrinsicSlack));
        status = L.SelectLess(zero, lacking, zero, L.C((double)PricingStatus.AboveMaximum));
        status = L.SelectLess(timeValue, slack, L.C((double)PricingStatus.BelowIntrinsic), status);
        status = L.SelectLess(price, zero, L.C((double)PricingStatus.BadPrice), status);
        status = L.SelectEqual(price, price, status, L.C((double)PricingStatus.BadPrice));

        T perRoot = L.Div(L.C(1.0), L.Sqrt(L.Mul(forward, strike)));
        T smallest = L.C(MinPrice);
        T distance = L.Max(L.Abs(logMoneyness), L.C(MinDistance));
        T maximum = ElementaryFunctions<T, L>.ExpBounded(L.Mul(L.Min(distance, L.C(1000.0)), L.C(-0.5)));
        T normalised = L.Mul(timeValue, perRoot);
        T option = L.Max(L.Min(normalised, maximum), smallest);
        T missing = L.Max(L.Min(L.Mul(lacking, perRoot), maximum), smallest);
        var guess = ImpliedGuess<T, L>.Of(distance, option, missing, maximum);
        T logTarget = ElementaryFunctions<T, L>.LogNormal(
            L.SelectLess(guess.HighPrice, option, missing, option));
        T perLogTarget = L.Div(L.C(1.0), logTarget);
        T first = Step(distance, option, maximum, logTarget, perLogTarget, guess, Held(guess.TotalVol));
        T second = Step(distance, option, maximum, logTarget, perLogTarget, guess, Held(first));
        T result = L.SelectLess(normalised, smallest, zero, Held(second));
        return PricingDomain<T, L>.Kept(status, result);
    }

    // Out of the money it is the price; in the money F − K is taken away with its own rounding error.
    [MethodImpl(Inline)]
    private static T TimeValue(T sign, T forward, T strike, T price)
    {
        T difference = L.Sub(forward, strike);
        T back = L.Sub(difference, forward);
        T lost = L.Sub(L.Sub(forward, L.Sub(difference, back)), L.Add(strike, back));
        T inMoney = L.Sub(L.NegFma(sign, difference, price), L.Mul(sign, lost));
        return L.SelectLess(L.C(0.0), L.Mul(sign, difference), inMoney, price);
    }

    [MethodImpl(Inline)]
    private static T Held(T totalVol) => L.Max(L.Min(totalVol, L.C(80.0)), L.C(MinDistance));

    // One Householder step. With w = b′/b (or that of what is missing), η = b″/b′ and ζ = b‴/b′, every objective's
    // ratios f″/f′ and f‴/f′ are polynomials in w, η, ζ and 1/ln b.
    private static T Step(
        T distance, T price, T maximum, T logTarget, T perLogTarget, in ImpliedGuess<T, L> guess, T s)
    {
        T one = L.C(1.0);
        T perVol = L.Div(one, s);
        T h = L.Mul(distance, perVol);
        NormalisedBlack<T, L> black = NormalisedBlack<T, L>.At(h, s);
        T body = L.SelectLess(guess.HighPrice, price, black.Missing, black.Option);
        T w = L.Div(L.C(InverseSqrtTwoPi), body);
        T perW = L.Mul(body, L.C(SqrtTwoPi));
        T y = L.Add(black.Exponent, ElementaryFunctions<T, L>.LogNormal(body));

        T square = L.Mul(h, h);
        T eta = L.Fma(square, perVol, L.Mul(s, L.C(-0.25)));
        T squareBend = L.Mul(L.Mul(square, L.Mul(perVol, perVol)), L.C(3.0));
        T zeta = L.Sub(L.Fma(eta, eta, L.C(-0.25)), squareBend);

        // Low: 1/ln b.
        T perLog = L.Div(one, y);
        T slope = L.Mul(w, perLog);
        T lowStep = L.Mul(L.Mul(y, perW), L.NegFma(y, perLogTarget, one));
        T lowSecond = L.Fma(slope, L.C(-2.0), L.Sub(eta, w));
        T lowThird = L.Fma(L.Mul(w, w), L.C(2.0), L.NegFma(L.Mul(w, L.C(3.0)), eta, zeta));
        lowThird = L.Fma(
            L.Mul(slope, L.C(6.0)), L.Sub(slope, L.Sub(eta, w)), lowThird);

        // High: ln(maximum − b).
        T highStep = L.Mul(L.Sub(y, logTarget), perW);
        T highSecond = L.Add(eta, w);
        T highThird = L.Fma(L.Mul(w, w), L.C(2.0), L.Fma(L.Mul(w, L.C(3.0)), eta, zeta));

        // Middle: b itself.
        T weight = ElementaryFunctions<T, L>.ExpBounded(L.Max(black.Exponent, L.C(-700.0)));
        T b = L.SelectEqual(
            black.HasOption, one, L.Mul(weight, black.Option), L.NegFma(weight, black.Missing, maximum));
        T middleStep = L.Div(L.Mul(L.Sub(price, b), L.C(SqrtTwoPi)), weight);

        T step = Pick(price, guess, lowStep, middleStep, highStep);
        T second = Pick(price, guess, lowSecond, eta, highSecond);
        T third = Pick(price, guess, lowThird, zeta, highThird);
        T top = L.Fma(L.Mul(second, step), L.C(0.5), one);
        T bottom = L.Fma(step, L.Fma(L.Mul(third, step), L.C(1.0 / 6.0), second), one);
        return L.Fma(step, L.Div(top, bottom), s);
    }

    [MethodImpl(Inline)]
    private static T Pick(T price, in ImpliedGuess<T, L> guess, T low, T middle, T high) =>
        L.SelectLess(price, guess.LowPrice, low, L.SelectLess(guess.HighPrice, price, high, middle));
}
