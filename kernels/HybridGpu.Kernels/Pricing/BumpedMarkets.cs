using System;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Pricing;

/// <summary>A market and six bumps of it side by side, for sensitivities that have no formula. One a thread.</summary>
internal sealed class BumpedMarkets
{
    /// <summary>Markets: they fill one 512-bit vector; the eighth repeats the market.</summary>
    public const int Count = 8;

    private readonly double[] _volatility = new double[Count];
    private readonly double[] _rate = new double[Count];
    private readonly double[] _yield = new double[Count];
    private readonly double[] _time = new double[Count];
    private readonly double[] _price = new double[Count];
    private readonly double[] _delta = new double[Count];
    private readonly double[] _gamma = new double[Count];
    private readonly double[] _exercised = new double[Count];
    private double _volStep;
    private double _rateStep;
    private double _timeStep;

    /// <summary>Whether exercise now is best.</summary>
    public bool IsExercised => _exercised[0] == 1.0;

    /// <summary>Bumps a market. With a forward the yield is the rate and moves with it.</summary>
    public void Bump(in OptionLanes<double> option, double volStep, double rateStep, double timeStep)
    {
        (_volStep, _rateStep, _timeStep) = (volStep, rateStep, timeStep);
        Array.Fill(_volatility, option.Volatility);
        Array.Fill(_rate, option.Rate);
        Array.Fill(_yield, option.Yield);
        Array.Fill(_time, option.Time);
        _volatility[1] += volStep;
        _volatility[2] -= volStep;
        _rate[3] += rateStep;
        _rate[4] -= rateStep;
        if (option.SpotFlag == 0.0)
        {
            _yield[3] += rateStep;
            _yield[4] -= rateStep;
        }

        _time[5] += timeStep;
        _time[6] -= timeStep;
    }

    /// <summary>One market in every element of a vector.</summary>
    public static OptionLanes<T> Repeat<T, L>(in OptionLanes<double> option)
        where T : struct
        where L : struct, ISimdLane<T> => new()
        {
            Sign = L.C(option.Sign),
            Underlying = L.C(option.Underlying),
            Strike = L.C(option.Strike),
            Time = L.C(option.Time),
            Volatility = L.C(option.Volatility),
            Rate = L.C(option.Rate),
            Yield = L.C(option.Yield),
            SpotFlag = L.C(1.0),
        };

    /// <summary>The markets from an index on, as one vector.</summary>
    public OptionLanes<T> Load<T, L>(in OptionLanes<double> option, int index)
        where T : struct
        where L : struct, ISimdLane<T>
    {
        OptionLanes<T> bumped = Repeat<T, L>(option);
        bumped.Time = L.Load(_time, index);
        bumped.Volatility = L.Load(_volatility, index);
        bumped.Rate = L.Load(_rate, index);
        bumped.Yield = L.Load(_yield, index);
        return bumped;
    }

    /// <summary>Keeps price, delta and gamma of those markets.</summary>
    public void Store<T, L>(in GreekLanes<T> found, T isExercised, int index)
        where T : struct
        where L : struct, ISimdLane<T>
    {
        L.Store(found.Price, _price, index);
        L.Store(found.Delta, _delta, index);
        L.Store(found.Gamma, _gamma, index);
        L.Store(isExercised, _exercised, index);
    }

    /// <summary>The market's own price, delta and gamma; the rest zero.</summary>
    public GreekLanes<double> Own() => new() { Price = _price[0], Delta = _delta[0], Gamma = _gamma[0] };

    /// <summary>The same with the six others as central differences.</summary>
    public GreekLanes<double> All()
    {
        GreekLanes<double> greeks = Own();
        greeks.Vega = (_price[1] - _price[2]) / (2.0 * _volStep);
        greeks.Volga = (_price[1] - (2.0 * _price[0]) + _price[2]) / (_volStep * _volStep);
        greeks.Vanna = (_delta[1] - _delta[2]) / (2.0 * _volStep);
        greeks.Rho = (_price[3] - _price[4]) / (2.0 * _rateStep);
        greeks.Theta = (_price[6] - _price[5]) / (2.0 * _timeStep);
        greeks.Charm = (_delta[6] - _delta[5]) / (2.0 * _timeStep);
        return greeks;
    }
}
