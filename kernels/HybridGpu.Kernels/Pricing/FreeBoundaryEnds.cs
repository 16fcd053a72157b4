using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Pricing;

/// <summary>What options are worth at the first and the last place of the grid at any time: the barrier's payment, or
/// the forward's value where it is sure to be exercised.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal struct FreeBoundaryEnds<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    /// <summary>What a knock-out is worth at its barrier, over the strike.</summary>
    public T AtBarrier;

    private T _beginsAtBarrier;
    private T _firstPrice;
    private T _lastPrice;

    /// <summary>The ends of a layout.</summary>
    public static FreeBoundaryEnds<T, L> Of(
        in FreeBoundaryOption<T> option, in FreeBoundaryLayout<T, L> layout, int intervals) => new()
        {
            AtBarrier = L.Div(option.AtBarrier, option.Plain.Strike),
            _beginsAtBarrier = layout.BeginsAtBarrier,
            _firstPrice = ElementaryFunctions<T, L>.ExpBounded(L.Mul(layout.Way, layout.First)),
            _lastPrice = ElementaryFunctions<T, L>.ExpBounded(L.Mul(layout.Way, layout.At(intervals))),
        };

    /// <summary>The values at a share of the time, counted from expiry.</summary>
    public readonly void At(in FreeBoundaryOption<T> option, double share, out Values values)
    {
        T time = L.Mul(option.Plain.Time, L.C(share));
        T strike = Decay(L.Mul(option.Plain.Rate, time));
        T asset = Decay(L.Mul(option.Plain.Yield, time));
        T one = L.C(1.0);
        T first = Forward(option.Plain.Sign, _firstPrice, asset, strike);
        T last = Forward(option.Plain.Sign, _lastPrice, asset, strike);
        T exercisedFirst = L.Max(first, L.Mul(option.Plain.Sign, L.Sub(_firstPrice, one)));
        values = new Values
        {
            AmericanFirst = L.SelectEqual(_beginsAtBarrier, one, AtBarrier, exercisedFirst),
            EuropeanFirst = L.SelectEqual(_beginsAtBarrier, one, AtBarrier, first),
            AmericanLast = L.Max(last, L.Mul(option.Plain.Sign, L.Sub(_lastPrice, one))),
            EuropeanLast = last,
        };
    }

    private static T Forward(T sign, T price, T asset, T strike) =>
        L.Max(L.Mul(sign, L.Sub(L.Mul(price, asset), strike)), L.C(0.0));

    private static T Decay(T exponent)
    {
        double bound = PricingLimits.MaxRateTime;
        return ElementaryFunctions<T, L>.ExpBounded(L.Min(L.Max(L.Neg(exponent), L.C(-bound)), L.C(bound)));
    }

    /// <summary>Both options at both ends.</summary>
    internal struct Values
    {
        /// <summary>The American option at the first place.</summary>
        public T AmericanFirst;

        /// <summary>The European option at the first place.</summary>
        public T EuropeanFirst;

        /// <summary>The American option at the last place.</summary>
        public T AmericanLast;

        /// <summary>The European option at the last place.</summary>
        public T EuropeanLast;
    }
}
