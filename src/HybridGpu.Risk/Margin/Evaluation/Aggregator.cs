using System;
using System.Collections.Generic;
using System.Linq;
using HybridGpu.Risk.Margin.Models;

namespace HybridGpu.Risk.Margin.Evaluation;

/// <summary>Cells to one figure.</summary>
internal static class Aggregator
{
    /// <summary>The figure, not negative, and the worst cell's place among the cells; -1 when none loses.</summary>
    public static (double Figure, int Worst) Of(
        AggregationPart rule, IReadOnlyList<CellResult> all, bool isInitial = true)
    {
        // Places stay the same: cells of initial margin alone are taken as no loss, not taken out.
        IReadOnlyList<CellResult> cells = isInitial || !all.Any(cell => cell.Cell.IsInitialOnly)
            ? all
            : [.. all.Select(cell => cell.Cell.IsInitialOnly
                ? cell with { Final = 0, ByExpiry = new double[cell.ByExpiry.Length] }
                : cell)];
        int worst = WorstOf(cells, GroupUse.Scan);
        double figure = rule.Rule switch
        {
            AggregationRule.PerExpiryWorst => PerExpiry(cells),
            AggregationRule.ExpectedShortfall => Shortfall(Losses(cells), rule.Level),
            AggregationRule.Quantile => Quantile(Losses(cells), rule.Level),
            _ => worst < 0 ? 0 : -cells[worst].Final,
        };
        if (rule.StressShare == 0)
        {
            return (Math.Max(figure, 0), worst);
        }

        int stress = WorstOf(cells, GroupUse.Stress);
        double blended = ((1 - rule.StressShare) * Math.Max(figure, 0))
            + (rule.StressShare * (stress < 0 ? 0 : -cells[stress].Final));
        return (blended, worst);
    }

    /// <summary>The mean of the worst (1 - level) of all, at least one.</summary>
    internal static double Shortfall(double[] lossesFalling, double level)
    {
        if (lossesFalling.Length == 0)
        {
            return 0;
        }

        int count = Math.Max((int)Math.Round(lossesFalling.Length * (1 - level)), 1);
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += lossesFalling[i];
        }

        return sum / count;
    }

    /// <summary>The loss that a share of (1 - level) of all is at or beyond.</summary>
    internal static double Quantile(double[] lossesFalling, double level) => lossesFalling.Length == 0
        ? 0
        : lossesFalling[Math.Clamp(
            (int)Math.Round(lossesFalling.Length * (1 - level)) - 1, 0, lossesFalling.Length - 1)];

    private static int WorstOf(IReadOnlyList<CellResult> cells, GroupUse use)
    {
        int worst = -1;
        double least = 0;
        for (int i = 0; i < cells.Count; i++)
        {
            if (cells[i].Cell.Use == use && cells[i].Final < least)
            {
                (worst, least) = (i, cells[i].Final);
            }
        }

        return worst;
    }

    private static double[] Losses(IReadOnlyList<CellResult> cells) =>
        [.. cells.Where(cell => cell.Cell.Use == GroupUse.Scan).Select(cell => -cell.Final).OrderDescending()];

    private static double PerExpiry(IReadOnlyList<CellResult> cells)
    {
        CellResult[] scan = [.. cells.Where(cell => cell.Cell.Use == GroupUse.Scan)];
        double sum = 0;
        for (int i = 0; scan.Length > 0 && i < scan[0].ByExpiry.Length; i++)
        {
            sum += Math.Max(-scan.Min(cell => cell.ByExpiry[i]), 0);
        }

        return sum;
    }
}
