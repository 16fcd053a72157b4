using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Pricing;

/// <summary>Black's formula for European options on a forward, on lanes.</summary>
/// <remarks>
/// Source: F. Black, "The pricing of commodity contracts", J. Financial Economics 3 (1976). F and K in USD, σ per
/// √year, T in years; sign is +1 for a call, −1 for a put, 0 for a linear contract. Precision: ≤ 1e-14·max(F, K)
/// against a 640-bit reference (docs/numerics.md). The limits T→0, σ→0 and K→0 give the intrinsic value, never NaN,
/// for inputs inside <see cref="KernelLimits"/>.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class Black76<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    /// <summary>Below this σ√T the kink has no gamma, vega or theta worth the name.</summary>
    public const double KinkTotalVol = 1e-10;

    // σ√T at its bounds: the lower makes ln(F/K)/σ√T finite and the option worth its intrinsic value; at the upper the
    // option is worth its limit to 1e-40, and both |d| stay inside the range of the tail function wherever it matters.
    private const double MinTotalVol = 1e-100;
    private const double MinStrike = 1e-250;
    private const double MaxTotalVol = 28.0;

    private const double InverseSqrtTwoPi = 0.3989422804014326779;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>ln(F/K) as one logarithm; a zero strike counts as a very small one.</summary>
    /// <remarks>
    /// The quotient's error, exact in one fused operation, is put back to first order. Near the money ln(F/K)
    /// is small and is divided by a small σ√T, which would magnify that half ulp by 1/σ√T in d1.
    /// </remarks>
    [MethodImpl(Inline)]
    public static T LogMoneyness(T forward, T strike)
    {
        return LogMoneyness(forward, strike, out _);
    }

    /// <summary>The same, and 1/F, which comes out of the same division.</summary>
    [MethodImpl(Inline)]
    public static T LogMoneyness(T forward, T strike, out T inverseForward)
    {
        T positive = L.Max(strike, L.C(MinStrike));
        T inverse = L.Div(L.C(1.0), L.Mul(forward, positive));
        inverseForward = L.Mul(positive, inverse);
        T ratio = L.Mul(L.Mul(forward, forward), inverse);
        T lost = L.Mul(L.NegFma(ratio, positive, forward), inverseForward);
        return L.Add(ElementaryFunctions<T, L>.LogNormal(ratio), lost);
    }

    /// <summary>ln of a spot factor; a factor of zero counts as a very small one.</summary>
    [MethodImpl(Inline)]
    public static T LogFactor(T factor) => ElementaryFunctions<T, L>.LogNormal(L.Max(factor, L.C(1e-300)));

    /// <summary>√T with time below zero counted as zero.</summary>
    [MethodImpl(Inline)]
    public static T RootTime(T timeYears) => L.Sqrt(L.Max(timeYears, L.C(0.0)));

    /// <summary>e^(−r·T), bounded, with time below zero counted as zero.</summary>
    [MethodImpl(Inline)]
    public static T Discount(T rate, T timeYears)
    {
        T exponent = L.Neg(L.Mul(rate, L.Max(timeYears, L.C(0.0))));
        double bound = KernelLimits.MaxRateTime;
        return ElementaryFunctions<T, L>.ExpBounded(L.Min(L.Max(exponent, L.C(-bound)), L.C(bound)));
    }

    /// <summary>σ√T within its bounds, and 1/σ√T.</summary>
    /// <remarks>Callers that price one contract under many spots compute it once.</remarks>
    [MethodImpl(Inline)]
    public static T TotalVol(T volatility, T root, out T inverse)
    {
        T bounded = L.Max(L.Min(L.Mul(volatility, root), L.C(MaxTotalVol)), L.C(MinTotalVol));
        inverse = L.Div(L.C(1.0), bounded);
        return bounded;
    }

    /// <summary>The option's price, never below zero; σ√T and its reciprocal are <see cref="TotalVol"/>'s.</summary>
    /// <remarks>
    /// Hot path: one call a scenario cell, one division. F·φ(d1) = K·φ(d2), so one exponential serves both tails:
    /// F·Φ(−|d1|) = F·e·R(|d1|) and K·Φ(−|d2|) = F·e·R(|d2|) with e = exp(−d1²/2).
    /// </remarks>
    [MethodImpl(Inline)]
    public static T Option(T sign, T forward, T strike, T logMoneyness, T totalVol, T inverseTotalVol, T discount)
    {
        T d1 = L.Fma(totalVol, L.C(0.5), L.Mul(logMoneyness, inverseTotalVol));
        T d2 = L.Sub(d1, totalVol);
        T a1 = L.MinAbs(d1, ElementaryFunctions<T, L>.TailBound);
        T a2 = L.MinAbs(d2, ElementaryFunctions<T, L>.TailBound);
        T e = ElementaryFunctions<T, L>.ExpBounded(L.Mul(L.Mul(a1, L.C(-0.5)), a1));
        ElementaryFunctions<T, L>.ScaledTails(a1, a2, out T r1, out T r2);
        return Assemble(sign, forward, strike, discount, d1, d2, L.Mul(forward, e), r1, r2);
    }

    /// <summary>The price and its sensitivities in natural units (per 1.00 of vol and rate, per year).</summary>
    /// <remarks>
    /// Hot path: one call a contract. The price has the bits of <see cref="Option"/>;
    /// the discount is <see cref="Discount"/>'s.
    /// </remarks>
    [MethodImpl(Inline)]
    public static void Greeks(
        T sign, T forward, T strike, T timeYears, T volatility, T rate, T discount,
        out T price, out T delta, out T gamma, out T vega, out T theta, out T rho)
    {
        T time = L.Max(timeYears, L.C(0.0));
        T root = L.Sqrt(time);
        T totalVol = L.Mul(volatility, root);
        T sv = TotalVol(volatility, root, out T inverseVol);
        T log = LogMoneyness(forward, strike, out T inverseForward);
        T d1 = L.Fma(sv, L.C(0.5), L.Mul(log, inverseVol));
        T d2 = L.Sub(d1, sv);
        T a1 = L.MinAbs(d1, ElementaryFunctions<T, L>.TailBound);
        T a2 = L.MinAbs(d2, ElementaryFunctions<T, L>.TailBound);
        T e = ElementaryFunctions<T, L>.ExpBounded(L.Mul(L.Mul(a1, L.C(-0.5)), a1));
        ElementaryFunctions<T, L>.ScaledTails(a1, a2, out T r1, out T r2);
        price = Assemble(sign, forward, strike, discount, d1, d2, L.Mul(forward, e), r1, r2);

        T tail = L.Mul(e, r1);
        T inMoney = L.SelectLess(L.C(0.0), L.Mul(sign, d1), L.Sub(L.C(1.0), tail), tail);
        delta = L.Mul(L.Mul(sign, discount), inMoney);

        // One density serves three Greeks; at the kink, and for linear contracts, it is nothing.
        T density = L.Mul(L.Mul(e, L.C(InverseSqrtTwoPi)), discount);
        density = L.SelectLess(totalVol, L.C(KinkTotalVol), L.C(0.0), density);
        density = L.SelectEqual(sign, L.C(0.0), L.C(0.0), density);
        T forwardDensity = L.Mul(forward, density);
        gamma = L.Mul(L.Mul(density, inverseForward), inverseVol);
        vega = L.Mul(forwardDensity, root);

        // σ/(2√T) = σ²/(2·σ√T): the same 1/σ√T as gamma's, finite at the kink.
        T decay = L.Mul(L.Mul(L.Mul(gamma, forward), L.Mul(forward, L.C(0.5))), L.Mul(volatility, volatility));
        theta = L.Fma(rate, price, L.Neg(decay));
        rho = L.Neg(L.Mul(time, price));

        T zero = L.C(0.0);
        price = L.SelectEqual(sign, zero, forward, price);
        delta = L.SelectEqual(sign, zero, L.C(1.0), delta);
        theta = L.SelectEqual(sign, zero, zero, theta);
        rho = L.SelectEqual(sign, zero, zero, rho);
    }

    [MethodImpl(Inline)]
    private static T Assemble(T sign, T forward, T strike, T discount, T d1, T d2, T scaled, T r1, T r2)
    {
        T t1 = L.Mul(scaled, r1);
        T t2 = L.Mul(scaled, r2);
        T zero = L.C(0.0);
        T asset = L.SelectLess(zero, L.Mul(sign, d1), L.Sub(forward, t1), t1);
        T cash = L.SelectLess(zero, L.Mul(sign, d2), L.Sub(strike, t2), t2);
        return L.Max(L.Mul(L.Mul(sign, discount), L.Sub(asset, cash)), zero);
    }
}
