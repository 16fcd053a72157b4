using System;
using HybridGpu.Kernels;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Margin.Evaluation;

/// <summary>A position with the market inputs it is priced from.</summary>
internal sealed class Leg
{
    public required int Number { get; init; }

    public required PositionRow Position { get; init; }

    public required LegStatus Status { get; init; }

    public required double Index { get; init; }

    public required double Forward { get; init; }

    /// <summary>To expiry; 0 for a perpetual and what has expired.</summary>
    public required double Years { get; init; }

    public required double Volatility { get; init; }

    public required double Rate { get; init; }

    public required double Confidence { get; init; }

    /// <summary>Part of the position that isn't settled yet, as its average is being taken; 1 before that.</summary>
    public required double OpenShare { get; init; }

    /// <summary>Signed units of the underlying that are still open.</summary>
    public double Quantity => Position.Quantity * OpenShare;

    public double Strike => Position.Strike ?? 0;

    public bool IsOption => Position.Kind is ProductKind.Call or ProductKind.Put;

    public bool IsCoin => Position.Settlement == Settlement.Coin;

    public bool IsPriced => Status <= LegStatus.ForwardEstimated;

    public bool IsEstimated => Status is LegStatus.VolatilityEstimated or LegStatus.ForwardEstimated;

    /// <summary>Value of one unit of an option in what it settles in.</summary>
    public double UnitValue => OptionValue(Forward, Volatility, Years, Rate);

    /// <summary>Value in USD that counts as equity: an option's; the other products pay out what they gain.</summary>
    public double MarkUsd =>
        IsOption && IsPriced ? Quantity * UnitValue * (IsCoin ? Index : 1) : 0;

    /// <summary>What one unit of an option is worth after a shock, in what it settles in.</summary>
    public double OptionValue(double forward, double volatility, double years, double rate)
    {
        PayoffKind kind = Position.Kind == ProductKind.Call ? PayoffKind.Call : PayoffKind.Put;
        double usd = BlackPricer.Price(kind, forward, Strike, years, volatility, rate);
        return IsCoin ? usd / forward : usd;
    }

    /// <summary>What a future or perpetual gains on a move, in what it settles in.</summary>
    public double DeltaOneGain(double move) =>
        IsCoin ? Quantity * move / (1 + move) : Quantity * Forward * move;

    /// <summary>Delta in units of the underlying; of an inverse option less its price, as coin is what it
    /// costs.</summary>
    public double Delta => DeltaAt(1);

    /// <summary>Delta where the forward is so many times itself.</summary>
    public double DeltaAt(double spotFactor)
    {
        if (!IsOption)
        {
            return Quantity;
        }

        BlackGreeks greeks = GreeksAt(spotFactor);
        return Quantity * (IsCoin ? greeks.Delta - (greeks.Price / (Forward * spotFactor)) : greeks.Delta);
    }

    /// <summary>USD for 1.00 of volatility.</summary>
    public double VegaUsd => IsOption ? Quantity * GreeksAt(1).Vega : 0;

    private BlackGreeks GreeksAt(double spotFactor)
    {
        PayoffKind kind = Position.Kind == ProductKind.Call ? PayoffKind.Call : PayoffKind.Put;
        return BlackPricer.Greeks(kind, Forward * spotFactor, Strike, Math.Max(Years, 0), Volatility, Rate);
    }
}
