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
        SyncRange rule = model.Sync.Rule;
        double RangeOf(string underlying) => model.Scenarios.Range.Of(underlying);
        int last = now.Groups
            .Select(group => rule.StepsTo(RangeOf(group.Underlying), delayDays))
            .DefaultIfEmpty(0)
            .Max();
        double worst = now.Initial;
        for (int step = 1; step <= last; step++)
        {
            int current = step;
            var pass = new MarginPass(
                model, builder.Build(underlying => rule.AtStep(RangeOf(underlying), current)));
            worst = Math.Max(worst, pass.Initial);
        }

        return new MarginReport.SyncBuffer(
            delayDays, Math.Pow(1 + rule.LadderStep, last), worst - now.Initial);
    }
}
