using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Pricing;

/// <summary>American options that need a grid, on lanes: with a barrier that isn't reached, or with two exercise
/// boundaries.</summary>
/// <remarks>
/// A knock-out that is in the money at its barrier is exercised right before it dies there, so what it is worth at the
/// barrier is the larger of rebate and exercise; the European option beside it gets that as its rebate. A knock-in
/// can't be exercised before it is one; at its barrier it is the plain American option with the time that is left.
/// Every value is a closed European one and what early exercise adds to it on the grid. Precision: docs/numerics.md.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class FreeBoundaryFormula<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    /// <summary>Options with a barrier that is not reached.</summary>
    public static FreeBoundaryOption<T> Of(in OptionLanes<T> plain, T down, T isIn, T barrier, T rebate)
    {
        T exercise = L.Mul(plain.Sign, L.Sub(barrier, plain.Strike));
        return new FreeBoundaryOption<T>
        {
            Plain = plain,
            Down = down,
            IsIn = isIn,
            IsOut = L.Sub(L.C(1.0), isIn),
            Barrier = barrier,
            AtBarrier = L.SelectEqual(isIn, L.C(1.0), rebate, L.Max(rebate, exercise)),
        };
    }

    /// <summary>Options without a barrier.</summary>
    public static FreeBoundaryOption<T> Of(in OptionLanes<T> plain) => new()
    {
        Plain = plain,
        Down = L.C(1.0),
        IsIn = L.C(0.0),
        IsOut = L.C(0.0),
        Barrier = plain.Strike,
        AtBarrier = L.C(0.0),
    };

    /// <summary>1 where the European option has a closed form, which a rebate at hit under a rate far below zero has
    /// not; else 0, and the grid's own value is taken. Constant while a market is bumped.</summary>
    public static T HasEuropean(in FreeBoundaryOption<T> option)
    {
        T paysAtHit = L.SelectLess(L.C(0.0), L.Mul(option.IsOut, option.AtBarrier), L.C(1.0), L.C(0.0));
        return L.SelectEqual(paysAtHit, L.C(1.0), BarrierFormula<T, L>.HasLambda(option.Plain), L.C(1.0));
    }

    /// <summary>The European option's nine outputs, zeros where it has none.</summary>
    public static void European(in FreeBoundaryOption<T> option, T hasEuropean, out GreekLanes<T> greeks)
    {
        T one = L.C(1.0);
        T hasBarrier = L.Add(option.IsIn, option.IsOut);
        T cash = L.Neg(L.Mul(option.Plain.Sign, option.Plain.Strike));
        GeneralisedBlack<T, L>.Evaluate(option.Plain, option.Plain.Sign, cash, out GreekLanes<T> plain);
        BarrierFormula<T, L>.Barrier(
            option.Plain, option.Down, option.IsIn, option.Barrier, option.AtBarrier, out greeks);
        greeks.Price = L.SelectEqual(hasBarrier, one, greeks.Price, plain.Price);
        greeks.Delta = L.SelectEqual(hasBarrier, one, greeks.Delta, plain.Delta);
        greeks.Gamma = L.SelectEqual(hasBarrier, one, greeks.Gamma, plain.Gamma);
        greeks.Vega = L.SelectEqual(hasBarrier, one, greeks.Vega, plain.Vega);
        greeks.Theta = L.SelectEqual(hasBarrier, one, greeks.Theta, plain.Theta);
        greeks.Rho = L.SelectEqual(hasBarrier, one, greeks.Rho, plain.Rho);
        greeks.Vanna = L.SelectEqual(hasBarrier, one, greeks.Vanna, plain.Vanna);
        greeks.Volga = L.SelectEqual(hasBarrier, one, greeks.Volga, plain.Volga);
        greeks.Charm = L.SelectEqual(hasBarrier, one, greeks.Charm, plain.Charm);
        PricingDomain<T, L>.Blank(L.Sub(one, hasEuropean), ref greeks);
    }

    /// <summary>Price, delta and gamma; the other outputs are the European option's.</summary>
    public static void Evaluate(
        in FreeBoundaryOption<T> option, FreeBoundaryScratch<T> scratch, out GreekLanes<T> greeks)
    {
        T hasEuropean = HasEuropean(option);
        GreekLanes<T> added = default;
        Added(option, hasEuropean, scratch, ref added, out T isExercised);
        European(option, hasEuropean, out greeks);
        greeks.Price = L.Add(greeks.Price, added.Price);
        greeks.Delta = L.Add(greeks.Delta, added.Delta);
        greeks.Gamma = L.Add(greeks.Gamma, added.Gamma);
        Finish(option, isExercised, ref greeks);
    }

    /// <summary>Price, delta and gamma that the grid adds to the European option's; the other outputs are left.
    /// </summary>
    /// <param name="option">The options.</param>
    /// <param name="hasEuropean">See <see cref="HasEuropean"/>.</param>
    /// <param name="scratch">Room to work.</param>
    /// <param name="added">The outputs, USD.</param>
    /// <param name="isExercised">1 where exercise now is best, else 0.</param>
    public static void Added(
        in FreeBoundaryOption<T> option, T hasEuropean, FreeBoundaryScratch<T> scratch, ref GreekLanes<T> added,
        out T isExercised)
    {
        var layout = FreeBoundaryLayout<T, L>.Of(option, scratch.Scheme.Intervals);
        FreeBoundarySolver<T, L>.Solve(option, layout, scratch);
        var read = FreeBoundaryReading<T, L>.Of(option, layout, hasEuropean, scratch);
        T zero = L.C(0.0);
        T perSpot = L.Div(option.Plain.Strike, option.Plain.Underlying);
        added.Price = L.Mul(option.Plain.Strike, L.Max(read.Value, zero));
        added.Delta = L.Mul(perSpot, read.Slope);
        added.Gamma = L.Div(L.Mul(perSpot, L.Sub(read.Bend, read.Slope)), option.Plain.Underlying);
        isExercised = L.SelectLess(zero, Intrinsic(option.Plain), read.IsExercised, zero);
    }

    /// <summary>What exercise now pays.</summary>
    public static T Intrinsic(in OptionLanes<T> plain) =>
        L.Max(L.Mul(plain.Sign, L.Sub(plain.Underlying, plain.Strike)), L.C(0.0));

    /// <summary>The option: not below exercise where it may be exercised, and only that where it is.</summary>
    public static void Finish(in FreeBoundaryOption<T> option, T isExercised, ref GreekLanes<T> greeks)
    {
        T zero = L.C(0.0);
        T one = L.C(1.0);
        T intrinsic = Intrinsic(option.Plain);
        T price = L.Max(greeks.Price, L.SelectEqual(option.IsIn, one, zero, intrinsic));
        PricingDomain<T, L>.Blank(isExercised, ref greeks);
        greeks.Price = L.SelectEqual(isExercised, one, intrinsic, price);
        greeks.Delta = L.SelectEqual(isExercised, one, option.Plain.Sign, greeks.Delta);
    }
}
