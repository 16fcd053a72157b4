using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Numerics;

/// <summary>The scaled normal tail and its slope with full relative accuracy all the way out.</summary>
/// <remarks>
/// <see cref="ElementaryFunctions{T,L}.ScaledTail"/> is fitted for prices, where a tail's relative error is damped by
/// the tail itself. An implied volatility is not so lucky: it is solved from the logarithm of a price that may be
/// 1e-300 of the forward. These two rationals have a relative error below 3e-17 everywhere (docs/numerics.md says how
/// they were fitted); all coefficients are positive, so no order of the sum can cancel for a ≥ 0.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class NormalTail<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    /// <summary>Largest argument of the fits; every tail beyond it is below 1e-460.</summary>
    public const double Bound = 46.0;

    /// <summary>Smallest argument of <see cref="Slope"/>.</summary>
    public const double SlopeLow = -0.55;

    private const double InverseSqrtTwoPi = 0.3989422804014326779;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>R(a) = e^(a²/2)·Φ(−a) for a in [0, <see cref="Bound"/>]. Rational 10/11.</summary>
    [MethodImpl(Inline)]
    public static T Scaled(T a)
    {
        ScaledParts(a, out T top, out T bottom);
        return L.Div(top, bottom);
    }

    /// <summary>R at two places with one division.</summary>
    [MethodImpl(Inline)]
    public static void ScaledPair(T a, T b, out T scaledA, out T scaledB)
    {
        ScaledParts(a, out T topA, out T bottomA);
        ScaledParts(b, out T topB, out T bottomB);
        T inverse = L.Div(L.C(1.0), L.Mul(bottomA, bottomB));
        scaledA = L.Mul(L.Mul(topA, bottomB), inverse);
        scaledB = L.Mul(L.Mul(topB, bottomA), inverse);
    }

    /// <summary>The mean of −R′ over [centre − half, centre + half], half ≤ 0.05, centre ≤ <see cref="Bound"/> − 0.05.
    /// </summary>
    /// <remarks>Four Gauss-Legendre nodes, 2e-15 at most, and one division for all of them.</remarks>
    [MethodImpl(Inline)]
    public static T MeanSlope(T centre, T half)
    {
        T outer = L.Mul(half, L.C(0.8611363115940526));
        T inner = L.Mul(half, L.C(0.3399810435848563));
        SlopeParts(L.Sub(centre, outer), out T topA, out T bottomA);
        SlopeParts(L.Add(centre, outer), out T topB, out T bottomB);
        SlopeParts(L.Sub(centre, inner), out T topC, out T bottomC);
        SlopeParts(L.Add(centre, inner), out T topD, out T bottomD);
        T outerTop = L.Mul(L.Fma(topA, bottomB, L.Mul(topB, bottomA)), L.C(0.17392742256872692));
        T innerTop = L.Mul(L.Fma(topC, bottomD, L.Mul(topD, bottomC)), L.C(0.32607257743127307));
        T outerBottom = L.Mul(bottomA, bottomB);
        T innerBottom = L.Mul(bottomC, bottomD);
        T top = L.Fma(outerTop, innerBottom, L.Mul(innerTop, outerBottom));
        return L.Div(top, L.Mul(outerBottom, innerBottom));
    }

    [MethodImpl(Inline)]
    private static void ScaledParts(T a, out T top, out T bottom)
    {
        T a2 = L.Mul(a, a);
        T a4 = L.Mul(a2, a2);
        T a8 = L.Mul(a4, a4);
        T p0 = L.Fma(L.C(0.830696748688536), a, L.C(0.5));
        T p1 = L.Fma(L.C(0.3606504788198261), a, L.C(0.6839130628121939));
        T p2 = L.Fma(L.C(0.036213565715366235), a, L.C(0.13365919925540645));
        T p3 = L.Fma(L.C(0.0010626649817838485), a, L.C(0.007255122958353315));
        T p4 = L.Fma(L.C(7.1863749037685965e-06), a, L.C(0.00010933280966612915));
        T p5 = L.C(2.3204654101315904e-07);
        T pLow = L.Fma(L.Fma(p3, a2, p2), a4, L.Fma(p1, a2, p0));
        T pHigh = L.Fma(p5, a2, p4);
        T q0 = L.Fma(L.C(2.4592780581799376), a, L.C(1.0));
        T q1 = L.Fma(L.C(2.0156735535015837), a, L.C(2.830046118967403));
        T q2 = L.Fma(L.C(0.35267752156714005), a, L.C(0.9896434780980907));
        T q3 = L.Fma(L.C(0.01845878973980925), a, L.C(0.09340162692530563));
        T q4 = L.Fma(L.C(0.00027463836647261957), a, L.C(0.0026817196604692504));
        T q5 = L.Fma(L.C(5.816544207338345e-07), a, L.C(1.801357052590321e-05));
        T qLow = L.Fma(L.Fma(q3, a2, q2), a4, L.Fma(q1, a2, q0));
        T qHigh = L.Fma(q5, a2, q4);
        top = L.Fma(pHigh, a8, pLow);
        bottom = L.Fma(qHigh, a8, qLow);
    }

    /// <summary>R(a) for any a ≥ 0: beyond <see cref="Bound"/> by Laplace's continued fraction.</summary>
    /// <remarks>Six steps of the fraction leave 1e-13 relative at the bound, and less further out.</remarks>
    [MethodImpl(Inline)]
    public static T ScaledAnywhere(T a)
    {
        T far = L.Max(a, L.C(Bound));
        T fraction = far;
        fraction = L.Add(far, L.Div(L.C(6.0), fraction));
        fraction = L.Add(far, L.Div(L.C(5.0), fraction));
        fraction = L.Add(far, L.Div(L.C(4.0), fraction));
        fraction = L.Add(far, L.Div(L.C(3.0), fraction));
        fraction = L.Add(far, L.Div(L.C(2.0), fraction));
        fraction = L.Add(far, L.Div(L.C(1.0), fraction));
        T near = Scaled(L.Min(a, L.C(Bound)));
        return L.SelectLess(L.C(Bound), a, L.Div(L.C(InverseSqrtTwoPi), fraction), near);
    }

    /// <summary>−R′(a) = 1/√(2π) − a·R(a) for a in [<see cref="SlopeLow"/>, <see cref="Bound"/>].</summary>
    /// <remarks>Rational 10/12. Positive, and like 1/(√(2π)·a²) far out, where the difference would have no digits
    /// left.</remarks>
    [MethodImpl(Inline)]
    public static T Slope(T a)
    {
        SlopeParts(a, out T top, out T bottom);
        return L.Div(top, bottom);
    }

    [MethodImpl(Inline)]
    private static void SlopeParts(T a, out T top, out T bottom)
    {
        T a2 = L.Mul(a, a);
        T a4 = L.Mul(a2, a2);
        T a8 = L.Mul(a4, a4);
        T p0 = L.Fma(L.C(0.5362719269303517), a, L.C(0.3989422804014327));
        T p1 = L.Fma(L.C(0.1643999166654207), a, L.C(0.36741557489123644));
        T p2 = L.Fma(L.C(0.012405736663790265), a, L.C(0.0524944387490779));
        T p3 = L.Fma(L.C(0.00028468055025013164), a, L.C(0.0021893789648037808));
        T p4 = L.Fma(L.C(1.5394552299046837e-06), a, L.C(2.614869510813178e-05));
        T p5 = L.C(4.451121931827598e-08);
        T pLow = L.Fma(L.Fma(p3, a2, p2), a4, L.Fma(p1, a2, p0));
        T pHigh = L.Fma(p5, a2, p4);
        T q0 = L.Fma(L.C(2.59754851224997), a, L.C(1.0));
        T q1 = L.Fma(L.C(2.4223736311593824), a, L.C(3.1765185413279107));
        T q2 = L.Fma(L.C(0.5012601013954284), a, L.C(1.285499423943263));
        T q3 = L.Fma(L.C(0.03321418290402175), a, L.C(0.14765931937420346));
        T q4 = L.Fma(L.C(0.0007251648429678537), a, L.C(0.005683924932916177));
        T q5 = L.Fma(L.C(3.858842006865223e-06), a, L.C(6.587977773881465e-05));
        T q6 = L.C(1.115730808812644e-07);
        T qLow = L.Fma(L.Fma(q3, a2, q2), a4, L.Fma(q1, a2, q0));
        T qHigh = L.Fma(q6, a4, L.Fma(q5, a2, q4));
        top = L.Fma(pHigh, a8, pLow);
        bottom = L.Fma(qHigh, a8, qLow);
    }
}
