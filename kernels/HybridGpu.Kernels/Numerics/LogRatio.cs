using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Numerics;

/// <summary>ln(a/b) without the quotient a/b, with the one division left to the caller.</summary>
/// <remarks>
/// ln(a/b) = k·ln 2 + 2·artanh(s) with s = (m − n)/(m + n), where m and n are a's and b's mantissas brought within √2
/// of each other: their difference is exact (Sterbenz), so nothing cancels near a = b. A caller that divides by other
/// things too divides once by the product of all. Errors: docs/numerics.md. Coefficients: the logarithm's.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class LogRatio<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    private const double Sqrt2 = 1.4142135623730951;
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>k, and s as top / bottom, for positive normal a and b.</summary>
    [MethodImpl(Inline)]
    public static void Split(T a, T b, out T power, out T top, out T bottom)
    {
        T m = L.SplitMantissa(a);
        T n = L.SplitMantissa(b);
        T isHigh = L.SelectLess(L.Mul(n, L.C(Sqrt2)), m, L.C(1.0), L.C(0.0));
        T isLow = L.SelectLess(L.Mul(m, L.C(Sqrt2)), n, L.C(1.0), L.C(0.0));

        // One of the two is doubled where they are further apart. Both doublings are exact.
        n = L.Fma(n, isHigh, n);
        m = L.Fma(m, isLow, m);
        power = L.Add(L.Sub(L.SplitExponent(a), L.SplitExponent(b)), L.Sub(isHigh, isLow));
        top = L.Sub(m, n);
        bottom = L.Add(m, n);
    }

    /// <summary>s to an ulp from a reciprocal of the bottom that may be several ulp off.</summary>
    [MethodImpl(Inline)]
    public static T Quotient(T top, T bottom, T perBottom)
    {
        T rough = L.Mul(top, perBottom);
        return L.Fma(L.NegFma(rough, bottom, top), perBottom, rough);
    }

    /// <summary>k·ln 2 + 2·artanh(s) for |s| ≤ 3 − 2√2.</summary>
    [MethodImpl(Inline)]
    public static T Join(T power, T s)
    {
        T z = L.Mul(s, s);
        T z2 = L.Mul(z, z);
        T z4 = L.Mul(z2, z2);
        T p01 = L.Fma(L.C(0.4000000000000088), z, L.C(0.6666666666666666));
        T p23 = L.Fma(L.C(0.22222222392147034), z, L.C(0.285714285708017));
        T p45 = L.Fma(L.C(0.15386242218879392), z, L.C(0.1818179559386321));
        T p67 = L.Fma(L.C(0.13087330476603717), z, L.C(0.1326870577297007));
        T p = L.Fma(L.Fma(p67, z2, p45), z4, L.Fma(p23, z2, p01));

        // The small terms first; k times the first part of ln 2 is exact and comes last.
        T small = L.Fma(L.Mul(s, z), p, L.Mul(power, L.C(Ln2Low)));
        return L.Fma(power, L.C(Ln2High), L.Fma(s, L.C(2.0), small));
    }
}
