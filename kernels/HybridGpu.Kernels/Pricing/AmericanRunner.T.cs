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
    // A market and its six bumps fill one 512-bit vector; the eighth repeats the market.
    private const int Bumps = 8;
    private const double VolBump = 2e-3;
    private const double RateBump = 1e-4;
    private const double TimeBump = 1e-3;

    private readonly AmericanScratch<T> _scratch;
    private readonly double[] _volatility = new double[Bumps];
    private readonly double[] _rate = new double[Bumps];
    private readonly double[] _yield = new double[Bumps];
    private readonly double[] _time = new double[Bumps];
    private readonly double[] _price = new double[Bumps];
    private readonly double[] _delta = new double[Bumps];
    private readonly double[] _gamma = new double[Bumps];
    private readonly double[] _exercised = new double[Bumps];

    /// <summary>A runner of a scheme.</summary>
    public AmericanRunner(AmericanTables tables) => _scratch = new AmericanScratch<T>(tables);

    /// <inheritdoc/>
    public override void Run(AmericanColumns columns)
    {
        int padded = Padded.Length(columns.Count);
        GridScratch.FillSigns(columns.Kind.AsSpan(0, padded), columns.Sign.AsSpan(0, padded));
        for (int i = 0; i < padded; i += L.Width)
        {
            var option = new OptionLanes<T>
            {
                Sign = L.Load(columns.Sign, i),
                Underlying = L.Load(columns.Spot, i),
                Strike = L.Load(columns.Strike, i),
                Time = L.Load(columns.TimeYears, i),
                Volatility = L.Load(columns.Volatility, i),
                Rate = L.Load(columns.Rate, i),
                Yield = L.Load(columns.DividendYield, i),
                SpotFlag = L.C(1.0),
            };
            T status = Status(option);
            GreekLanes<T> greeks = default;
            AmericanFormula<T, L>.Evaluate(
                option, AmericanFormula<T, L>.UsesSlope(option), _scratch, ref greeks, out _);
            L.Store(PricingDomain<T, L>.Kept(status, greeks.Price), columns.Price, i);
            L.Store(PricingDomain<T, L>.Kept(status, greeks.Delta), columns.Delta, i);
            L.Store(PricingDomain<T, L>.Kept(status, greeks.Gamma), columns.Gamma, i);

            // The signs of these options are used up: they carry the statuses out.
            L.Store(status, columns.Sign, i);
            for (int k = i; k < i + L.Width; k++)
            {
                columns.Status[k] = (PricingStatus)columns.Sign[k];
            }
        }
    }

    /// <inheritdoc/>
    public override GreekLanes<double> Greeks(in OptionLanes<double> option)
    {
        double volStep = VolBump * option.Volatility;
        double timeStep = TimeBump * option.Time;
        Bump(option, volStep, timeStep);
        T usesSlope = L.C(AmericanFormula<double, ScalarLane>.UsesSlope(option));
        for (int i = 0; i < Bumps; i += L.Width)
        {
            var bumped = new OptionLanes<T>
            {
                Sign = L.C(option.Sign),
                Underlying = L.C(option.Underlying),
                Strike = L.C(option.Strike),
                Time = L.Load(_time, i),
                Volatility = L.Load(_volatility, i),
                Rate = L.Load(_rate, i),
                Yield = L.Load(_yield, i),
                SpotFlag = L.C(1.0),
            };
            GreekLanes<T> found = default;
            AmericanFormula<T, L>.Evaluate(bumped, usesSlope, _scratch, ref found, out T isExercised);
            L.Store(found.Price, _price, i);
            L.Store(found.Delta, _delta, i);
            L.Store(found.Gamma, _gamma, i);
            L.Store(isExercised, _exercised, i);
        }

        var greeks = new GreekLanes<double> { Price = _price[0], Delta = _delta[0], Gamma = _gamma[0] };
        if (_exercised[0] == 1.0)
        {
            // Exercised now, it is a payment of today: nothing moves it but the underlying.
            return greeks;
        }

        greeks.Vega = (_price[1] - _price[2]) / (2.0 * volStep);
        greeks.Volga = (_price[1] - (2.0 * _price[0]) + _price[2]) / (volStep * volStep);
        greeks.Vanna = (_delta[1] - _delta[2]) / (2.0 * volStep);
        greeks.Rho = (_price[3] - _price[4]) / (2.0 * RateBump);
        greeks.Theta = (_price[6] - _price[5]) / (2.0 * timeStep);
        greeks.Charm = (_delta[6] - _delta[5]) / (2.0 * timeStep);
        return greeks;
    }

    // With a forward the yield is the rate and moves with it.
    private void Bump(in OptionLanes<double> option, double volStep, double timeStep)
    {
        Array.Fill(_volatility, option.Volatility);
        Array.Fill(_rate, option.Rate);
        Array.Fill(_yield, option.Yield);
        Array.Fill(_time, option.Time);
        _volatility[1] += volStep;
        _volatility[2] -= volStep;
        _rate[3] += RateBump;
        _rate[4] -= RateBump;
        if (option.SpotFlag == 0.0)
        {
            _yield[3] += RateBump;
            _yield[4] -= RateBump;
        }

        _time[5] += timeStep;
        _time[6] -= timeStep;
    }

    private static T Status(in OptionLanes<T> option)
    {
        T zero = L.C(0.0);
        T market = PricingDomain<T, L>.StatusOf(option, PricingLimits.MinPathVolatility);
        T status = L.SelectEqual(market, zero, AmericanFormula<T, L>.StatusOf(option), market);
        return L.SelectEqual(L.Abs(option.Sign), L.C(1.0), status, L.C((double)PricingStatus.BadStyle));
    }
}
