using HybridGpu.Kernels.Grid;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels;

/// <summary>Prices one contract: the grid's own arithmetic, for calibration, tools and tests.</summary>
/// <remarks>
/// Units: USD, years of 365 days, volatility per √year. Inputs outside <see cref="KernelLimits"/>, and NaN, give NaN.
/// Cost: some 30 ns, no allocation. Thread: any.
/// </remarks>
public static class BlackPricer
{
    /// <summary>The price, the very bits that a scenario grid's base price has.</summary>
    public static double Price(
        PayoffKind kind, double forward, double strike, double timeYears, double volatility, double rate)
    {
        double sign = GridScratch.SignOf(kind);
        return IsValid(sign, forward, strike, timeYears, volatility, rate)
            ? CellMath<ScalarLane>.BasePrice(sign, forward, strike, timeYears, volatility, rate)
            : CanonicalNaN;
    }

    /// <summary>The price and its sensitivities.</summary>
    public static BlackGreeks Greeks(
        PayoffKind kind, double forward, double strike, double timeYears, double volatility, double rate)
    {
        double sign = GridScratch.SignOf(kind);
        if (!IsValid(sign, forward, strike, timeYears, volatility, rate))
        {
            double nan = CanonicalNaN;
            return new BlackGreeks(nan, nan, nan, nan, nan, nan);
        }

        Black76<double, ScalarLane>.Greeks(
            sign, forward, strike, timeYears, volatility, rate,
            Black76<double, ScalarLane>.Discount(rate, timeYears),
            out double price, out double delta, out double gamma, out double vega, out double theta, out double rho);
        return new BlackGreeks(price, delta, gamma, vega, theta, rho);
    }

    private static double CanonicalNaN => System.BitConverter.Int64BitsToDouble(LaneBits.CanonicalNaN);

    private static bool IsValid(
        double sign, double forward, double strike, double timeYears, double volatility, double rate) =>
        GridMath<double, ScalarLane>.ContractValid(sign, forward, strike, timeYears, volatility, rate, 1.0) == 1.0;
}
