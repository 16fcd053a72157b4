using System;
using System.Collections.Generic;
using System.Linq;
using HybridGpu.Risk.Margin.Models;

namespace HybridGpu.Risk.Margin.Evaluation;

/// <summary>SPAN's figures beside the scan: composite deltas, price risk per delta, credits between
/// underlyings.</summary>
/// <remarks>Source: formulas.md, 1.9.</remarks>
internal static class SpanFigures
{
    /// <summary>Delta of each expiry as a weighted mean over seven prices; the delta itself where the model has no
    /// weights.</summary>
    public static IReadOnlyList<double> CompositeDeltas(RiskGroup group) =>
        [.. group.Buckets.Select(bucket => group.Model.Span is { CompositeDelta: { Length: > 0 } weights }
            ? weights.Sum(weight => weight.Weight * bucket.Sum(leg => leg.DeltaAt(1 + (weight.Move * group.Range))))
            : RiskGroup.DeltaOf(bucket))];

    /// <summary>Weighted future price risk: (volatility-adjusted loss - time risk) by net composite delta, in the
    /// group's unit; 0 without delta.</summary>
    public static double PriceRisk(RiskGroup group)
    {
        double delta = CompositeDeltas(group).Sum();
        CellResult[] scan = [.. group.Cells.Where(cell => cell.Cell.Use == GroupUse.Scan)];
        if (scan.Length == 0 || Math.Abs(delta) < 1e-12)
        {
            return 0;
        }

        double Loss(Func<CellResult, bool> isTaken) =>
            -scan.Where(isTaken).Select(cell => cell.Final).DefaultIfEmpty(0).Average();
        CellResult worst = scan.MinBy(cell => cell.Final)!;
        double adjusted = Loss(
            cell => cell.Cell.Move == worst.Cell.Move && cell.Cell.Group == worst.Cell.Group);
        double time = Loss(cell => cell.Cell.Move == 0);
        return Math.Max(adjusted - time, 0) / Math.Abs(delta);
    }

    /// <summary>Credit of each group in USD, in the order of the model's spreads: deltas used once aren't used
    /// again.</summary>
    public static double[] CreditsUsd(SpanPart span, IReadOnlyList<RiskGroup> groups)
    {
        var credits = new double[groups.Count];
        double[] left = [.. groups.Select(group => CompositeDeltas(group).Sum())];
        foreach (SpreadCredit spread in span.Credits)
        {
            int first = IndexOf(groups, spread.Left);
            int second = IndexOf(groups, spread.Right);
            if (first < 0 || second < 0 || left[first] * left[second] >= 0)
            {
                continue;
            }

            double spreads = Math.Min(
                Math.Abs(left[first]) / spread.LeftDeltas, Math.Abs(left[second]) / spread.RightDeltas);
            foreach ((int at, double deltas) in new[] { (first, spread.LeftDeltas), (second, spread.RightDeltas) })
            {
                double used = spreads * deltas;
                credits[at] += groups[at].ToUsd(used * PriceRisk(groups[at])) * spread.Credit;
                left[at] -= Math.Sign(left[at]) * used;
            }
        }

        return credits;
    }

    private static int IndexOf(IReadOnlyList<RiskGroup> groups, string underlying)
    {
        for (int i = 0; i < groups.Count; i++)
        {
            if (groups[i].Underlying == underlying)
            {
                return i;
            }
        }

        return -1;
    }
}
