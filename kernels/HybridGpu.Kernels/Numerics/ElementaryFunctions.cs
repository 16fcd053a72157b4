using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;
using ILGPU;

namespace HybridGpu.Kernels.Numerics;

/// <summary>Exponential, logarithm and the normal distribution, written on lanes: the same bits everywhere.</summary>
/// <remarks>
/// Measured errors against a high-precision reference stand in docs/numerics.md. The polynomials are near-minimax fits
/// by Chebyshev interpolation and the rational by weighted least squares with Lawson's reweighting, both computed
/// with 50 digits for this file; the derivation is in docs/numerics.md. Cost: no allocation, no tables, no branches.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class ElementaryFunctions<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    /// <summary>Where exp is clamped: e^±708 is normal, so scaling by a power of two stays exact.</summary>
    public const double ExpBound = 708.0;

    /// <summary>Beyond this distance the normal tail is below 1e-307 and counts as this tail.</summary>
    public const double TailBound = 37.5;

    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const double Log2E = 1.4426950408889634;

    // ln 2 in two parts. The first has 32 trailing zero bits, so that n times it is exact for every exponent n.
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double InverseSqrtTwoPi = 0.3989422804014326779;

    /// <summary>e^x, clamped to |x| ≤ <see cref="ExpBound"/>; NaN gives NaN.</summary>
    [MethodImpl(Inline)]
    public static T Exp(T x)
    {
        T bounded = L.Min(L.Max(x, L.C(-ExpBound)), L.C(ExpBound));
        return L.SelectEqual(x, x, ExpBounded(bounded), Canonical(x));
    }

    /// <summary>e^x for a finite |x| ≤ <see cref="ExpBound"/>, which the caller has seen to.</summary>
    /// <remarks>Cody and Waite's reduction to |r| ≤ ½·ln 2, then 1 + r + r²·q(r) with q of degree 9.</remarks>
    [MethodImpl(Inline)]
    public static T ExpBounded(T x)
    {
        T fraction = ReducedExpm1(x, out T magic);
        return L.AddExponent(L.Add(L.C(1.0), fraction), magic);
    }

    /// <summary>e^r − 1 of x = n·ln 2 + r for a finite |x| ≤ <see cref="ExpBound"/>, and n as a magic sum.</summary>
    [MethodImpl(Inline)]
    public static T ReducedExpm1(T x, out T magic)
    {
        magic = L.Fma(x, L.C(Log2E), L.C(LaneBits.Magic));
        T n = L.Sub(magic, L.C(LaneBits.Magic));
        T r = L.Fma(n, L.C(-Ln2Low), L.Fma(n, L.C(-Ln2High), x));
        T r2 = L.Mul(r, r);
        T r4 = L.Mul(r2, r2);

        // Estrin's order: the pairs are independent, so the chain of waits is four long instead of ten.
        T q01 = L.Fma(L.C(0.16666666666666669), r, L.C(0.5));
        T q23 = L.Fma(L.C(0.008333333333330051), r, L.C(0.04166666666662399));
        T q45 = L.Fma(L.C(0.00019841269863105968), r, L.C(0.0013888888917281794));
        T q67 = L.Fma(L.C(2.7557268378684192e-06), r, L.C(2.480152119021773e-05));
        T q89 = L.Fma(L.C(2.5100424157005067e-08), r, L.C(2.7620138719733994e-07));
        T low = L.Fma(q23, r2, q01);
        T high = L.Fma(q89, r4, L.Fma(q67, r2, q45));
        T q = L.Fma(high, r4, low);
        return L.Fma(q, r2, r);
    }

    /// <summary>ln x; −∞ at zero, NaN below it, +∞ and NaN kept. Subnormals count as zero.</summary>
    [MethodImpl(Inline)]
    public static T Log(T x)
    {
        T smallest = L.C(2.2250738585072014e-308);
        T largest = L.C(double.MaxValue);
        T bounded = L.Min(L.Max(x, smallest), largest);
        T result = LogNormal(bounded);
        result = L.SelectLess(x, smallest, L.C(double.NegativeInfinity), result);
        result = L.SelectLess(largest, x, L.C(double.PositiveInfinity), result);
        result = L.SelectLess(x, L.C(0.0), L.C(double.NaN), result);
        return Canonical(L.SelectEqual(x, x, result, x));
    }

    /// <summary>ln x for a positive, normal and finite x, which the caller has seen to.</summary>
    /// <remarks>
    /// x = 2^k·(1+f) with 1+f in [√½, √2), s = f/(2+f), and ln(1+f) = f − (f²/2 − s·(f²/2 + R(s²))), the arrangement
    /// of P. T. P. Tang and of fdlibm in which the division's rounding error is damped by s.
    /// </remarks>
    [MethodImpl(Inline)]
    public static T LogNormal(T x)
    {
        T k = L.SplitExponent(x);
        T f = L.Sub(L.SplitMantissa(x), L.C(1.0));
        T s = L.Div(f, L.Add(f, L.C(2.0)));
        T z = L.Mul(s, s);
        T z2 = L.Mul(z, z);
        T z4 = L.Mul(z2, z2);
        T p01 = L.Fma(L.C(0.4000000000000088), z, L.C(0.6666666666666666));
        T p23 = L.Fma(L.C(0.22222222392147034), z, L.C(0.285714285708017));
        T p45 = L.Fma(L.C(0.15386242218879392), z, L.C(0.1818179559386321));
        T p67 = L.Fma(L.C(0.13087330476603717), z, L.C(0.1326870577297007));
        T p = L.Fma(L.Fma(p67, z2, p45), z4, L.Fma(p23, z2, p01));
        T halfSquare = L.Mul(L.Mul(f, f), L.C(0.5));
        T inner = L.Mul(s, L.Fma(p, z, halfSquare));

        // k·ln2 in two parts: the small one joins the small terms, the exact large one is added last.
        T small = L.Sub(halfSquare, L.Fma(k, L.C(Ln2Low), inner));
        return L.Fma(L.C(Ln2High), k, L.Sub(f, small));
    }

    /// <summary>R(a) = e^(a²/2)·Φ(−a) for a in [0, <see cref="TailBound"/>].</summary>
    /// <remarks>
    /// Half the scaled complementary error function of a/√2.
    /// The normal tail without its exponential, so a caller that has e^(−a²/2) already gets Φ with one multiplication
    /// and keeps relative accuracy in the tail, where 1 − erf would have none. Rational 7/8, R(0) = ½ exactly.
    /// </remarks>
    [MethodImpl(Inline)]
    public static T ScaledTail(T a)
    {
        TailParts(a, out T top, out T bottom);
        return L.Div(top, bottom);
    }

    /// <summary>R(a) and R(b) with one division, the dearest operation of a price.</summary>
    [MethodImpl(Inline)]
    public static void ScaledTails(T a, T b, out T tailA, out T tailB)
    {
        TailParts(a, out T topA, out T bottomA);
        TailParts(b, out T topB, out T bottomB);
        T inverse = L.Div(L.C(1.0), L.Mul(bottomA, bottomB));
        tailA = L.Mul(L.Mul(topA, bottomB), inverse);
        tailB = L.Mul(L.Mul(topB, bottomA), inverse);
    }

    [MethodImpl(Inline)]
    private static void TailParts(T a, out T top, out T bottom)
    {
        // Estrin's order again. All coefficients are positive, so no order of the sum can cancel.
        T a2 = L.Mul(a, a);
        T a4 = L.Mul(a2, a2);
        T p01 = L.Fma(L.C(0.6070270587578674), a, L.C(0.5));
        T p23 = L.Fma(L.C(0.13608102571135544), a, L.C(0.366040480696303));
        T p45 = L.Fma(L.C(0.005300570007464505), a, L.C(0.033222902393489205));
        T p67 = L.Fma(L.C(2.337642236552279e-05), a, L.C(0.0005126165381686099));
        T q01 = L.Fma(L.C(2.01193867831859), a, L.C(1.0));
        T q23 = L.Fma(L.C(0.9981679918846483), a, L.C(1.837375770105588));
        T q45 = L.Fma(L.C(0.08456212582639006), a, L.C(0.3542790191702707));
        T q67 = L.Fma(L.C(0.0012849388989771872), a, L.C(0.01334516477545448));
        top = L.Fma(L.Fma(p67, a2, p45), a4, L.Fma(p23, a2, p01));
        T qHigh = L.Fma(L.C(5.859600309113811e-05), a4, L.Fma(q67, a2, q45));
        bottom = L.Fma(qHigh, a4, L.Fma(q23, a2, q01));
    }

    /// <summary>Φ(x), the standard normal distribution function; NaN gives NaN.</summary>
    [MethodImpl(Inline)]
    public static T NormalCdf(T x)
    {
        T a = L.Min(L.Abs(x), L.C(TailBound));
        T tail = L.Mul(ExpBounded(L.Mul(L.Mul(a, a), L.C(-0.5))), ScaledTail(a));
        T result = L.SelectLess(L.C(0.0), x, L.Sub(L.C(1.0), tail), tail);
        return L.SelectEqual(x, x, result, Canonical(x));
    }

    /// <summary>φ(x), the standard normal density; NaN gives NaN.</summary>
    [MethodImpl(Inline)]
    public static T NormalPdf(T x)
    {
        T a = L.Min(L.Abs(x), L.C(TailBound));
        T result = L.Mul(ExpBounded(L.Mul(L.Mul(a, a), L.C(-0.5))), L.C(InverseSqrtTwoPi));
        return L.SelectEqual(x, x, result, Canonical(x));
    }

    /// <summary>x, with any NaN replaced by the canonical one.</summary>
    [MethodImpl(Inline)]
    public static T Canonical(T x) => L.SelectEqual(x, x, x, L.C(Interop.IntAsFloat((ulong)LaneBits.CanonicalNaN)));
}
