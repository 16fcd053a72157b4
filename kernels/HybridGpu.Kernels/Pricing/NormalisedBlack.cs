using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Pricing;

/// <summary>The normalised out-of-the-money option b(x, s) and what is missing to its maximum, without cancellation.
/// </summary>
/// <remarks>
/// With h = |x|/s and t = s/2, the option over √(F·K) is b = e^(−(h²+t²)/2)·(R(h − t) − R(h + t)), and e^(−|x|/2) − b
/// is e^(−(h²+t²)/2)·(R(t − h) + R(t + h)), R the scaled normal tail. For a small s the difference is s times the
/// mean of −R′ between the two, by four Gauss-Legendre nodes: all terms are positive and b keeps its relative
/// accuracy.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal struct NormalisedBlack<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    // Up to here the difference is a mean: quadrature error 2e-15; above, the difference loses at most 1.25/s ulp.
    private const double MeanBound = 0.1;
    private const double CentreBound = NormalTail<T, L>.Bound - (0.5 * MeanBound);
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

    /// <summary>Both at h = |x|/s and s = totalVol.</summary>
    [MethodImpl(Inline)]
    public static NormalisedBlack<T, L> At(T h, T totalVol)
    {
        T t = L.Mul(totalVol, L.C(0.5));
        T bound = L.C(NormalTail<T, L>.Bound);
        NormalTail<T, L>.ScaledPair(
            L.Min(L.Abs(L.Sub(h, t)), bound), L.Min(L.Add(h, t), bound), out T near, out T far);
        T isOutside = L.SelectLess(h, t, L.C(0.0), L.C(1.0));
        T half = L.Min(t, L.C(0.5 * MeanBound));
        T mean = L.Mul(totalVol, NormalTail<T, L>.MeanSlope(L.Min(h, L.C(CentreBound)), half));
        return new NormalisedBlack<T, L>
        {
            Exponent = L.Mul(L.Fma(h, h, L.Mul(t, t)), L.C(-0.5)),
            Option = L.Max(L.SelectLess(totalVol, L.C(MeanBound), mean, L.Sub(near, far)), L.C(Tiny)),
            Missing = L.Add(near, far),
            HasOption = L.SelectLess(totalVol, L.C(MeanBound), L.C(1.0), isOutside),
        };
    }
}
