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

        int days = HistoryDays(groups);
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

        string? tooShort = Keys()
            .Select(key => key.Underlying)
            .FirstOrDefault(name => name != Cash && (ReturnsOf(name)?.Length ?? 0) < history.LeastObservations);
        return tooShort is null
            ? null
            : $"{model.Name} needs at least {history.LeastObservations} returns of {tooShort} in the market.";
    }

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

    /// <summary>Days that all groups have: the same day is one scenario for all of them.</summary>
    private int HistoryDays(List<RiskGroup> groups) => model.History is null
        ? 0
        : groups.Where(group => group.Underlying != Cash)
            .Select(group => ReturnsOf(group.Underlying)?.Length ?? 0)
            .DefaultIfEmpty(0)
            .Min();

    private List<ScenarioCell> CellsOf(RiskGroup group, int days)
    {
        List<ScenarioCell> cells = [];
        double scale = group.Range / model.Scenarios.Range.Of(group.Underlying);
        if (model.History is { } history)
        {
            double[] moves = group.Underlying == Cash
                ? new double[days]
                : ScenarioCompiler.FilteredMoves(
                    history, ReturnsOf(group.Underlying)!, days, scale);
            cells.AddRange(moves.Select((move, day) => ScenarioCompiler.OfHistory(day, days, move, history)));
        }

        cells.AddRange(ScenarioCompiler.Compile(
            model.Scenarios, model.Volatility, group.Underlying, group.Range, scale));
        return cells;
    }
}
