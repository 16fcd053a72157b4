using System;
using System.Collections.Generic;
using System.Linq;
using HybridGpu.Risk.Margin.Models;

namespace HybridGpu.Risk.Margin.Evaluation;

/// <summary>Divides a portfolio into risk groups and computes the cells of each.</summary>
internal sealed class GroupBuilder(ModelDocument model, MarginMarket market, Leg[] legs, Holding[] holdings)
{
    /// <summary>Name of the group of assets that move with no underlying.</summary>
    public const string Cash = "cash";

    /// <summary>Groups in the order in which positions, then assets, name them; their cells are filled in.</summary>
    /// <param name="rangeOf">The price range of an underlying.</param>
    public List<RiskGroup> Build(Func<string, double> rangeOf)
    {
        var groups = new List<RiskGroup>();
        foreach ((string underlying, bool isCoin) in Keys())
        {
            Leg[] own = [.. legs.Where(leg => leg.Position.Underlying == underlying && (IsCoin(leg) == isCoin))];
            groups.Add(new RiskGroup(
                model, market, underlying, isCoin, rangeOf(underlying), own,
                isCoin || !model.Collateral.InsideScenarios
                    ? []
                    : [.. holdings.Where(holding => KeyOf(holding) == underlying)]));
        }

        History days = HistoryOf(groups.Select(group => group.Underlying));
        foreach (RiskGroup group in groups)
        {
            var evaluator = new CellEvaluator(group);
            group.Cells = [.. CellsOf(group, days).Select(cell => evaluator.Evaluate(cell))];
            group.Scan = Aggregator.Of(model.Aggregation, group.Cells).Figure;
        }

        return groups;
    }

    /// <summary>What the market lacks for the model, or null.</summary>
    public string? Missing()
    {
        if (model.History is not { } history)
        {
            return null;
        }

        string[] names = [.. Keys().Select(key => key.Underlying).Where(name => name != Cash).Distinct()];
        string? tooShort = Array.Find(
            names, name => (ReturnsOf(name) ?? []).Count(ScenarioCompiler.IsReturn) < history.LeastObservations);
        int days = HistoryOf(names).Kept.Length;
        return tooShort is not null
            ? $"{model.Name} needs at least {history.LeastObservations} returns of {tooShort} in the market."
            : names.Length > 0 && days < history.LeastObservations
            ? $"{model.Name} needs at least {history.LeastObservations} days with returns of all of "
                + $"{string.Join(", ", names)} in the market; there are {days}."
            : null;
    }

    /// <summary>Whether days of the history were left out, as a return of theirs is no number.</summary>
    public bool HasGaps() =>
        model.History is not null && HistoryOf(Keys().Select(key => key.Underlying)) is var days
        && days.Kept.Length < days.Count;

    private IEnumerable<(string Underlying, bool IsCoin)> Keys()
    {
        IEnumerable<(string, bool)> ofLegs = legs.Select(leg => (leg.Position.Underlying, IsCoin(leg)));
        IEnumerable<(string, bool)> ofAssets = model.Collateral.InsideScenarios
            ? holdings.Select(holding => (KeyOf(holding), false))
            : [];
        return ofLegs.Concat(ofAssets).Distinct();
    }

    private bool IsCoin(Leg leg) => leg.IsCoin && model.Aggregation.GroupBy == GroupingRule.Settlement;

    private string KeyOf(Holding holding) =>
        holding.Asset?.Underlying is { } name && market.Underlying(name) is not null ? name : Cash;

    private double[]? ReturnsOf(string underlying) => market.Underlying(underlying)?.Returns;

    /// <summary>Days that all groups have: the same day is one scenario for all of them. A day on which the return of
    /// one is none is left out for all: counted as a day without a move it would thin out the bad days.</summary>
    private History HistoryOf(IEnumerable<string> underlyings)
    {
        if (model.History is null)
        {
            return new History(0, []);
        }

        double[][] all = [.. underlyings.Where(name => name != Cash).Distinct().Select(name => ReturnsOf(name) ?? [])];
        int count = all.Select(returns => returns.Length).DefaultIfEmpty(0).Min();
        return new History(
            count,
            [.. Enumerable.Range(0, count)
                .Where(day => all.All(returns => ScenarioCompiler.IsReturn(returns[^(count - day)])))]);
    }

    private List<ScenarioCell> CellsOf(RiskGroup group, History days)
    {
        List<ScenarioCell> cells = [];
        double scale = group.Range / model.Scenarios.Range.Of(group.Underlying);
        if (model.History is { } history)
        {
            double[] moves = group.Underlying == Cash
                ? new double[days.Count]
                : ScenarioCompiler.FilteredMoves(
                    history, ReturnsOf(group.Underlying)!, days.Count, scale);
            cells.AddRange(days.Kept.Select(
                day => ScenarioCompiler.OfHistory(day, days.Count, moves[day], history)));
        }

        cells.AddRange(ScenarioCompiler.Compile(
            model.Scenarios, model.Volatility, group.Underlying, group.Range, scale));
        return cells;
    }

    /// <summary>The last days that all have, and which of them are scenarios.</summary>
    private readonly record struct History(int Count, int[] Kept);
}
