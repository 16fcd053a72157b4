using System;
using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels;

/// <content>American options, with and without a barrier.</content>
public static partial class OptionPricer
{
    // Room to work, a thread that prices American options: some 30 KB for the boundary, 200 KB for the grid.
    [ThreadStatic]
    private static AmericanRunner? _american;
    [ThreadStatic]
    private static FreeBoundaryRunner? _grid;

    private static AmericanRunner Boundary =>
        _american ??= AmericanBatch.RunnerOf(SimdBackend.WidestBits, AmericanTables.Standard);

    private static FreeBoundaryRunner Grid =>
        _grid ??= AmericanBarrierBatch.RunnerOf(SimdBackend.WidestBits, FreeBoundaryScheme.Standard);

    private static GreekLanes<double> EvaluateAmerican(in OptionLanes<double> option)
    {
        if (AmericanFormula<double, ScalarLane>.HasTwoBoundaries(option) == 1.0)
        {
            return Grid.Greeks(FreeBoundaryFormula<double, ScalarLane>.Of(option));
        }

        return Boundary.Greeks(option);
    }

    private static GreekLanes<double> EvaluateAmericanBarrier(in OptionTerms terms, in OptionLanes<double> option)
    {
        double down = BarrierStyles.Down(terms.Style);
        double isIn = BarrierStyles.IsIn(terms.Style);
        if (down * (terms.Underlying - terms.Barrier) > 0.0)
        {
            return Grid.Greeks(FreeBoundaryFormula<double, ScalarLane>.Of(
                option, down, isIn, terms.Barrier, terms.Rebate));
        }

        return isIn == 1.0 ? EvaluateAmerican(option) : new GreekLanes<double> { Price = terms.Rebate };
    }
}
