using System;

namespace HybridGpu.Risk.MonteCarlo;

/// <summary>What a Monte Carlo value at risk assumes beside the market (docs/risk-montecarlo.md).</summary>
/// <remarks>Deviations of prices come from the market's volatilities. Immutable. Thread: any.</remarks>
public sealed record VarAssumptions
{
    /// <summary>Most scenarios.</summary>
    public const int ScenariosMax = 10_000_000;

    /// <summary>Fewest scenarios: the tail of 99.9 % has one.</summary>
    public const int ScenariosMin = 1_000;

    /// <summary>Horizon, days, 1/24 to 30.</summary>
    public double HorizonDays { get; init; } = 1.0;

    /// <summary>Correlation between the prices of any two underlyings, and between their volatilities, 0 to
    /// 0.99.</summary>
    public double Correlation { get; init; } = 0.8;

    /// <summary>Correlation of an underlying's price with its own volatility, −0.95 to 0.95.</summary>
    public double SpotVolCorrelation { get; init; } = -0.3;

    /// <summary>Deviation of the log of a 30-day volatility over one day, 0 to 0.5; other tenors by
    /// <see cref="HybridGpu.Kernels.VolShock"/>'s power of time.</summary>
    public double VolOfVol { get; init; } = 0.06;

    /// <summary>Volatility, per √year, of an underlying without a good quote; null to refuse it.</summary>
    public double? FallbackVolatility { get; init; }

    /// <summary>Probability of a jump within the horizon, 0 to 1.</summary>
    public double JumpProbability { get; init; }

    /// <summary>Mean of the log of a jump, −2 to 2.</summary>
    public double JumpMean { get; init; } = -0.1;

    /// <summary>Deviation of the log of a jump, 0 to 2.</summary>
    public double JumpDeviation { get; init; } = 0.05;

    /// <summary>Degrees of freedom of Student's t, 3 to 30; 0 for normal moves.</summary>
    public int DegreesOfFreedom { get; init; }

    /// <summary>Scenarios, <see cref="ScenariosMin"/> to <see cref="ScenariosMax"/>.</summary>
    public int Scenarios { get; init; } = 100_000;

    /// <summary>Seed of all draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The first assumption out of bounds as a sentence, or null.</summary>
    public string? Problem() =>
        !(HorizonDays >= 1.0 / 24 && HorizonDays <= 30) ? "The horizon is from one hour to 30 days."
        : !(Correlation is >= 0 and <= 0.99) ? "The correlation is from 0 to 0.99."
        : !(SpotVolCorrelation is >= -0.95 and <= 0.95)
            ? "The correlation of price and volatility is from -0.95 to 0.95."
        : !(VolOfVol is >= 0 and <= 0.5) ? "The volatility of volatility is from 0 to 0.5 a day."
        : !(FallbackVolatility is null or (>= 0.01 and <= 5)) ? "The volatility is from 0.01 to 5."
        : !(JumpProbability is >= 0 and <= 1) ? "The probability of a jump is from 0 to 1."
        : !(JumpMean is >= -2 and <= 2) ? "The mean of a jump is from -2 to 2."
        : !(JumpDeviation is >= 0 and <= 2) ? "The deviation of a jump is from 0 to 2."
        : DegreesOfFreedom is not (0 or (>= 3 and <= 30)) ? "Degrees of freedom are from 3 to 30, or 0."
        : Scenarios is < ScenariosMin or > ScenariosMax
            ? FormattableString.Invariant($"Scenarios are from {ScenariosMin} to {ScenariosMax}.")
        : null;
}
