using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Pricing;

/// <summary>The row of the matrix I + ½·dτ·(r − A) of a step, the same at every place.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal struct FreeBoundaryRow<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    /// <summary>Of the place below.</summary>
    public T Lower;

    /// <summary>Of the place itself.</summary>
    public T Diagonal;

    /// <summary>Of the place above.</summary>
    public T Upper;

    /// <summary>½·dτ, years.</summary>
    public T HalfStep;

    private T _opposite;

    /// <summary>The row of a step.</summary>
    public static FreeBoundaryRow<T, L> Of(in FreeBoundaryLayout<T, L> layout, T rate, T halfStep)
    {
        T decay = L.Add(L.Add(layout.Lower, layout.Upper), rate);
        T diagonal = L.Fma(halfStep, decay, L.C(1.0));
        return new FreeBoundaryRow<T, L>
        {
            Lower = L.Neg(L.Mul(halfStep, layout.Lower)),
            Diagonal = diagonal,
            Upper = L.Neg(L.Mul(halfStep, layout.Upper)),
            HalfStep = halfStep,
            _opposite = L.Sub(L.C(2.0), diagonal),
        };
    }

    /// <summary>The explicit half of a centred step: the row of I − ½·dτ·(r − A) times the values there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly T Explicit(T below, T here, T above) =>
        L.NegFma(Lower, below, L.NegFma(Upper, above, L.Mul(_opposite, here)));
}
