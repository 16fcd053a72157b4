using System.Collections.Generic;

namespace HybridGpu.Risk.MonteCarlo;

/// <summary>Value at risk and expected shortfall of a portfolio. Amounts are micro-USD; losses are positive.</summary>
/// <param name="Account">The portfolio's account.</param>
/// <param name="Assumptions">What was assumed, seed included.</param>
/// <param name="Deviations">What the prices' deviations over the horizon were taken to be.</param>
/// <param name="Mean">Mean profit, rounded towards zero.</param>
/// <param name="Worst">The worst scenario's profit.</param>
/// <param name="WorstScenario">Its number.</param>
/// <param name="Levels">Figures by confidence, ascending.</param>
/// <param name="Notes">Positions that were estimated or left out, and why.</param>
public sealed record VarReport(
    string Account,
    VarAssumptions Assumptions,
    IReadOnlyList<VarReport.Deviation> Deviations,
    long Mean,
    long Worst,
    uint WorstScenario,
    IReadOnlyList<VarReport.Level> Levels,
    IReadOnlyList<string> Notes)
{
    /// <summary>Deviation of the log of a price over the horizon.</summary>
    /// <param name="Underlying">The underlying.</param>
    /// <param name="Volatility">Volatility per √year that it was taken from.</param>
    /// <param name="OverHorizon">Deviation over the horizon.</param>
    public sealed record Deviation(string Underlying, double Volatility, double OverHorizon);

    /// <summary>The figures of one confidence.</summary>
    /// <param name="Confidence">In percent: 95, 97.5, 99 or 99.9.</param>
    /// <param name="ValueAtRisk">Loss that is exceeded in the tail.</param>
    /// <param name="StandardError">One standard error of it.</param>
    /// <param name="ExpectedShortfall">Mean loss of the tail.</param>
    /// <param name="TailScenarios">Scenarios of the tail, the last one partly.</param>
    /// <param name="Underlyings">What each underlying adds to the shortfall; they sum to it.</param>
    /// <param name="Instruments">What each instrument adds to it; they sum to it.</param>
    public sealed record Level(
        double Confidence,
        long ValueAtRisk,
        long StandardError,
        long ExpectedShortfall,
        int TailScenarios,
        IReadOnlyList<Share> Underlyings,
        IReadOnlyList<Share> Instruments);

    /// <summary>A part of the expected shortfall; negative where it lessens it.</summary>
    /// <param name="Name">Underlying, position or collateral.</param>
    /// <param name="Amount">Micro-USD.</param>
    public sealed record Share(string Name, long Amount);
}
