namespace HybridGpu.Kernels;

/// <summary>The domain of the single-option pricers. Outside it an option has a status and zeros, never a
/// NaN.</summary>
/// <remarks>Inside it no intermediate value overflows. Prices are in USD, rates and volatility in 1.00 a
/// year.</remarks>
public static class PricingLimits
{
    /// <summary>Smallest spot, forward, strike and barrier.</summary>
    public const double MinPrice = 1e-12;

    /// <summary>Largest spot, forward, strike, barrier, rebate and payout.</summary>
    public const double MaxPrice = 1e12;

    /// <summary>Shortest time, years: some 30 ms.</summary>
    public const double MinTimeYears = 1e-9;

    /// <summary>Longest time, years.</summary>
    public const double MaxTimeYears = 1000.0;

    /// <summary>Largest volatility. The smallest is zero, but for options with a barrier and American ones.</summary>
    public const double MaxVolatility = 100.0;

    /// <summary>Smallest volatility of an option with a barrier and of an American one.</summary>
    public const double MinPathVolatility = 1e-3;

    /// <summary>Largest absolute rate and dividend yield.</summary>
    public const double MaxRate = 10.0;

    /// <summary>Largest absolute rate, or dividend yield, times the time.</summary>
    public const double MaxRateTime = 100.0;
}
