namespace HybridGpu.Kernels.MonteCarlo;

/// <summary>The bounds of scenario Monte Carlo (docs/risk-montecarlo.md).</summary>
public static class MonteCarloLimits
{
    /// <summary>Most underlyings of a model: two factors each.</summary>
    public const int MaxUnderlyings = 32;

    /// <summary>Most rows of a model, one an underlying's expiry.</summary>
    public const int MaxRows = 1_024;

    /// <summary>Fewest degrees of freedom of Student's t: below it there is no variance, or no sane estimate of
    /// one.</summary>
    public const int MinDegreesOfFreedom = 3;

    /// <summary>Most degrees of freedom: beyond it the normal is as good.</summary>
    public const int MaxDegreesOfFreedom = 30;

    /// <summary>Largest absolute log move of a price or a volatility: factors from 1/15.6 to 15.6.</summary>
    public const double MaxLogMove = 2.75;

    /// <summary>Largest deviation of a log move over the horizon, and of a jump.</summary>
    public const double MaxDeviation = 2.0;

    /// <summary>Largest absolute drift, and mean of a jump.</summary>
    public const double MaxDrift = 2.0;
}
