using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HybridGpu.Risk.Margin.Models;

namespace HybridGpu.Risk.Margin.Evaluation;

/// <summary>Turns a model's scenario groups, or the history, into cells for an underlying.</summary>
internal static class ScenarioCompiler
{
    /// <summary>Cells in the order of the file: groups, moves, volatilities.</summary>
    /// <param name="scenarios">Groups of scenarios.</param>
    /// <param name="volatility">States that they name.</param>
    /// <param name="underlying">Whose cells.</param>
    /// <param name="range">Its price range.</param>
    /// <param name="scale">The range over the model's: above 1 in the sync buffer. Moves stated in the price are
    /// widened
    /// with it where they count whole; those that count in part count for more, at most whole. Stress is wide
    /// enough.</param>
    public static List<ScenarioCell> Compile(
        ScenarioPart scenarios, VolatilityPart volatility, string underlying, double range, double scale = 1)
    {
        var cells = new List<ScenarioCell>();
        foreach (GroupPart group in scenarios.Groups)
        {
            if (!Applies(group, underlying))
            {
                continue;
            }

            for (int i = 0; i < group.Moves.Length; i++)
            {
                double weight = group.Weights?[i] ?? 1;
                double move = group.Unit == MoveUnit.Range ? group.Moves[i] * range : group.Moves[i];
                if (group is { Unit: MoveUnit.Spot, Tail: TailRule.Stated, Use: not GroupUse.Stress })
                {
                    (move, weight) = weight == 1 ? (move * scale, 1) : (move, Math.Min(weight * scale, 1));
                }

                // Nothing falls below a hundredth of its price: three ranges down can be more than all of it.
                move = Math.Max(move, -0.99);
                foreach (string name in group.Volatilities)
                {
                    VolatilityState state = Array.Find(volatility.States, other => other.Name == name)!;
                    cells.Add(new ScenarioCell(
                        group.Name, NameOf(group, move, name), group.Use, move, state, 0, group.Days, group.RateShift,
                        group.Skew, weight, group.Tail, group.Dampened, group.InitialOnly,
                        group.Assets));
                }
            }
        }

        return cells;
    }

    /// <summary>Filtered historical simulation: r x sigma now / sigma then, with an EWMA and a floor for sigma
    /// now.</summary>
    /// <param name="history">The rule.</param>
    /// <param name="returns">Log returns, the oldest first.</param>
    /// <param name="count">How many of the last become moves.</param>
    /// <param name="scale">What they are multiplied with: the sync buffer's wider range over the model's.</param>
    /// <returns>A move for each of those days; NaN for one whose return is none.</returns>
    /// <remarks>Source: formulas.md, 1.10. A bad return is no observation: sigma stays as it was before it.</remarks>
    public static double[] FilteredMoves(
        HistoryPart history, IReadOnlyList<double> returns, int count, double scale = 1)
    {
        double variance = returns.Where(IsReturn).Take(history.LeastObservations)
            .Select(x => x * x).DefaultIfEmpty(0).Average();
        var then = new double[returns.Count];
        for (int i = 0; i < then.Length; i++)
        {
            then[i] = Math.Sqrt(variance);
            variance = IsReturn(returns[i])
                ? (history.Lambda * variance) + ((1 - history.Lambda) * returns[i] * returns[i])
                : variance;
        }

        double now = Math.Max(Math.Sqrt(variance), history.FloorVolatility);
        double root = Math.Sqrt(history.Horizon) * scale;
        return [.. Enumerable.Range(then.Length - count, count).Select(i =>
            !IsReturn(returns[i]) ? double.NaN
            : then[i] > 0 ? Math.Clamp(Math.Exp(returns[i] * now / then[i] * root) - 1, -0.99, 10)
            : 0)];
    }

    /// <summary>Whether a log return is an observation: a number, and of a price that isn't off by thousands.</summary>
    public static bool IsReturn(double value) => double.IsFinite(value) && Math.Abs(value) < 10;

    /// <summary>A cell of the history.</summary>
    public static ScenarioCell OfHistory(int day, int count, double move, HistoryPart history) => new(
        "history",
        string.Create(CultureInfo.InvariantCulture, $"history {day + 1} of {count}: {Percent(move)}"),
        GroupUse.Scan, move, null, history.VolatilityPerMove, 0, 0, SkewShape.None, 1, TailRule.Stated, false, false,
        null);

    private static bool Applies(GroupPart group, string underlying) =>
        (group.Only is null || group.Only.Contains(underlying, StringComparer.Ordinal))
        && (group.Except is null || !group.Except.Contains(underlying, StringComparer.Ordinal));

    private static string NameOf(GroupPart group, double move, string volatility)
    {
        string days = group.Days > 0
            ? string.Create(CultureInfo.InvariantCulture, $", {group.Days} d pass")
            : string.Empty;
        string rate = group.RateShift != 0 ? $", rate {Percent(group.RateShift)}" : string.Empty;
        return $"{group.Name}: {Percent(move)}, vol {volatility}{days}{rate}";
    }

    private static string Percent(double fraction) =>
        string.Create(CultureInfo.InvariantCulture, $"{(fraction > 0 ? "+" : "")}{Math.Round(100 * fraction, 2)} %");
}
