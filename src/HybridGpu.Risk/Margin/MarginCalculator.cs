using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HybridGpu.Risk.Margin.Evaluation;
using HybridGpu.Risk.Margin.Models;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Margin;

/// <summary>The margin of a portfolio under a model: one engine for all models, which differ in data only.</summary>
/// <remarks>
/// A what-if beside the venue: doubles, full revaluation, sums in a stated order, so that two runs give the same bits.
/// What the venue enforces is the engine's integer grid. Errors: none thrown for bad input, see
/// <see cref="MarginStatus"/>. Cost: positions x scenarios Black-76 prices, and once more for each step of the sync
/// buffer's ladder. Thread: any.
/// Source: formulas.md, 1.12 (the shape), 1.13 (the sync buffer).
/// </remarks>
public static class MarginCalculator
{
    /// <summary>Longest delay, days: beyond it no range means anything.</summary>
    public const double DelayDaysMax = 365;

    /// <summary>Computes every component.</summary>
    /// <param name="model">The model.</param>
    /// <param name="portfolio">Positions and collateral.</param>
    /// <param name="market">Prices; its measured delay is the sync buffer's unless another is given.</param>
    /// <param name="delayDays">Time between a breach and its settlement, days; null for the market's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative, no number or past
    /// <see cref="DelayDaysMax"/>.</exception>
    public static MarginReport Evaluate(
        MarginModel model, MarginPortfolio portfolio, MarginMarket market, double? delayDays = null)
    {
        ModelDocument document = model.Document;
        Leg[] legs = LegReader.Read(portfolio.Document, market, document.SettlementMinutes);
        Holding[] holdings =
            [.. (portfolio.Document.Collateral ?? []).Select(row => Holding.Read(row, market, document.Collateral))];
        var builder = new GroupBuilder(document, market, legs, holdings);
        if ((ProblemOf(legs, holdings) ?? builder.Missing()) is { } problem)
        {
            return Undefined(model, portfolio, legs, holdings, problem);
        }

        double RangeOf(string underlying) => document.Scenarios.Range.Of(underlying);
        var pass = new MarginPass(document, builder.Build(RangeOf));
        MarginReport.SyncBuffer? buffer = (delayDays ?? market.DelayDays) is { } delay && HasRange(document)
            ? SyncBufferMath.Compute(document, builder, pass, delay)
            : null;
        bool isWidened = legs.Any(leg => !leg.IsPriced || leg.IsEstimated)
            || holdings.Any(holding => !holding.IsPriced)
            || builder.HasGaps()
            || HasBadFeed(document, market, pass);
        return Report(model, portfolio, legs, holdings, pass, buffer, isWidened);
    }

    /// <summary>False for a model of rules alone: it has no range that time could widen.</summary>
    private static bool HasRange(ModelDocument document) =>
        document.History is not null || document.Scenarios.Groups.Length > 0;

    /// <summary>Whether an add-on had to take the worst for a number of the market: a peg, or the funding of a
    /// perpetual.</summary>
    private static bool HasBadFeed(ModelDocument document, MarginMarket market, MarginPass pass) =>
        document.AddOns.OfType<DepegAddOn>().Any(addOn => market.HasBadPeg(addOn.Asset))
        || (document.AddOns.OfType<FundingAddOn>().Any() && pass.Groups.Any(group =>
            !double.IsFinite(market.Underlying(group.Underlying)?.Funding8h ?? 0)
            && group.Priced.Any(leg => leg.Position.Kind == ProductKind.Perpetual)));

    private static string? ProblemOf(Leg[] legs, Holding[] holdings)
    {
        foreach (Leg leg in legs)
        {
            if (leg.Status is LegStatus.NoIndex or LegStatus.BadQuantity)
            {
                return leg.Status == LegStatus.NoIndex
                    ? $"Position {leg.Number}: {leg.Position.Underlying} has no index price."
                    : $"Position {leg.Number}: its quantity is no number.";
            }
        }

        Holding? owed = Array.Find(holdings, holding =>
            !double.IsFinite(holding.Row.Amount) || (holding.Row.Amount < 0 && !holding.IsPriced));
        return owed is null ? null : $"What is owed of {owed.Row.Asset} has no price or beta, or is no number.";
    }

    private static MarginReport Report(
        MarginModel model,
        MarginPortfolio portfolio,
        Leg[] legs,
        Holding[] holdings,
        MarginPass pass,
        MarginReport.SyncBuffer? buffer,
        bool isWidened)
    {
        ReserveRow reserves = portfolio.Document.Reserves ?? new ReserveRow();
        double initial = pass.Initial + reserves.OpenOrders + reserves.MarketMakerProtection + reserves.Spot;
        double marks = legs.Sum(leg => leg.MarkUsd);
        double equity = marks + holdings.Sum(holding => holding.MaintenanceUsd);
        double initialEquity = marks + holdings.Sum(holding => holding.InitialUsd);
        if (!double.IsFinite(initial + pass.Maintenance + equity + initialEquity + (buffer?.Amount ?? 0)))
        {
            return Undefined(model, portfolio, legs, holdings, "A price or quantity is too large to be priced.");
        }

        var report = new MarginReport(
            model.Name, model.Version, model.Hash, portfolio.Account,
            isWidened ? MarginStatus.Widened : MarginStatus.Complete, string.Empty,
            initial, pass.Maintenance, equity, initialEquity, initialEquity - initial - (buffer?.Amount ?? 0),
            [.. pass.Groups.Select(GroupOf)], pass.Pools, [.. pass.Components, .. ReservesOf(reserves)],
            [.. holdings.Select(AssetOf)], PositionsOf(legs, pass), buffer);
        return AreFinite(report)
            ? report
            : Undefined(model, portfolio, legs, holdings, "A price or quantity is too large to be priced.");
    }

    /// <summary>Whether the parts are numbers too: a cell can be endless where a floor or another cell decides the
    /// sum.</summary>
    private static bool AreFinite(MarginReport report) =>
        report.Groups.All(group =>
            group.Cells.All(cell => double.IsFinite(cell.Raw) && double.IsFinite(cell.Counted)))
        && report.Pools.All(pool => double.IsFinite(pool.Scan + pool.MatrixInitial + pool.MatrixMaintenance))
        && report.Components.All(one => double.IsFinite(one.Initial) && double.IsFinite(one.Maintenance))
        && report.Collateral.All(asset => double.IsFinite(asset.Value) && double.IsFinite(asset.Counted))
        && report.Positions.All(leg => double.IsFinite(leg.Value) && double.IsFinite(leg.Delta)
            && double.IsFinite(leg.InWorst) && double.IsFinite(leg.Quantity));

    private static MarginReport Undefined(
        MarginModel model, MarginPortfolio portfolio, Leg[] legs, Holding[] holdings, string problem) => new(
            model.Name, model.Version, model.Hash, portfolio.Account, MarginStatus.Undefined, problem,
            null, null, 0, 0, null, [], [], [],
            [.. holdings.Where(holding => double.IsFinite(holding.ValueUsd)).Select(AssetOf)],
            [.. legs.Select(leg => new MarginReport.Position(
                leg.Number, NameOf(leg.Position), double.IsFinite(leg.Quantity) ? leg.Quantity : 0, leg.Status, 0, 0,
                0))],
            null);

    private static IEnumerable<MarginReport.Component> ReservesOf(ReserveRow reserves) =>
        new (string Name, double Amount)[]
        {
            ("open orders", reserves.OpenOrders),
            ("market-maker protection", reserves.MarketMakerProtection),
            ("spot", reserves.Spot),
        }
        .Where(reserve => reserve.Amount > 0)
        .Select(reserve => new MarginReport.Component("account", reserve.Name, "after", 0, reserve.Amount));

    private static MarginReport.Group GroupOf(RiskGroup group) => new(
        group.Underlying, group.IsCoin ? group.Underlying : "USD", group.ToUsd(1),
        [.. group.Cells.Select(cell => new MarginReport.Cell(cell.Cell.Name, cell.Cell.Move, cell.Raw, cell.Final))]);

    private static MarginReport.Asset AssetOf(Holding holding) => new(
        holding.Row.Asset, holding.Row.Chain, holding.Row.Amount, holding.ValueUsd, holding.Parts.Market,
        holding.Parts.Liquidity, holding.Parts.Finality, holding.Parts.Bridge, holding.Haircut, holding.MaintenanceUsd,
        holding.InitialUsd, holding.IsPriced);

    private static MarginReport.Position[] PositionsOf(Leg[] legs, MarginPass pass)
    {
        var positions = new MarginReport.Position[legs.Length];
        foreach (RiskGroup group in pass.Groups)
        {
            var evaluator = new CellEvaluator(group);
            foreach (Leg leg in group.Legs)
            {
                double inWorst = leg.IsPriced && pass.WorstOf(group) is { } worst
                    ? group.ToUsd(evaluator.LegGain(leg, worst))
                    : 0;
                positions[leg.Number] = new MarginReport.Position(
                    leg.Number, NameOf(leg.Position), leg.Position.Quantity, leg.Status, leg.MarkUsd,
                    leg.IsPriced ? leg.Delta : 0, inWorst);
            }
        }

        return positions;
    }

    /// <summary>What a position is called.</summary>
    internal static string NameOf(PositionRow row)
    {
        string settlement = row.Settlement == Settlement.Coin ? " (coin)" : string.Empty;
        string expiry = row.Expiry is { } at
            ? at.UtcDateTime.ToString(" ddMMMyy", CultureInfo.InvariantCulture).ToUpperInvariant()
            : string.Empty;
        string strike = row.Strike is { } price
            ? string.Create(CultureInfo.InvariantCulture, $" {price}")
            : string.Empty;
        return $"{row.Underlying}{expiry}{strike} {row.Kind.ToString().ToLowerInvariant()}{settlement}";
    }
}
