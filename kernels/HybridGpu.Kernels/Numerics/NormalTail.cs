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
    /// <summary>Largest argument of the fits; every tail beyond it is below 1e-347.</summary>
    public const double Bound = 40.0;

    /// <summary>Smallest argument of <see cref="Slope"/>.</summary>
    public const double SlopeLow = -0.55;

    private const double InverseSqrtTwoPi = 0.3989422804014326779;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>R(a) = e^(a²/2)·Φ(−a) for a in [0, <see cref="Bound"/>]. Rational 10/11.</summary>
    [MethodImpl(Inline)]
    public static T Scaled(T a)
    {
        T a2 = L.Mul(a, a);
        T a4 = L.Mul(a2, a2);
        T a8 = L.Mul(a4, a4);
        T p0 = L.Fma(L.C(0.8272474033351741), a, L.C(0.5));
        T p1 = L.Fma(L.C(0.3564936957283105), a, L.C(0.6785278686620291));
        T p2 = L.Fma(L.C(0.035519978959694457), a, L.C(0.13162043589048192));
        T p3 = L.Fma(L.C(0.0010331216352222467), a, L.C(0.007086039461007329));
        T p4 = L.Fma(L.C(6.910732493332495e-06), a, L.C(0.00010575130217926586));
        T p5 = L.C(2.2161828154049589e-07);
        T pLow = L.Fma(L.Fma(p3, a2, p2), a4, L.Fma(p1, a2, p0));
        T pHigh = L.Fma(p5, a2, p4);
        T q0 = L.Fma(L.C(2.4523793674732137), a, L.C(1.0));
        T q1 = L.Fma(L.C(1.9978239632258554), a, L.C(2.8137713718624258));
        T q2 = L.Fma(L.C(0.34716096241425265), a, L.C(0.977626626155056));
        T q3 = L.Fma(L.C(0.018026035033851483), a, L.C(0.09159039049678838));
        T q4 = L.Fma(L.C(0.00026563471876913796), a, L.C(0.0026069745396515216));
        T q5 = L.Fma(L.C(5.555146506844157e-07), a, L.C(1.7322637466227768e-05));
        T qLow = L.Fma(L.Fma(q3, a2, q2), a4, L.Fma(q1, a2, q0));
        T qHigh = L.Fma(q5, a2, q4);
        return L.Div(L.Fma(pHigh, a8, pLow), L.Fma(qHigh, a8, qLow));
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
    /// <remarks>Rational 10/12. Positive, and like 1/(√(2π)·a²) far out, where the difference would have no digits left.</remarks>
    [MethodImpl(Inline)]
    public static T Slope(T a)
    {
        T a2 = L.Mul(a, a);
        T a4 = L.Mul(a2, a2);
        T a8 = L.Mul(a4, a4);
        T p0 = L.Fma(L.C(0.5333520844993895), a, L.C(0.3989422804014327));
        T p1 = L.Fma(L.C(0.1620760499180708), a, L.C(0.36376912281150875));
        T p2 = L.Fma(L.C(0.012125777377817738), a, L.C(0.05153365993939319));
        T p3 = L.Fma(L.C(0.00027562505543288164), a, L.C(0.0021301892172112705));
        T p4 = L.Fma(L.C(1.473551913331675e-06), a, L.C(2.5180904237951415e-05));
        T p5 = L.C(4.230846060809498e-08);
        T pLow = L.Fma(L.Fma(p3, a2, p2), a4, L.Fma(p1, a2, p0));
        T pHigh = L.Fma(p5, a2, p4);
        T q0 = L.Fma(L.C(2.5902295526550527), a, L.C(1.0));
        T q1 = L.Fma(L.C(2.4009152587459215), a, L.C(3.158205285912027));
        T q2 = L.Fma(L.C(0.49345909846160724), a, L.C(1.2699238047541834));
        T q3 = L.Fma(L.C(0.03244532414915585), a, L.C(0.14482022288201105));
        T q4 = L.Fma(L.C(0.0007019704984669122), a, L.C(0.005528313683461836));
        T q5 = L.Fma(L.C(3.693646890188147e-06), a, L.C(6.343732128440649e-05));
        T q6 = L.C(1.060515836159602e-07);
        T qLow = L.Fma(L.Fma(q3, a2, q2), a4, L.Fma(q1, a2, q0));
        T qHigh = L.Fma(q6, a4, L.Fma(q5, a2, q4));
        return L.Div(L.Fma(pHigh, a8, pLow), L.Fma(qHigh, a8, qLow));
    }
}
