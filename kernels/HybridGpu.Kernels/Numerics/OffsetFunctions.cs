using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Numerics;

/// <summary>e^x − 1 and ln(1 + x), exact in the limit of a small argument.</summary>
/// <remarks>Measured errors are in docs/numerics.md. Cost: as exp and log, and one division for log1p.</remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class OffsetFunctions<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>e^x − 1, with x clamped to ±<see cref="ElementaryFunctions{T,L}.ExpBound"/>; NaN gives NaN.</summary>
    /// <remarks>2^n·(e^r − 1) + (2^n − 1): exp's own reduction, and nothing cancels, because |r| ≤ ½·ln 2.</remarks>
    [MethodImpl(Inline)]
    public static T Expm1(T x)
    {
        double bound = ElementaryFunctions<T, L>.ExpBound;
        T bounded = L.Min(L.Max(x, L.C(-bound)), L.C(bound));
        T fraction = ElementaryFunctions<T, L>.ReducedExpm1(bounded, out T magic);
        T power = L.AddExponent(L.C(1.0), magic);
        T result = L.Fma(power, fraction, L.Sub(power, L.C(1.0)));
        return L.SelectEqual(x, x, result, ElementaryFunctions<T, L>.Canonical(x));
    }

    /// <summary>ln(1 + x); −∞ at −1, NaN below it, +∞ and NaN kept.</summary>
    /// <remarks>ln u of the rounded u = 1 + x, and what the rounding lost, which is known exactly, over u.</remarks>
    [MethodImpl(Inline)]
    public static T Log1p(T x)
    {
        T one = L.C(1.0);
        T sum = L.Add(one, x);
        T lost = L.SelectLess(one, x, L.Sub(one, L.Sub(sum, x)), L.Sub(x, L.Sub(sum, one)));
        T bounded = L.Min(L.Max(sum, L.C(1e-300)), L.C(double.MaxValue));
        T result = L.Add(ElementaryFunctions<T, L>.LogNormal(bounded), L.Div(lost, bounded));
        result = L.SelectEqual(sum, L.C(0.0), L.C(double.NegativeInfinity), result);
        result = L.SelectLess(L.C(double.MaxValue), x, x, result);
        result = L.SelectLess(sum, L.C(0.0), L.C(double.NaN), result);
        return ElementaryFunctions<T, L>.Canonical(L.SelectEqual(x, x, result, x));
    }
}
