using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels;

/// <content>Implied volatility of one option.</content>
public static partial class OptionPricer
{
    /// <summary>The volatility at which a European or an American option has a price.</summary>
    /// <remarks>
    /// A price at what the option is worth without volatility, or below it by no more than its rounding (1e-15 of the
    /// larger of forward and strike), has volatility 0. The price of other styles can fall while volatility rises: they
    /// have <see cref="PricingStatus.BadStyle"/>. Cost: some 500 ns; 1 ms for an American option, whose pricer is asked
    /// again and again, 40 ms for one with two exercise boundaries.
    /// </remarks>
    /// <param name="terms">The option; its volatility is ignored.</param>
    /// <param name="price">The price, discounted.</param>
    /// <param name="volatility">The volatility per √year; 0 unless Ok.</param>
    public static PricingStatus ImpliedVolatility(in OptionTerms terms, double price, out double volatility)
    {
        volatility = 0.0;
        if (terms.Style is not (OptionStyle.European or OptionStyle.American)
            || terms.Kind is not (PayoffKind.Call or PayoffKind.Put))
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

        if (terms.Style == OptionStyle.American)
        {
            return ImpliedAmerican(option, price, out volatility);
        }

        double found = ImpliedKernel<double, ScalarLane>.Volatility(option, price, out double status);
        volatility = found;
        return (PricingStatus)status;
    }
}
