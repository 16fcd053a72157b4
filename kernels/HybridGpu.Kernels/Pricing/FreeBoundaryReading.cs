using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Pricing;

/// <summary>What a solved grid says at the spot: a cubic through the four places around it, and its derivatives.
/// </summary>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal struct FreeBoundaryReading<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    /// <summary>Over a strike of 1: what early exercise adds to the European value; or, without that, the value.
    /// </summary>
    public T Value;

    /// <summary>∂/∂ ln S.</summary>
    public T Slope;

    /// <summary>∂²/∂ (ln S)².</summary>
    public T Bend;

    /// <summary>1 where both places around the spot are exercised, else 0.</summary>
    public T IsExercised;

    /// <summary>Reads the grid.</summary>
    /// <param name="option">The options.</param>
    /// <param name="layout">Their grid.</param>
    /// <param name="addsToEuropean">1 to read what early exercise adds, 0 for a knock-out's or a plain option's whole
    /// value.</param>
    /// <param name="scratch">The solved grid.</param>
    public static FreeBoundaryReading<T, L> Of(
        in FreeBoundaryOption<T> option, in FreeBoundaryLayout<T, L> layout, T addsToEuropean,
        FreeBoundaryScratch<T> scratch)
    {
        T one = L.C(1.0);
        T zero = L.C(0.0);
        int last = scratch.Scheme.Intervals;

        // Beyond the last place only a knock-in's spot can lie, where its barrier is out of reach.
        T spot = L.Min(layout.Spot, L.C(last));
        T lowest = L.SelectEqual(option.IsIn, one, L.C(last / 2), zero);
        T place = L.Max(L.Min(L.Floor(spot), L.C(last - 1)), lowest);
        T from = L.Max(L.Min(L.Sub(place, one), L.C(last - 3)), lowest);
        T t = L.Sub(spot, from);
        T v0 = zero;
        T v1 = zero;
        T v2 = zero;
        T v3 = zero;
        T held = one;
        for (int i = 0; i <= last - 3; i++)
        {
            T here = L.C(i);
            v0 = L.SelectEqual(from, here, At(option, addsToEuropean, i, scratch), v0);
            v1 = L.SelectEqual(from, here, At(option, addsToEuropean, i + 1, scratch), v1);
            v2 = L.SelectEqual(from, here, At(option, addsToEuropean, i + 2, scratch), v2);
            v3 = L.SelectEqual(from, here, At(option, addsToEuropean, i + 3, scratch), v3);
        }

        for (int i = 0; i < last; i++)
        {
            T both = L.SelectLess(scratch.Exercise[i], scratch.American[i], one, zero);
            both = L.SelectLess(scratch.Exercise[i + 1], scratch.American[i + 1], one, both);
            held = L.SelectEqual(place, L.C(i), both, held);
        }

        FreeBoundaryReading<T, L> reading = Cubic(v0, v1, v2, v3, t, layout);
        T isBeyond = L.SelectLess(spot, layout.Spot, one, zero);
        reading.Value = L.SelectEqual(isBeyond, one, zero, reading.Value);
        reading.Slope = L.SelectEqual(isBeyond, one, zero, reading.Slope);
        reading.Bend = L.SelectEqual(isBeyond, one, zero, reading.Bend);
        reading.IsExercised = L.Mul(L.Sub(one, held), L.Sub(one, option.IsIn));
        return reading;
    }

    private static T At(in FreeBoundaryOption<T> option, T addsToEuropean, int place, FreeBoundaryScratch<T> scratch)
    {
        T american = scratch.American[place];
        T added = L.SelectEqual(addsToEuropean, L.C(1.0), L.Sub(american, scratch.European[place]), american);
        return L.SelectEqual(option.IsIn, L.C(1.0), scratch.KnockIn[place], added);
    }

    // Newton's form: v0 + t·d1 + t(t−1)/2·d2 + t(t−1)(t−2)/6·d3.
    private static FreeBoundaryReading<T, L> Cubic(T v0, T v1, T v2, T v3, T t, in FreeBoundaryLayout<T, L> layout)
    {
        T d1 = L.Sub(v1, v0);
        T next = L.Sub(v2, v1);
        T d2 = L.Sub(next, d1);
        T d3 = L.Sub(L.Sub(L.Sub(v3, v2), next), d2);
        T t1 = L.Sub(t, L.C(1.0));
        T pair = L.Mul(L.Mul(t, t1), L.C(0.5));
        T triple = L.Mul(L.Mul(pair, L.Sub(t, L.C(2.0))), L.C(1.0 / 3.0));
        T perSpacing = L.Div(L.C(1.0), layout.Spacing);
        T pairSlope = L.Sub(t, L.C(0.5));
        T tripleSlope = L.Fma(L.Mul(t, t1), L.C(0.5), L.NegFma(t, L.C(0.5), L.C(1.0 / 3.0)));
        T slope = L.Fma(tripleSlope, d3, L.Fma(pairSlope, d2, d1));
        return new FreeBoundaryReading<T, L>
        {
            Value = L.Fma(triple, d3, L.Fma(pair, d2, L.Fma(t, d1, v0))),
            Slope = L.Mul(L.Mul(slope, perSpacing), layout.Way),
            Bend = L.Mul(L.Mul(L.Fma(t1, d3, d2), perSpacing), perSpacing),
        };
    }
}
