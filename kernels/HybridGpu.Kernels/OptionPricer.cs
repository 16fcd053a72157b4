using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels;

/// <summary>Prices one option of any style with nine outputs.</summary>
/// <remarks>
/// Errors: none thrown; an input outside <see cref="PricingLimits"/> gives a status and zeros, never a NaN.
/// Precision: docs/numerics.md. The same bits on every machine. No allocation but, once a thread, an American
/// option's room to work. Thread: any.
/// </remarks>
public static partial class OptionPricer
{
    /// <summary>The price and its sensitivities.</summary>
    /// <remarks>
    /// Cost: some 100 ns for a European or digital option, 1 µs with a barrier, 100 µs for an American one, whose vega,
    /// volga, vanna, rho, theta and charm are central differences over six bumped markets, and 2 ms for one with a
    /// barrier or with two exercise boundaries.
    /// </remarks>
    public static PricingStatus Price(in OptionTerms terms, out OptionSensitivities sensitivities)
    {
        OptionLanes<double> option = LanesOf(terms);
        GreekLanes<double> greeks = default;
        PricingStatus status = Check(terms, option);
        if (status == PricingStatus.Ok)
        {
            status = Evaluate(terms, option, ref greeks);
        }

        sensitivities = status == PricingStatus.Ok
            ? new OptionSensitivities(
                greeks.Price, greeks.Delta, greeks.Gamma, greeks.Vega, greeks.Theta, greeks.Rho,
                greeks.Vanna, greeks.Volga, greeks.Charm)
            : default;
        return status;
    }

    internal static OptionLanes<double> LanesOf(in OptionTerms terms) => new()
    {
        Sign = terms.Kind == PayoffKind.Call ? 1.0 : -1.0,
        Underlying = terms.Underlying,
        Strike = terms.Strike,
        Time = terms.TimeYears,
        Volatility = terms.Volatility,
        Rate = terms.Rate,
        Yield = terms.IsForward ? terms.Rate : terms.DividendYield,
        SpotFlag = terms.IsForward ? 0.0 : 1.0,
    };

    private static PricingStatus Check(in OptionTerms terms, in OptionLanes<double> option)
    {
        if (terms.Style > OptionStyle.AmericanUpAndOut
            || terms.Kind is not (PayoffKind.Call or PayoffKind.Put))
        {
            return PricingStatus.BadStyle;
        }

        bool isPath = terms.Style is OptionStyle.American or >= OptionStyle.CashAtHit;
        double status = PricingDomain<double, ScalarLane>.StatusOf(
            option, isPath ? PricingLimits.MinPathVolatility : 0.0);
        if (terms.Style >= OptionStyle.DownAndIn)
        {
            status = status != 0.0
                ? status
                : PricingDomain<double, ScalarLane>.Price(terms.Barrier, PricingStatus.BadBarrier, 0.0);
            status = status != 0.0 ? status : Amount(terms.Rebate);
        }
        else if (terms.Style is OptionStyle.CashOrNothing or OptionStyle.CashAtHit)
        {
            status = status != 0.0 ? status : Amount(terms.Payout);
        }
        else if (terms.Style == OptionStyle.Gap)
        {
            status = status != 0.0
                ? status
                : PricingDomain<double, ScalarLane>.Price(terms.PayoffStrike, PricingStatus.BadStrike, 0.0);
        }

        return (PricingStatus)status;
    }

    private static double Amount(double value) => PricingDomain<double, ScalarLane>.Unless(
        value, 0.0, PricingLimits.MaxPrice, PricingStatus.BadPayout, 0.0);

    private static PricingStatus Evaluate(
        in OptionTerms terms, in OptionLanes<double> option, ref GreekLanes<double> greeks)
    {
        double sign = option.Sign;
        switch (terms.Style)
        {
            case OptionStyle.European:
                EuropeanFormula<double, ScalarLane>.Evaluate(option, out greeks);
                return PricingStatus.Ok;
            case OptionStyle.American:
                greeks = EvaluateAmerican(option);
                return PricingStatus.Ok;
            case OptionStyle.CashOrNothing:
                GeneralisedBlack<double, ScalarLane>.Evaluate(option, 0.0, terms.Payout, out greeks);
                return PricingStatus.Ok;
            case OptionStyle.AssetOrNothing:
                GeneralisedBlack<double, ScalarLane>.Evaluate(option, 1.0, 0.0, out greeks);
                return PricingStatus.Ok;
            case OptionStyle.Gap:
                GeneralisedBlack<double, ScalarLane>.Evaluate(option, sign, -sign * terms.PayoffStrike, out greeks);
                return PricingStatus.Ok;
            case OptionStyle.CashAtHit:
                // A touch from below is a call's, so the level lies above.
                BarrierFormula<double, ScalarLane>.Touch(option, -sign, terms.Strike, terms.Payout, out greeks);
                return BarrierFormula<double, ScalarLane>.HasLambda(option) == 1.0
                    ? PricingStatus.Ok
                    : PricingStatus.BadRate;
            case >= OptionStyle.AmericanDownAndIn:
                greeks = EvaluateAmericanBarrier(terms, option);
                return PricingStatus.Ok;
            default:
                return EvaluateBarrier(terms, option, ref greeks);
        }
    }

    private static PricingStatus EvaluateBarrier(
        in OptionTerms terms, in OptionLanes<double> option, ref GreekLanes<double> greeks)
    {
        double isIn = BarrierStyles.IsIn(terms.Style);
        BarrierFormula<double, ScalarLane>.Barrier(
            option, BarrierStyles.Down(terms.Style), isIn, terms.Barrier, terms.Rebate, out greeks);
        bool needsLambda = isIn == 0.0 && terms.Rebate > 0.0;
        return needsLambda && BarrierFormula<double, ScalarLane>.HasLambda(option) != 1.0
            ? PricingStatus.BadRate
            : PricingStatus.Ok;
    }
}
