using System;
using System.Collections.Generic;
using System.Linq;
using HybridGpu.Risk.Margin.Models;

namespace HybridGpu.Risk.Margin.Evaluation;

/// <summary>One evaluation of a portfolio at given ranges: groups, pools, add-ons, IM and MM in USD.</summary>
internal sealed class MarginPass
{
    private readonly ModelDocument _model;
    private readonly List<MarginReport.Pool> _pools = [];
    private readonly List<MarginReport.Component> _components = [];
    private readonly Dictionary<RiskGroup, ScenarioCell?> _worst = [];

    public MarginPass(ModelDocument model, List<RiskGroup> groups)
    {
        (_model, Groups) = (model, groups);
        double[] credits = model.Span is { } span ? SpanFigures.CreditsUsd(span, groups) : new double[groups.Count];
        if (model.Aggregation.Across == AcrossRule.Net && groups.Count > 0)
        {
            AddPool("all", groups, SumOf(groups), credits);
        }
        else
        {
            for (int i = 0; i < groups.Count; i++)
            {
                IReadOnlyList<CellResult> cells = [.. groups[i].Cells.Select(cell => InUsd(groups[i], cell))];
                AddPool(NameOf(groups[i]), [groups[i]], cells, [credits[i]]);
            }
        }
    }

    public IReadOnlyList<RiskGroup> Groups { get; }

    public IReadOnlyList<MarginReport.Pool> Pools => _pools;

    public IReadOnlyList<MarginReport.Component> Components => _components;

    public double Initial { get; private set; }

    public double Maintenance { get; private set; }

    /// <summary>The worst scenario of a group's pool; null where none loses.</summary>
    public ScenarioCell? WorstOf(RiskGroup group) => _worst[group];

    private static string NameOf(RiskGroup group) =>
        group.IsCoin ? $"{group.Underlying} in {group.Underlying}" : group.Underlying;

    private static CellResult InUsd(RiskGroup group, CellResult cell) => new(
        cell.Cell, group.ToUsd(cell.Raw), group.ToUsd(cell.Final), [.. cell.ByExpiry.Select(group.ToUsd)]);

    /// <summary>Cells of one place added over the groups in their order: the same scenario for all of them.</summary>
    private static CellResult[] SumOf(List<RiskGroup> groups)
    {
        var cells = new CellResult[groups[0].Cells.Count];
        for (int i = 0; i < cells.Length; i++)
        {
            (double raw, double final) = (0, 0);
            foreach (RiskGroup group in groups)
            {
                raw += group.ToUsd(group.Cells[i].Raw);
                final += group.ToUsd(group.Cells[i].Final);
            }

            cells[i] = new CellResult(groups[0].Cells[i].Cell, raw, final, []);
        }

        return cells;
    }

    private void AddPool(string name, List<RiskGroup> groups, IReadOnlyList<CellResult> cells, double[] credits)
    {
        (double figure, int worst) = Aggregator.Of(_model.Aggregation, cells);
        double maintenanceFigure = Aggregator.Of(_model.Aggregation, cells, isInitial: false).Figure;
        foreach (RiskGroup group in groups)
        {
            _worst[group] = worst < 0 ? null : group.Cells[worst].Cell;
        }

        var sums = new StageSums();
        bool isScanDone = false;
        foreach (AddOn addOn in _model.AddOns.OrderBy(addOn => addOn.Stage == Stage.Scan ? 0 : 1))
        {
            if (!isScanDone && addOn.Stage != Stage.Scan && groups.Count == 1)
            {
                // What competes with the scan is part of it for the add-ons that are a share of it.
                groups[0].Scan = groups[0].FromUsd(Math.Max(figure, sums.Scan.Initial));
                isScanDone = true;
            }

            (double maintenance, double initial) = (0, 0);
            foreach (RiskGroup group in groups)
            {
                Charge charge = addOn.ChargeOf(group);
                maintenance += group.ToUsd(charge.Maintenance) * addOn.Maintenance;
                initial += group.ToUsd(charge.Initial) * addOn.Initial;
            }

            Add(name, addOn.Name, addOn.Stage, maintenance, initial, sums);
        }

        double credit = credits.Sum();
        if (credit > 0)
        {
            Add(name, "credit between underlyings", Stage.Matrix, -credit, -credit, sums);
        }

        double degraded = groups.Sum(group => BadInputsUsd(group));
        if (degraded > 0)
        {
            Add(name, "bad inputs", Stage.After, degraded, degraded, sums);
        }

        (double Maintenance, double Initial) matrix = sums.Matrix(maintenanceFigure, figure);
        Maintenance += (matrix.Maintenance * _model.Factors.Maintenance) + sums.After.Maintenance;
        Initial += (matrix.Initial * _model.Factors.Initial) + sums.After.Initial;
        _pools.Add(new MarginReport.Pool(
            name, figure, maintenanceFigure, worst < 0 ? string.Empty : cells[worst].Cell.Name, matrix.Maintenance,
            matrix.Initial));
    }

    private void Add(string pool, string name, Stage stage, double maintenance, double initial, StageSums sums)
    {
        sums.Add(stage, maintenance, initial);
        _components.Add(new MarginReport.Component(
            pool, name, stage.ToString().ToLowerInvariant(), maintenance, initial));
    }

    /// <summary>A position priced from estimates costs a share of its notional; what can't be priced counts nothing
    /// while it is long, and while it is short a share of the larger of index and strike.</summary>
    private double BadInputsUsd(RiskGroup group)
    {
        double sum = 0;
        foreach (Leg leg in group.Legs)
        {
            if (leg.IsEstimated)
            {
                sum += _model.Degraded.Estimated * Math.Abs(leg.Quantity) * leg.Index;
            }
            else if (!leg.IsPriced && leg.Quantity < 0)
            {
                double strike = double.IsFinite(leg.Strike) ? leg.Strike : 0;
                sum -= _model.Degraded.Unpriced * leg.Quantity * Math.Max(leg.Index, strike);
            }
        }

        return sum;
    }

    /// <summary>What add-ons of each stage come to, USD.</summary>
    private sealed class StageSums
    {
        private readonly (double Maintenance, double Initial)[] _sums = new (double, double)[4];

        public (double Maintenance, double Initial) Scan => _sums[(int)Stage.Scan];

        public (double Maintenance, double Initial) After => _sums[(int)Stage.After];

        public void Add(Stage stage, double maintenance, double initial)
        {
            ref (double Maintenance, double Initial) sum = ref _sums[(int)stage];
            sum = stage == Stage.Floor
                ? (Math.Max(sum.Maintenance, maintenance), Math.Max(sum.Initial, initial))
                : (sum.Maintenance + maintenance, sum.Initial + initial);
        }

        public (double Maintenance, double Initial) Matrix(double maintenanceScan, double initialScan)
        {
            (double Maintenance, double Initial) matrix = _sums[(int)Stage.Matrix];
            (double Maintenance, double Initial) floor = _sums[(int)Stage.Floor];
            return (
                Math.Max(Math.Max(maintenanceScan, Scan.Maintenance) + matrix.Maintenance, floor.Maintenance),
                Math.Max(Math.Max(initialScan, Scan.Initial) + matrix.Initial, floor.Initial));
        }
    }
}
