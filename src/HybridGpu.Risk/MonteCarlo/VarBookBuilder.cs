using System;
using System.Collections.Generic;
using System.Linq;
using HybridGpu.Kernels;
using HybridGpu.Kernels.MonteCarlo;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Margin.Evaluation;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.MonteCarlo;

/// <summary>Finds what a portfolio holds, refuses what can't be valued, and chooses lots and rows.</summary>
internal sealed class VarBookBuilder(
    MarginPortfolio portfolio, string portfolioName, MarginMarket market, string marketName,
    VarAssumptions assumptions)
{
    // Where a cell may not come: int.MaxValue less what rounding and a sum's slack take.
    private const double CellRoom = 2e9;
    private const double MicrosPerUsd = 1e6;
    private const double DaysPerYear = 365.0;
    private const double MostLots = int.MaxValue;

    private readonly List<VarHolding> _holdings = [];
    private readonly List<string> _notes = [];

    /// <summary>The book, or null and what is wrong.</summary>
    public VarBook? Build(out string problem)
    {
        problem = Positions() ?? Collateral() ?? string.Empty;
        if (problem.Length > 0)
        {
            return null;
        }

        if (_holdings.Count == 0)
        {
            problem = $"{portfolioName}, at $.positions: nothing there moves with a price, so there is no risk.";
            return null;
        }

        string[] names = [.. _holdings.Select(one => one.Underlying).Distinct().Order(StringComparer.Ordinal)];
        if (names.Length > MonteCarloLimits.MaxUnderlyings)
        {
            problem = $"{portfolioName}, at $.positions: at most {MonteCarloLimits.MaxUnderlyings} underlyings are "
                + "taken.";
            return null;
        }

        double[][] tenors = [.. names.Select(TenorsOf)];
        if (tenors.Sum(some => some.Length) > MonteCarloLimits.MaxRows)
        {
            problem = $"{portfolioName}, at $.positions: at most {MonteCarloLimits.MaxRows} expiries are taken.";
            return null;
        }

        return Deviations(names, out problem) is not { } deviations
            || Columns(names, tenors, out long[] quantity, out problem) is not { } contracts
            ? null
            : new VarBook(
                portfolio.Account, assumptions, ModelOf(deviations, tenors), contracts, quantity,
                [.. _holdings.Select(one => one.Name)],
                [.. _holdings.Select(one => Array.IndexOf(names, one.Underlying))], deviations, _notes);
    }

    private string? Positions()
    {
        foreach (Leg leg in LegReader.Read(portfolio.Document, market, settlementMinutes: 0))
        {
            string name = MarginCalculator.NameOf(leg.Position);
            string at = $"$.positions[{leg.Number}]";
            if (leg.Position.Expiry <= market.AsOf)
            {
                _notes.Add($"{name}: expired, no risk.");
                continue;
            }

            switch (leg.Status)
            {
                case LegStatus.NoIndex:
                    return $"{marketName}, at $.underlyings: {leg.Position.Underlying} has no index price in range, "
                        + $"and {at} of {portfolioName} needs it.";
                case LegStatus.NoVolatility:
                    return $"{marketName}, at $.underlyings: {leg.Position.Underlying} has no good quote for {name}, "
                        + $"{at} of {portfolioName}.";
                case LegStatus.BadStrike or LegStatus.BadQuantity:
                    return $"{portfolioName}, at {at}: strike and quantity are numbers, and a strike is positive.";
                case LegStatus.Good:
                    break;
                default:
                    _notes.Add($"{name}: its {(leg.Status == LegStatus.ForwardEstimated ? "forward" : "volatility")} "
                        + "is estimated.");
                    break;
            }

            if (Math.Abs(leg.Rate) * leg.Years > KernelLimits.MaxRateTime)
            {
                return $"{marketName}, at $.underlyings: the rate of {name}, {at} of {portfolioName}, times its years "
                    + $"is beyond {KernelLimits.MaxRateTime}.";
            }

            Take(leg, name);
        }

        return null;
    }

    // What pays in coin is worth its coin's price: an option on the forward, so many index prices a forward; a future
    // gains quantity · move / (1 + move) coins of index · (1 + move) each, which is linear in USD.
    private void Take(Leg leg, string name)
    {
        double perForward = leg.IsCoin ? leg.Index / leg.Forward : 1.0;
        if (leg.Quantity != 0)
        {
            _holdings.Add(leg.IsOption
                ? new VarHolding(
                    name, leg.Position.Underlying,
                    leg.Position.Kind == ProductKind.Call ? PayoffKind.Call : PayoffKind.Put, leg.Forward, leg.Strike,
                    leg.Years, leg.Volatility, leg.Rate, leg.Quantity * perForward)
                : new VarHolding(
                    name, leg.Position.Underlying, PayoffKind.Linear, leg.Forward, 0, 0, 0, 0,
                    leg.Quantity * perForward));
        }
    }

    private string? Collateral()
    {
        foreach (HoldingRow row in portfolio.Document.Collateral ?? [])
        {
            if (market.Asset(row.Asset) is not { } asset
                || asset.Price is not (>= KernelLimits.MinForward and <= KernelLimits.MaxPrice))
            {
                return $"{marketName}, at $.assets: {row.Asset} has no price in range, and the collateral of "
                    + $"{portfolioName} needs it.";
            }

            if (asset.Underlying is null)
            {
                _notes.Add($"{row.Asset} on {row.Chain}: moves with no underlying, no risk here.");
                continue;
            }

            if (!double.IsFinite(asset.Beta) || market.Underlying(asset.Underlying) is null)
            {
                return $"{marketName}, at $.assets: {row.Asset} has no finite beta, or its underlying "
                    + $"{asset.Underlying} isn't there.";
            }

            if (row.Amount * asset.Beta != 0)
            {
                _holdings.Add(new VarHolding(
                    $"{row.Asset} on {row.Chain}", asset.Underlying, PayoffKind.Linear, asset.Price, 0, 0, 0, 0,
                    row.Amount * asset.Beta));
            }
        }

        return null;
    }

    private double[] TenorsOf(string underlying) =>
        [.. _holdings.Where(one => one.Underlying == underlying).Select(one => one.Years).Distinct().Order()];

    private VarReport.Deviation[]? Deviations(string[] names, out string problem)
    {
        problem = string.Empty;
        var found = new VarReport.Deviation[names.Length];
        for (int u = 0; u < names.Length; u++)
        {
            double? volatility = AtTheMoney(names[u]) ?? assumptions.FallbackVolatility;
            if (volatility is null)
            {
                problem = $"{marketName}, at $.underlyings: {names[u]} has no expiry beyond the horizon with a good "
                    + "quote to take its volatility from. Give one with --volatility.";
                return null;
            }

            double deviation = volatility.Value * Math.Sqrt(assumptions.HorizonDays / DaysPerYear);
            if (deviation > MonteCarloLimits.MaxDeviation)
            {
                problem = $"{marketName}, at $.underlyings: the volatility of {names[u]} over the horizon is above "
                    + $"{MonteCarloLimits.MaxDeviation}.";
                return null;
            }

            found[u] = new VarReport.Deviation(names[u], volatility.Value, deviation);
        }

        return found;
    }

    // The first expiry beyond the horizon that has a good quote, at its forward.
    private double? AtTheMoney(string underlying)
    {
        UnderlyingRow row = market.Underlying(underlying)!;
        DateTimeOffset horizon = market.AsOf.AddDays(assumptions.HorizonDays);
        foreach (ExpiryRow expiry in (row.Expiries ?? []).Where(one => one.Expiry > horizon).OrderBy(one => one.Expiry))
        {
            (double volatility, LegStatus status) = LegReader.VolatilityOf(expiry, expiry.Forward ?? row.Index);
            if (status != LegStatus.NoVolatility)
            {
                return volatility;
            }
        }

        return null;
    }

    private MonteCarloModel ModelOf(VarReport.Deviation[] deviations, double[][] tenors)
    {
        double jump = assumptions.JumpProbability;
        double perRow = assumptions.VolOfVol * Math.Sqrt(assumptions.HorizonDays);
        return new MonteCarloModel(
            [
                .. deviations.Select(one => new MonteCarloUnderlying(
                    one.OverHorizon,
                    MonteCarloModel.CompensatedDrift(
                        one.OverHorizon, jump, assumptions.JumpMean, assumptions.JumpDeviation),
                    assumptions.JumpMean, assumptions.JumpDeviation)),
            ],
            FactorCorrelations.Factor(deviations.Length, assumptions.Correlation, assumptions.SpotVolCorrelation),
            [
                .. tenors.SelectMany(some => some.Select(years => Math.Min(
                    perRow * (VolShock.PowerRuleFactor(1.0, years) - 1.0), MonteCarloLimits.MaxDeviation))),
            ],
            [.. tenors.Select(some => some.Length)], jump, assumptions.DegreesOfFreedom,
            assumptions.HorizonDays / DaysPerYear);
    }

    private ContractColumns? Columns(string[] names, double[][] tenors, out long[] quantity, out string problem)
    {
        problem = string.Empty;
        var contracts = new ContractColumns(_holdings.Count) { Count = _holdings.Count };
        quantity = new long[_holdings.Count];
        int[] firstRow = [.. tenors.Select((_, u) => tenors.Take(u).Sum(some => some.Length))];
        double all = 0;
        for (int c = 0; c < _holdings.Count; c++)
        {
            VarHolding one = _holdings[c];
            int u = Array.IndexOf(names, one.Underlying);
            double micros = Math.Abs(one.Size) * MicrosPerUsd;
            double lots = Math.Max(
                Math.Ceiling(micros * one.MostPerUnit / CellRoom), Math.Ceiling(micros / KernelLimits.MaxLotScale));
            all += lots;
            if (!(all < MostLots))
            {
                problem = $"{portfolioName}, at $.positions: {one.Name} and those before it can lose 2^62 micro-USD "
                    + "and more, which is too much to add up.";
                return null;
            }

            quantity[c] = (long)lots * Math.Sign(one.Size);
            contracts.Kind[c] = one.Kind;
            contracts.Forward[c] = one.Forward;
            contracts.Strike[c] = one.Strike;
            contracts.TimeYears[c] = one.Years;
            contracts.Volatility[c] = one.Volatility;
            contracts.Rate[c] = one.Rate;
            contracts.LotScale[c] = micros / lots;
            contracts.ShockRow[c] = firstRow[u] + Array.IndexOf(tenors[u], one.Years);
        }

        return contracts;
    }
}
