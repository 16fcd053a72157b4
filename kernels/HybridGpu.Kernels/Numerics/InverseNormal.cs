using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Numerics;

/// <summary>The standard normal quantile on lanes.</summary>
/// <remarks>
/// Three rationals 7/7 of this project's own fit (docs/numerics.md) in the variables of M. J. Wichura, Algorithm AS
/// 241, Applied Statistics 37 (1988): the square of p − ½ in the middle, √(−ln p) in the tails. All three are
/// computed and one is selected, so that every element of a vector does the same work.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class InverseNormal<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    private const double CentralBound = 0.425;
    private const double CentralSquare = 0.180625;
    private const double NearTailShift = 1.6;
    private const double FarTailShift = 5.0;
    private const double SmallestNormal = 2.2250738585072014e-308;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Φ⁻¹(p); −∞ at 0, +∞ at 1, NaN outside and for NaN. Subnormal p count as the smallest normal.</summary>
    [MethodImpl(Inline)]
    public static T Quantile(T p)
    {
        T zero = L.C(0.0);
        T one = L.C(1.0);
        T offset = L.Sub(p, L.C(0.5));
        T tail = L.Max(L.Min(p, L.Sub(one, p)), L.C(SmallestNormal));
        T root = L.Sqrt(L.Neg(ElementaryFunctions<T, L>.LogNormal(tail)));
        T far = L.SelectLess(root, L.C(FarTailShift), NearTail(root), FarTail(root));
        T result = L.SelectLess(p, L.C(0.5), L.Neg(far), far);
        result = L.SelectLess(L.C(CentralBound), L.Abs(offset), result, Central(offset));
        result = L.SelectEqual(p, zero, L.C(double.NegativeInfinity), result);
        result = L.SelectEqual(p, one, L.C(double.PositiveInfinity), result);
        result = L.SelectLess(p, zero, L.C(double.NaN), result);
        result = L.SelectLess(one, p, L.C(double.NaN), result);
        return ElementaryFunctions<T, L>.Canonical(L.SelectEqual(p, p, result, p));
    }

    private static T Central(T offset)
    {
        T u = L.NegFma(offset, offset, L.C(CentralSquare));
        T top = Degree7(
            u, 3.3871328727963665, 133.24416370542073, 1974.9398119710993, 13770.48577399192,
            46114.447877919076, 67658.49301417611, 33691.00629020649, 2534.3007321315786);
        T bottom = Degree7(
            u, 1.0, 42.34359104788366, 688.2666486176487, 5408.225894995055,
            21295.276937599097, 39517.237000769004, 28932.41150596193, 5274.02353572637);
        return L.Mul(offset, L.Div(top, bottom));
    }

    private static T NearTail(T root)
    {
        T u = L.Sub(root, L.C(NearTailShift));
        T top = Degree7(
            u, 1.4234371107496837, 4.6316521005732305, 5.773562976676313, 3.6524159431012224,
            1.2728276888562846, 0.24236602252304784, 0.022786501638093766, 0.0007766584920726114);
        T bottom = Degree7(
            u, 1.0, 2.054114923077598, 1.6781334124792453, 0.6909581891745095,
            0.1484548096085337, 0.015240595502132864, 0.0005490881298339993, 1.0512730721123185e-09);
        return L.Div(top, bottom);
    }

    private static T FarTail(T root)
    {
        T u = L.Sub(root, L.C(FarTailShift));
        T top = Degree7(
            u, 6.657904643501103, 5.465656314925717, 1.786230817885215, 0.2969683743946561,
            0.026589904511269892, 0.0012467545318249676, 2.724815621698666e-05, 2.0247477228700683e-07);
        T bottom = Degree7(
            u, 1.0, 0.6001132865445338, 0.13707873340229076, 0.01490411025427837,
            0.0007893236975499625, 1.855185371824456e-05, 1.431703379098726e-07, 2.085288157190532e-15);
        return L.Div(top, bottom);
    }

    // Estrin's order, as in the other functions.
    [MethodImpl(Inline)]
    private static T Degree7(
        T u, double c0, double c1, double c2, double c3, double c4, double c5, double c6, double c7)
    {
        T u2 = L.Mul(u, u);
        T u4 = L.Mul(u2, u2);
        T low = L.Fma(L.Fma(L.C(c3), u, L.C(c2)), u2, L.Fma(L.C(c1), u, L.C(c0)));
        T high = L.Fma(L.Fma(L.C(c7), u, L.C(c6)), u2, L.Fma(L.C(c5), u, L.C(c4)));
        return L.Fma(high, u4, low);
    }
}
