using System;
using System.Linq;
using HybridGpu.Risk.Margin.Models;

namespace HybridGpu.Risk.Margin.Evaluation;

/// <summary>Collateral for the time between a breach and its settlement.</summary>
/// <remarks>
/// R_T = R sqrt((h0 + T) / h0) + J; buffer = max(0, loss(R_T) - loss(R)) by full revaluation. A book that is hurt by
/// small moves only has a loss that isn't monotone in the range, so the loss is the worst at any range of a ladder from
/// R
/// to R_T, rounded up to its next step: the buffer is monotone in T whatever the book. No jump fits into no time: at
/// T = 0 the buffer is zero. Source: formulas.md, 1.13.
/// </remarks>
internal static class SyncBufferMath
{
    /// <summary>No range goes beyond it: a move down by more is no move.</summary>
    public const double RangeMax = 0.95;

    /// <summary>The buffer at a delay.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is no time from 0 to
    /// <see cref="MarginCalculator.DelayDaysMax"/>.</exception>
    public static MarginReport.SyncBuffer Compute(
        ModelDocument model, GroupBuilder builder, MarginPass now, double delayDays)
    {
        if (!(delayDays >= 0 && delayDays <= MarginCalculator.DelayDaysMax))
        {
            throw new ArgumentOutOfRangeException(
                nameof(delayDays), delayDays, $"A delay is from 0 to {MarginCalculator.DelayDaysMax} days.");
        }

        // One number of steps for all underlyings, the largest: with one for each, a longer delay would skip
        // combinations that a shorter one looks at, and the buffer could fall.
        double RangeOf(string underlying) => model.Scenarios.Range.Of(underlying);
        int last = now.Groups
            .Select(group => Steps(RangeOf(group.Underlying), delayDays, model.Sync))
            .DefaultIfEmpty(0)
            .Max();
        double worst = now.Initial;
        for (int step = 1; step <= last; step++)
        {
            int current = step;
            var pass = new MarginPass(
                model, builder.Build(underlying => AtStep(RangeOf(underlying), current, model.Sync)));
            worst = Math.Max(worst, pass.Initial);
        }

        return new MarginReport.SyncBuffer(
            delayDays, Math.Pow(1 + model.Sync.LadderStep, last), worst - now.Initial);
    }

    /// <summary>R_T before it is rounded up.</summary>
    public static double RangeAt(double range, double delayDays, SyncPart sync) => delayDays == 0
        ? range
        : (range * Math.Sqrt((sync.HorizonDays + delayDays) / sync.HorizonDays)) + sync.Jump;

    private static int Steps(double range, double delayDays, SyncPart sync)
    {
        double target = Math.Min(RangeAt(range, delayDays, sync), Math.Max(RangeMax, range));
        return (int)Math.Ceiling(Math.Log(target / range) / Math.Log(1 + sync.LadderStep));
    }

    private static double AtStep(double range, int step, SyncPart sync) =>
        step == 0 ? range : Math.Min(range * Math.Pow(1 + sync.LadderStep, step), Math.Max(RangeMax, range));
}
