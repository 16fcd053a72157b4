namespace HybridGpu.Kernels;

/// <summary>What a pricer has to say about one option. Every output of an option that is not Ok is zero.</summary>
public enum PricingStatus : byte
{
    /// <summary>All outputs are good.</summary>
    Ok = 0,

    /// <summary>The spot or forward is NaN or outside <see cref="PricingLimits"/>.</summary>
    BadUnderlying = 1,

    /// <summary>The strike (or a gap option's payoff strike) is NaN, zero or outside <see cref="PricingLimits"/>.
    /// </summary>
    BadStrike = 2,

    /// <summary>The time is NaN, zero, negative or outside <see cref="PricingLimits"/>.</summary>
    BadTime = 3,

    /// <summary>The volatility is NaN, negative, or outside <see cref="PricingLimits"/>.</summary>
    BadVolatility = 4,

    /// <summary>The rate is NaN or outside <see cref="PricingLimits"/>, alone or times the time.</summary>
    BadRate = 5,

    /// <summary>The dividend yield is NaN or outside <see cref="PricingLimits"/>, alone or times the time.</summary>
    BadDividend = 6,

    /// <summary>The barrier is NaN or outside <see cref="PricingLimits"/>.</summary>
    BadBarrier = 7,

    /// <summary>The rebate or the payout is NaN or outside <see cref="PricingLimits"/>.</summary>
    BadPayout = 8,

    /// <summary>The style or the type is none, or the style has no such pricer.</summary>
    BadStyle = 9,

    /// <summary>The given price is NaN, negative or infinite.</summary>
    BadPrice = 10,

    /// <summary>The given price is below what immediate exercise of the forward position is worth.</summary>
    BelowIntrinsic = 11,

    /// <summary>The given price is not below the most that any volatility can reach.</summary>
    AboveMaximum = 12,
}
