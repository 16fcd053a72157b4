using System;
using HybridGpu.Kernels.Grid;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Pricing;

/// <summary>American options of one vector width.</summary>
/// <typeparam name="T">A vector of doubles.</typeparam>
/// <typeparam name="L">Its lane.</typeparam>
internal sealed class AmericanRunner<T, L> : AmericanRunner
    where T : struct
    where L : struct, ISimdLane<T>
{
    private const double VolBump = 2e-3;
    private const double RateBump = 1e-4;
    private const double TimeBump = 1e-3;

    private readonly AmericanScratch<T> _scratch;
    private readonly BumpedMarkets _markets = new();

    // Only with the first option that has two boundaries.
    private FreeBoundaryScratch<T>? _grid;

    /// <summary>A runner of a scheme.</summary>
    public AmericanRunner(AmericanTables tables) => _scratch = new AmericanScratch<T>(tables);

    /// <inheritdoc/>
    public override void Run(AmericanColumns columns)
    {
        int padded = Padded.Length(columns.Count);
        GridScratch.FillSigns(columns.Kind.AsSpan(0, padded), columns.Sign.AsSpan(0, padded));
        for (int i = 0; i < padded; i += L.Width)
        {
            OptionLanes<T> option = columns.Load<T, L>(i);
            T status = Status(option);
            GreekLanes<T> greeks = default;
            AmericanFormula<T, L>.Evaluate(
                option, AmericanFormula<T, L>.UsesSlope(option), _scratch, ref greeks, out _);
            T hasTwo = PricingDomain<T, L>.Kept(status, AmericanFormula<T, L>.HasTwoBoundaries(option));
            if (L.AnyLess(L.C(0.0), hasTwo))
            {
                TakeFromGrid(option, hasTwo, ref greeks);
            }

            columns.Store<T, L>(greeks, status, i);
        }
    }

    /// <inheritdoc/>
    public override GreekLanes<double> Greeks(in OptionLanes<double> option)
    {
        _markets.Bump(option, VolBump * option.Volatility, RateBump, TimeBump * option.Time);
        T usesSlope = L.C(AmericanFormula<double, ScalarLane>.UsesSlope(option));
        for (int i = 0; i < BumpedMarkets.Count; i += L.Width)
        {
            OptionLanes<T> bumped = _markets.Load<T, L>(option, i);
            GreekLanes<T> found = default;
            AmericanFormula<T, L>.Evaluate(bumped, usesSlope, _scratch, ref found, out T isExercised);
            _markets.Store<T, L>(found, isExercised, i);
        }

        // Exercised now, it is a payment of today: nothing moves it but the underlying.
        return _markets.IsExercised ? _markets.Own() : _markets.All();
    }

    /// <inheritdoc/>
    public override void Prices(
        in OptionLanes<double> option, ReadOnlySpan<double> volatilities, Span<double> prices)
    {
        for (int i = 0; i < BumpedMarkets.Count; i += L.Width)
        {
            var lanes = BumpedMarkets.Repeat<T, L>(option);
            lanes.Volatility = L.Load(volatilities, i);
            GreekLanes<T> found = default;
            AmericanFormula<T, L>.Evaluate(
                lanes, AmericanFormula<T, L>.UsesSlope(lanes), _scratch, ref found, out _);
            L.Store(found.Price, prices, i);
        }
    }

    private void TakeFromGrid(in OptionLanes<T> option, T isTaken, ref GreekLanes<T> greeks)
    {
        T one = L.C(1.0);
        _grid ??= new FreeBoundaryScratch<T>(FreeBoundaryScheme.Standard);
        FreeBoundaryFormula<T, L>.Evaluate(
            FreeBoundaryFormula<T, L>.Of(option), _grid, out GreekLanes<T> taken);
        greeks.Price = L.SelectEqual(isTaken, one, taken.Price, greeks.Price);
        greeks.Delta = L.SelectEqual(isTaken, one, taken.Delta, greeks.Delta);
        greeks.Gamma = L.SelectEqual(isTaken, one, taken.Gamma, greeks.Gamma);
    }

    private static T Status(in OptionLanes<T> option)
    {
        T status = PricingDomain<T, L>.StatusOf(option, PricingLimits.MinPathVolatility);
        return L.SelectEqual(L.Abs(option.Sign), L.C(1.0), status, L.C((double)PricingStatus.BadStyle));
    }
}
