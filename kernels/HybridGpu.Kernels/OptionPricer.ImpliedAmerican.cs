using System;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels;

/// <content>Implied volatility of one American option.</content>
public static partial class OptionPricer
{
    // Each pass divides the bracket of ln σ, 11.5 wide, by nine: sixteen leave 6e-15 of σ.
    private const int ImpliedPasses = 16;
    private const double ImpliedRounding = 1e-15;

    // A price is nearly as good as the pricer; where it is flat in the volatility, the lowest that gives it is taken.
    private static PricingStatus ImpliedAmerican(in OptionLanes<double> option, double price, out double volatility)
    {
        volatility = 0.0;
        if (!(price >= 0.0))
        {
            return PricingStatus.BadPrice;
        }

        double rounding = ImpliedRounding * Math.Max(option.Underlying, option.Strike);
        if (price < Certain(option) - rounding)
        {
            return PricingStatus.BelowIntrinsic;
        }

        Span<double> ends = stackalloc double[BumpedMarkets.Count];
        Span<double> prices = stackalloc double[BumpedMarkets.Count];
        ends.Fill(PricingLimits.MaxVolatility);
        ends[0] = PricingLimits.MinPathVolatility;
        PricesAt(option, ends, prices);
        if (price > prices[1])
        {
            return PricingStatus.AboveMaximum;
        }

        volatility = price <= prices[0] + rounding ? 0.0 : Narrow(option, price);
        return PricingStatus.Ok;
    }

    // The price rises with the volatility: between two of eight volatilities it passes the given one.
    private static double Narrow(in OptionLanes<double> option, double price)
    {
        Span<double> volatilities = stackalloc double[BumpedMarkets.Count];
        Span<double> prices = stackalloc double[BumpedMarkets.Count];
        double low = LaneMath.Log(PricingLimits.MinPathVolatility);
        double high = LaneMath.Log(PricingLimits.MaxVolatility);
        for (int pass = 0; pass < ImpliedPasses; pass++)
        {
            double share = (high - low) / (BumpedMarkets.Count + 1);
            for (int i = 0; i < volatilities.Length; i++)
            {
                volatilities[i] = LaneMath.Exp(low + ((i + 1) * share));
            }

            PricesAt(option, volatilities, prices);
            int below = 0;
            while (below < prices.Length && prices[below] < price)
            {
                below++;
            }

            (low, high) = (
                low + (below * share), below == prices.Length ? high : low + ((below + 1) * share));
        }

        return LaneMath.Exp(0.5 * (low + high));
    }

    private static void PricesAt(
        in OptionLanes<double> option, ReadOnlySpan<double> volatilities, Span<double> prices)
    {
        if (AmericanFormula<double, ScalarLane>.HasTwoBoundaries(option) == 1.0)
        {
            Grid.Prices(FreeBoundaryFormula<double, ScalarLane>.Of(option), volatilities, prices);
        }
        else
        {
            Boundary.Prices(option, volatilities, prices);
        }
    }

    // What the option is worth without volatility: the best time to exercise is now, at expiry, or where the growth of
    // the strike and the spot's yield are even.
    private static double Certain(in OptionLanes<double> option)
    {
        double best = Math.Max(ExercisedAt(option, 0.0), ExercisedAt(option, option.Time));
        double spread = option.Yield - option.Rate;
        double ratio = option.Yield * option.Underlying / (option.Rate * option.Strike);
        if (spread != 0.0 && ratio > 0.0 && double.IsFinite(ratio))
        {
            double time = LaneMath.Log(ratio) / spread;
            best = time > 0.0 && time < option.Time ? Math.Max(best, ExercisedAt(option, time)) : best;
        }

        return best;
    }

    private static double ExercisedAt(in OptionLanes<double> option, double time)
    {
        double asset = option.Underlying * LaneMath.Exp(-option.Yield * time);
        double strike = option.Strike * LaneMath.Exp(-option.Rate * time);
        return Math.Max(0.0, option.Sign * (asset - strike));
    }
}
