using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels;

/// <content>Implied volatility of one option.</content>
public static partial class OptionPricer
{
    /// <summary>The volatility at which a European option has a price.</summary>
    /// <remarks>
    /// A price at its discounted intrinsic value, or below it by no more than its rounding (1e-15 of the larger of
    /// forward and strike), has volatility 0. Cost: some 500 ns.
    /// </remarks>
    /// <param name="terms">The option; its volatility is ignored.</param>
    /// <param name="price">The price, discounted.</param>
    /// <param name="volatility">The volatility per √year; 0 unless Ok.</param>
    public static PricingStatus ImpliedVolatility(in OptionTerms terms, double price, out double volatility)
    {
        volatility = 0.0;
        if (terms.Style != OptionStyle.European || terms.Kind is not (PayoffKind.Call or PayoffKind.Put))
        {
            return PricingStatus.BadStyle;
        }

        OptionLanes<double> option = LanesOf(terms);
        option.Volatility = 0.0;
        double bad = PricingDomain<double, ScalarLane>.StatusOf(option, 0.0);
        if (bad != 0.0)
        {
            return (PricingStatus)bad;
        }

        double found = ImpliedKernel<double, ScalarLane>.Volatility(option, price, out double status);
        volatility = found;
        return (PricingStatus)status;
    }
}
