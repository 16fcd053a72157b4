using System;
using System.Collections.Generic;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Money;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Listing;

/// <summary>Lists what a specification names, now and as market time passes its expiries.</summary>
/// <remarks>An expiry that has been listed is left as it is: its strikes are those of the forward at that moment.
/// Thread: the market's.</remarks>
internal sealed class ListingRoll
{
    private const double DaysPerYear = 365;

    private readonly ListingSpecification _specification;
    private readonly MarketBoard _board;
    private readonly Func<MarketUnderlying, double> _indexUsd;
    private readonly Func<double, double> _forwardRatio;
    private readonly HashSet<(byte Underlying, InstrumentKind Kind, long ExpiryNs)> _listed = [];

    /// <param name="specification">What to list.</param>
    /// <param name="board">Where; what is there already counts as listed.</param>
    /// <param name="indexUsd">Index of an underlying now.</param>
    /// <param name="forwardRatio">Forward over index, by years to the expiry.</param>
    public ListingRoll(
        ListingSpecification specification,
        MarketBoard board,
        Func<MarketUnderlying, double> indexUsd,
        Func<double, double> forwardRatio)
    {
        _specification = specification;
        _board = board;
        _indexUsd = indexUsd;
        _forwardRatio = forwardRatio;
        foreach (ListedExpiry expiry in board.Expiries)
        {
            foreach (ListedContract contract in expiry.Contracts)
            {
                _listed.Add(KeyOf(contract.Instrument.Spec));
            }
        }
    }

    /// <summary>Says how each class trades. Once, before anything is listed.</summary>
    public void SetRules()
    {
        foreach (ListingUnderlying underlying in _specification.Underlyings)
        {
            foreach (ListingProduct product in underlying.Products)
            {
                foreach (SetTradingRules rules in product.Rules)
                {
                    _board.SetRules(in rules);
                }
            }
        }
    }

    /// <summary>Lists what the rules name at this market time and isn't there.</summary>
    public void Roll()
    {
        foreach (ListingUnderlying underlying in _specification.Underlyings)
        {
            foreach (ListingProduct product in underlying.Products)
            {
                if (product.Kind == InstrumentKind.Perpetual)
                {
                    List(underlying, product, long.MaxValue);
                }

                foreach ((ExpiryRule rule, int count) in product.Expiries)
                {
                    foreach (long expiryNs in ExpiryCalendar.Next(rule, count, _board.MarketNs))
                    {
                        List(underlying, product, expiryNs);
                    }
                }
            }
        }
    }

    /// <summary>Lists one expiry of all options beside the rules.</summary>
    public void ListOptions(long expiryNs)
    {
        foreach (ListingUnderlying underlying in _specification.Underlyings)
        {
            foreach (ListingProduct product in underlying.Products)
            {
                if (product.Strikes is not null)
                {
                    List(underlying, product, expiryNs);
                }
            }
        }
    }

    private static (byte Underlying, InstrumentKind Kind, long ExpiryNs) KeyOf(InstrumentSpec spec) => (
        spec.Underlying.Value, spec.IsOption ? InstrumentKind.Call : spec.Kind, spec.ExpiryNs);

    private void List(ListingUnderlying underlying, ListingProduct product, long expiryNs)
    {
        MarketUnderlying market = underlying.Market;
        if (!_listed.Add((market.Id.Value, product.Kind, expiryNs)))
        {
            return;
        }

        double index = _indexUsd(market);
        if (product.Strikes is null)
        {
            InstrumentSpec terms = product.Kind == InstrumentKind.Perpetual
                ? ListingRules.Perpetual(market, index)
                : ListingRules.Future(
                    market, ContractNames.Future(market.Symbol, expiryNs), expiryNs, product.TickSizeMicros, index);
            terms.OrderLotsMax = product.OrderLotsMax;
            _board.List(terms);
            return;
        }

        double years = MarketTime.YearsBetween(_board.MarketNs, expiryNs);
        foreach (long strike in product.Strikes.Of(index * _forwardRatio(years), years * DaysPerYear))
        {
            foreach (InstrumentKind kind in (ReadOnlySpan<InstrumentKind>)[InstrumentKind.Call, InstrumentKind.Put])
            {
                InstrumentSpec terms = ListingRules.Option(
                    market, ContractNames.Option(market.Symbol, expiryNs, strike, kind), expiryNs,
                    strike * Micros.PerUnit, kind, index);
                terms.OrderLotsMax = product.OrderLotsMax;
                _board.List(terms);
            }
        }
    }
}
