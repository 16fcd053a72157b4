using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Pricing;

/// <summary>The normalised out-of-the-money option b(x, s) and what is missing to its maximum, without cancellation.
/// </summary>
/// <remarks>
/// With h = |x|/s and t = s/2, the option over √(F·K) is b = e^(−(h²+t²)/2)·(R(h − t) − R(h + t)), and e^(−|x|/2) − b is
/// e^(−(h²+t²)/2)·(R(t − h) + R(t + h)), R the scaled normal tail. For a small s the difference is s times the mean of
/// −R′ between the two, by five Gauss-Legendre nodes: all terms are positive and b keeps its relative accuracy.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal struct NormalisedBlack<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    // Up to here the difference is a mean: quadrature error 2e-16; above, the difference loses at most 1.25/s ulp.
    private const double MeanBound = 0.2;
    private const double Tiny = 1e-300;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>−(h² + t²)/2.</summary>
    public T Exponent;

    /// <summary>b·e^((h²+t²)/2), for s small or h ≥ t.</summary>
    public T Option;

    /// <summary>(e^(−|x|/2) − b)·e^((h²+t²)/2), for t ≥ h.</summary>
    public T Missing;

    /// <summary>1 where <see cref="Option"/> counts, 0 where only <see cref="Missing"/> does.</summary>
    public T HasOption;

    /// <summary>Both at |x| = distance and s = totalVol.</summary>
    [MethodImpl(Inline)]
    public static NormalisedBlack<T, L> At(T distance, T totalVol)
    {
        T h = L.Div(distance, totalVol);
        T t = L.Mul(totalVol, L.C(0.5));
        T bound = L.C(NormalTail<T, L>.Bound);
        T near = NormalTail<T, L>.Scaled(L.Min(L.Abs(L.Sub(h, t)), bound));
        T far = NormalTail<T, L>.Scaled(L.Min(L.Add(h, t), bound));
        T isOutside = L.SelectLess(h, t, L.C(0.0), L.C(1.0));
        T mean = L.Mul(totalVol, MeanSlope(L.Min(h, bound), L.Min(t, L.C(0.5 * MeanBound))));
        return new NormalisedBlack<T, L>
        {
            Exponent = L.Mul(L.Fma(h, h, L.Mul(t, t)), L.C(-0.5)),
            Option = L.Max(L.SelectLess(totalVol, L.C(MeanBound), mean, L.Sub(near, far)), L.C(Tiny)),
            Missing = L.Add(near, far),
            HasOption = L.SelectLess(totalVol, L.C(MeanBound), L.C(1.0), isOutside),
        };
    }

    [MethodImpl(Inline)]
    private static T MeanSlope(T h, T t)
    {
        T outer = L.Mul(t, L.C(0.9061798459386640));
        T inner = L.Mul(t, L.C(0.5384693101056831));
        T outerSum = L.Add(NormalTail<T, L>.Slope(L.Sub(h, outer)), Far(L.Add(h, outer)));
        T innerSum = L.Add(NormalTail<T, L>.Slope(L.Sub(h, inner)), Far(L.Add(h, inner)));
        T sum = L.Mul(innerSum, L.C(0.23931433524968324));
        sum = L.Fma(outerSum, L.C(0.11846344252809454), sum);
        return L.Fma(NormalTail<T, L>.Slope(h), L.C(0.28444444444444444), sum);
    }

    [MethodImpl(Inline)]
    private static T Far(T a) => NormalTail<T, L>.Slope(L.Min(a, L.C(NormalTail<T, L>.Bound)));
}
