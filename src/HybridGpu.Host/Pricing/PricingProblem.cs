using System.Globalization;
using HybridGpu.Kernels;

namespace HybridGpu.Host.Pricing;

/// <summary>A pricer's status as a column of the file and a sentence.</summary>
internal static class PricingProblem
{
    /// <summary>The column that a status speaks about.</summary>
    public static string Column(PricingStatus status, in OptionTerms terms) => status switch
    {
        PricingStatus.BadUnderlying => terms.IsForward ? "forward" : "spot",
        PricingStatus.BadStrike => terms.Style == OptionStyle.Gap && terms.Strike >= PricingLimits.MinPrice
            && terms.Strike <= PricingLimits.MaxPrice ? "payoff_strike" : "strike",
        PricingStatus.BadTime => "t_years",
        PricingStatus.BadVolatility => "vol",
        PricingStatus.BadRate => "rate",
        PricingStatus.BadDividend => "div_yield",
        PricingStatus.BadBarrier => "barrier",
        PricingStatus.BadPayout => terms.Style >= OptionStyle.DownAndIn ? "rebate" : "payout",
        PricingStatus.BadPrice or PricingStatus.BelowIntrinsic or PricingStatus.AboveMaximum => "price",
        _ => "style",
    };

    /// <summary>What is wrong and what is expected.</summary>
    public static string Text(PricingStatus status, in OptionTerms terms) => status switch
    {
        PricingStatus.BadUnderlying or PricingStatus.BadStrike or PricingStatus.BadBarrier =>
            Range(PricingLimits.MinPrice, PricingLimits.MaxPrice),
        PricingStatus.BadTime => Range(PricingLimits.MinTimeYears, PricingLimits.MaxTimeYears),
        PricingStatus.BadVolatility => Range(
            terms.Style is OptionStyle.American or >= OptionStyle.CashAtHit ? PricingLimits.MinPathVolatility : 0.0,
            PricingLimits.MaxVolatility),
        PricingStatus.BadRate or PricingStatus.BadDividend =>
            Range(-PricingLimits.MaxRate, PricingLimits.MaxRate)
            + string.Create(
                CultureInfo.InvariantCulture,
                $", within {PricingLimits.MaxRateTime} times t_years, and not so negative that a payment at touch has ")
            + "no finite value",
        PricingStatus.BadPayout => Range(0.0, PricingLimits.MaxPrice),
        PricingStatus.BadPrice => "must not be negative",
        PricingStatus.BelowIntrinsic when terms.Style == OptionStyle.American =>
            "is below what exercise pays now or later without volatility: no volatility gives it",
        PricingStatus.AboveMaximum when terms.Style == OptionStyle.American => string.Create(
            CultureInfo.InvariantCulture, $"is above what a volatility of {PricingLimits.MaxVolatility} gives"),
        PricingStatus.BelowIntrinsic => "is below the discounted intrinsic value: no volatility gives it",
        PricingStatus.AboveMaximum =>
            "is not below the discounted forward (call) or strike (put): no volatility gives it",
        PricingStatus.BadStyle => "only european and american have an implied volatility: the price of another style "
            + "can fall while volatility rises, so that two volatilities or none give it",
        _ => "can't be priced",
    };

    private static string Range(double low, double high) =>
        string.Create(CultureInfo.InvariantCulture, $"must be from {low:G4} to {high:G4}");
}
