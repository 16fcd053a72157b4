using System;

namespace HybridGpu.Risk.Margin;

/// <summary>How far a scan range is widened for the time between a breach and its settlement.</summary>
/// <remarks>R_T = R sqrt((h0 + T) / h0) + J, rounded up to the next step of a ladder R (1 + s)^n, so that what is
/// measured may tremble and the range doesn't. No jump fits into no time: at T = 0 the range is R. Source: formulas.md,
/// 1.13. The venue's settlement grid and the what-ifs of <c>hybridgpu margin</c> widen by this one rule.</remarks>
/// <param name="HorizonDays">h0: the close-out horizon that R is for, days, positive.</param>
/// <param name="Jump">J: a fraction of the price.</param>
/// <param name="LadderStep">s: growth from one step to the next, positive.</param>
public sealed record SyncRange(double HorizonDays, double Jump, double LadderStep)
{
    /// <summary>No range goes beyond it: a move down by more is no move.</summary>
    public const double RangeMax = 0.95;

    /// <summary>R_T before it is rounded up.</summary>
    /// <param name="range">R, a fraction of the price.</param>
    /// <param name="delayDays">T in days, not negative.</param>
    public double Exactly(double range, double delayDays) =>
        delayDays == 0 ? range : (range * Math.Sqrt((HorizonDays + delayDays) / HorizonDays)) + Jump;

    /// <summary>R_T, rounded up to the ladder; never less for a longer time.</summary>
    /// <param name="range">R, a fraction of the price.</param>
    /// <param name="delay">T, not negative.</param>
    public double After(double range, TimeSpan delay) => AtStep(range, StepsTo(range, delay.TotalDays));

    /// <summary>Steps of the ladder from R up to R_T, or to <see cref="RangeMax"/>.</summary>
    internal int StepsTo(double range, double delayDays)
    {
        double target = Math.Min(Exactly(range, delayDays), Math.Max(RangeMax, range));
        return (int)Math.Ceiling(Math.Log(target / range) / Math.Log(1 + LadderStep));
    }

    /// <summary>The range so many steps up.</summary>
    internal double AtStep(double range, int step) =>
        step == 0 ? range : Math.Min(range * Math.Pow(1 + LadderStep, step), Math.Max(RangeMax, range));
}
