using HybridGpu.Kernels;

namespace HybridGpu.Host.Bench;

/// <summary>The options of the pricing workloads.</summary>
internal static class PricingDraws
{
    private const int Unit = 1_000_000;

    /// <summary>What is drawn, and how it is timed, as the notes say it.</summary>
    public static string Sentence =>
        "Drawn: forward 100, 0.1 to 2 years, volatility 0.1 to 1, rate 0 to 0.1, strikes within two deviations. Median "
        + "of the runs, each repeated to 0.2 s, after one that warms up; best: the best single pass.";

    /// <summary>One option of a style.</summary>
    public static OptionTerms One(SplitMix draws, OptionStyle style)
    {
        double Uniform(double low, double high) => low + ((high - low) * draws.Below(Unit) / Unit);
        double time = Uniform(0.1, 2.0);
        double volatility = Uniform(0.1, 1.0);
        double total = volatility * Math.Sqrt(time);
        return new OptionTerms
        {
            Style = style,
            Kind = (PayoffKind)draws.Below(2),
            IsForward = true,
            Underlying = 100.0,
            Strike = 100.0 * LaneMath.Exp(Uniform(-2.0, 2.0) * total),
            TimeYears = time,
            Volatility = volatility,
            Rate = Uniform(0.0, 0.1),
            Barrier = 100.0 * LaneMath.Exp(-total * Uniform(0.1, 1.0)),
            Rebate = 1.0,
            Payout = 1.0,
        };
    }
}
