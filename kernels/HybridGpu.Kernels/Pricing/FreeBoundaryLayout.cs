using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Pricing;

/// <summary>Where the places of the grid lie, and the coefficients of the equation there, over a strike of 1.</summary>
/// <remarks>
/// Places are equally spaced in o·ln(S/K), o = ±1, so that a barrier is always the first place, or the middle one, and
/// the side that counts lies above. A knock-out's grid begins at its barrier; a knock-in's has it in the middle, for
/// the plain option on both sides of it; without a barrier the spot is in the middle. It ends where the underlying
/// comes with a probability below 1e-7, drift included.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal struct FreeBoundaryLayout<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    // Standard deviations to the grid's end, and its most in ln S: e^40 is as good as any end.
    private const double Deviations = 5.5;
    private const double MaxReach = 40.0;

    /// <summary>+1 or −1: which way places go.</summary>
    public T Way;

    /// <summary>Way · ln(S/K) of the first place.</summary>
    public T First;

    /// <summary>Distance between places.</summary>
    public T Spacing;

    /// <summary>The spot, in distances from the first place.</summary>
    public T Spot;

    /// <summary>1 where the first place is a knock-out's barrier.</summary>
    public T BeginsAtBarrier;

    /// <summary>−½·dτ·this is the matrix's lower entry; a year.</summary>
    public T Lower;

    /// <summary>The same of the upper entry.</summary>
    public T Upper;

    /// <summary>The layout of options.</summary>
    public static FreeBoundaryLayout<T, L> Of(in FreeBoundaryOption<T> option, int intervals)
    {
        T one = L.C(1.0);
        T zero = L.C(0.0);
        OptionLanes<T> plain = option.Plain;
        T way = option.Down;
        T half = L.Mul(L.Mul(plain.Volatility, plain.Volatility), L.C(0.5));
        T drift = L.Mul(way, L.Sub(L.Sub(plain.Rate, plain.Yield), half));
        T spread = L.Mul(L.Mul(plain.Volatility, L.Sqrt(plain.Time)), L.C(Deviations));
        T moved = L.Mul(drift, plain.Time);
        T above = L.Min(L.Add(L.Max(moved, zero), spread), L.C(MaxReach));
        T below = L.Min(L.Add(L.Max(L.Neg(moved), zero), spread), L.C(MaxReach));
        T spot = L.Mul(way, Black76<T, L>.LogMoneyness(plain.Underlying, plain.Strike));
        T distance = L.Mul(way, Black76<T, L>.LogMoneyness(plain.Underlying, option.Barrier));

        T wide = L.Max(above, below);
        T middle = L.SelectEqual(option.IsIn, one, L.Sub(spot, distance), spot);
        T isFar = L.SelectLess(below, distance, one, zero);
        T begin = L.SelectEqual(option.IsOut, one, L.Sub(spot, L.Min(distance, below)), L.Sub(middle, wide));
        T width = L.SelectEqual(option.IsOut, one, L.Add(L.Min(distance, below), above), L.Add(wide, wide));
        var layout = new FreeBoundaryLayout<T, L>
        {
            Way = way,
            First = begin,
            Spacing = L.Mul(width, L.C(1.0 / intervals)),
            BeginsAtBarrier = L.SelectEqual(option.IsOut, one, L.Sub(one, isFar), zero),
        };
        layout.Spot = L.Div(L.Sub(spot, begin), layout.Spacing);
        layout.SetEntries(half, drift);
        return layout;
    }

    /// <summary>Way · ln(S/K) of a place.</summary>
    public readonly T At(int place) => L.Fma(L.C(place), Spacing, First);

    // Central differences; where the drift over a place outweighs the spread, as much more spread as keeps both
    // entries positive, which is the upwind difference.
    private void SetEntries(T half, T drift)
    {
        T perSpacing = L.Div(L.C(1.0), Spacing);
        T push = L.Mul(L.Mul(drift, perSpacing), L.C(0.5));
        T spread = L.Max(L.Mul(L.Mul(half, perSpacing), perSpacing), L.Abs(push));
        Lower = L.Sub(spread, push);
        Upper = L.Add(spread, push);
    }
}
