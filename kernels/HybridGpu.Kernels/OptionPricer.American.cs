using System;
using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels;

/// <content>American options.</content>
public static partial class OptionPricer
{
    // The boundary's room to work, some 30 KB a thread that prices American options.
    [ThreadStatic]
    private static AmericanRunner? _american;

    private static PricingStatus EvaluateAmerican(in OptionLanes<double> option, ref GreekLanes<double> greeks)
    {
        var status = (PricingStatus)AmericanFormula<double, ScalarLane>.StatusOf(option);
        if (status == PricingStatus.Ok)
        {
            _american ??= AmericanBatch.RunnerOf(SimdBackend.WidestBits, AmericanTables.Standard);
            greeks = _american.Greeks(option);
        }

        return status;
    }
}
