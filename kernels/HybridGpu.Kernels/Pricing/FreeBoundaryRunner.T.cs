using System;
using HybridGpu.Kernels.Grid;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Pricing;

/// <summary>American options that need a grid, of one vector width.</summary>
/// <typeparam name="T">A vector of doubles.</typeparam>
/// <typeparam name="L">Its lane.</typeparam>
internal sealed class FreeBoundaryRunner<T, L> : FreeBoundaryRunner
    where T : struct
    where L : struct, ISimdLane<T>
{
    // Only what early exercise adds is differenced. The grid's error moves a little with the market: these bumps are
    // larger than a formula's would be, so that it weighs less.
    private const double VolBump = 2e-2;
    private const double RateBump = 1e-3;
    private const double RateTimeBump = 1e-2;
    private const double TimeBump = 1e-2;

    private readonly FreeBoundaryScratch<T> _scratch;
    private readonly BumpedMarkets _markets = new();
    private readonly AmericanScratch<T> _boundary = new(AmericanTables.Standard);

    /// <summary>A runner of a scheme.</summary>
    public FreeBoundaryRunner(FreeBoundaryScheme scheme) => _scratch = new FreeBoundaryScratch<T>(scheme);

    /// <inheritdoc/>
    public override void Run(AmericanBarrierColumns columns)
    {
        int padded = Padded.Length(columns.Count);
        GridScratch.FillSigns(columns.Kind.AsSpan(0, padded), columns.Sign.AsSpan(0, padded));
        columns.FillStyles();
        for (int i = 0; i < padded; i += L.Width)
        {
            OptionLanes<T> plain = columns.Load<T, L>(i);
            T status = Status(plain, columns, i);
            GreekLanes<T> greeks = Greeks(plain, columns, i);
            columns.Store<T, L>(greeks, status, i);
        }
    }

    /// <inheritdoc/>
    public override GreekLanes<double> Greeks(in FreeBoundaryOption<double> option)
    {
        OptionLanes<double> plain = option.Plain;
        _markets.Bump(
            plain, VolBump * plain.Volatility, Math.Min(RateBump, RateTimeBump / plain.Time), TimeBump * plain.Time);
        double hasEuropean = FreeBoundaryFormula<double, ScalarLane>.HasEuropean(option);
        for (int i = 0; i < BumpedMarkets.Count; i += L.Width)
        {
            FreeBoundaryOption<T> bumped = Repeat(option);
            bumped.Plain = _markets.Load<T, L>(plain, i);
            GreekLanes<T> found = default;
            FreeBoundaryFormula<T, L>.Added(bumped, L.C(hasEuropean), _scratch, ref found, out T isExercised);
            _markets.Store<T, L>(found, isExercised, i);
        }

        FreeBoundaryFormula<double, ScalarLane>.European(option, hasEuropean, out GreekLanes<double> greeks);
        GreekLanes<double> added = _markets.All();
        greeks.Price += added.Price;
        greeks.Delta += added.Delta;
        greeks.Gamma += added.Gamma;
        greeks.Vega += added.Vega;
        greeks.Theta += added.Theta;
        greeks.Rho += added.Rho;
        greeks.Vanna += added.Vanna;
        greeks.Volga += added.Volga;
        greeks.Charm += added.Charm;
        FreeBoundaryFormula<double, ScalarLane>.Finish(option, _markets.IsExercised ? 1.0 : 0.0, ref greeks);
        return greeks;
    }

    /// <inheritdoc/>
    public override void Prices(
        in FreeBoundaryOption<double> option, ReadOnlySpan<double> volatilities, Span<double> prices)
    {
        for (int i = 0; i < BumpedMarkets.Count; i += L.Width)
        {
            FreeBoundaryOption<T> lanes = Repeat(option);
            lanes.Plain.Volatility = L.Load(volatilities, i);
            FreeBoundaryFormula<T, L>.Evaluate(lanes, _scratch, out GreekLanes<T> found);
            L.Store(found.Price, prices, i);
        }
    }

    private static FreeBoundaryOption<T> Repeat(in FreeBoundaryOption<double> option) => new()
    {
        Plain = BumpedMarkets.Repeat<T, L>(option.Plain),
        Down = L.C(option.Down),
        IsIn = L.C(option.IsIn),
        IsOut = L.C(option.IsOut),
        Barrier = L.C(option.Barrier),
        AtBarrier = L.C(option.AtBarrier),
    };

    // Reached already, a knock-out is its rebate and a knock-in the plain option, by the boundary where it has one.
    private GreekLanes<T> Greeks(in OptionLanes<T> plain, AmericanBarrierColumns columns, int i)
    {
        T one = L.C(1.0);
        T zero = L.C(0.0);
        T down = L.Load(columns.Down, i);
        T isIn = L.Load(columns.IsIn, i);
        T barrier = L.Load(columns.Barrier, i);
        T rebate = L.Load(columns.Rebate, i);
        T isHit = L.SelectLess(zero, L.Mul(down, L.Sub(plain.Underlying, barrier)), zero, one);
        FreeBoundaryOption<T> option = FreeBoundaryFormula<T, L>.Of(plain, down, isIn, barrier, rebate);
        FreeBoundaryOption<T> unbarred = FreeBoundaryFormula<T, L>.Of(plain);
        option.Down = L.SelectEqual(isHit, one, unbarred.Down, down);
        option.IsIn = L.SelectEqual(isHit, one, zero, option.IsIn);
        option.IsOut = L.SelectEqual(isHit, one, zero, option.IsOut);
        option.Barrier = L.SelectEqual(isHit, one, unbarred.Barrier, barrier);
        option.AtBarrier = L.SelectEqual(isHit, one, zero, option.AtBarrier);
        FreeBoundaryFormula<T, L>.Evaluate(option, _scratch, out GreekLanes<T> greeks);

        GreekLanes<T> known = default;
        AmericanFormula<T, L>.Evaluate(plain, AmericanFormula<T, L>.UsesSlope(plain), _boundary, ref known, out _);
        T isKnown = L.Mul(isHit, L.SelectEqual(AmericanFormula<T, L>.HasTwoBoundaries(plain), one, zero, one));
        T isDead = L.Mul(isHit, L.Sub(one, isIn));
        greeks.Price = L.SelectEqual(isKnown, one, known.Price, greeks.Price);
        greeks.Delta = L.SelectEqual(isKnown, one, known.Delta, greeks.Delta);
        greeks.Gamma = L.SelectEqual(isKnown, one, known.Gamma, greeks.Gamma);
        greeks.Price = L.SelectEqual(isDead, one, rebate, greeks.Price);
        greeks.Delta = L.SelectEqual(isDead, one, zero, greeks.Delta);
        greeks.Gamma = L.SelectEqual(isDead, one, zero, greeks.Gamma);
        return greeks;
    }

    private static T Status(in OptionLanes<T> plain, AmericanBarrierColumns columns, int i)
    {
        T zero = L.C(0.0);
        T one = L.C(1.0);
        T later = PricingDomain<T, L>.Unless(
            L.Load(columns.Rebate, i), 0.0, PricingLimits.MaxPrice, PricingStatus.BadPayout, zero);
        later = PricingDomain<T, L>.Price(L.Load(columns.Barrier, i), PricingStatus.BadBarrier, later);
        T market = PricingDomain<T, L>.StatusOf(plain, PricingLimits.MinPathVolatility);
        T status = L.SelectEqual(market, zero, later, market);
        T bad = L.C((double)PricingStatus.BadStyle);
        status = L.SelectEqual(L.Abs(L.Load(columns.Down, i)), one, status, bad);
        return L.SelectEqual(L.Abs(plain.Sign), one, status, bad);
    }
}
