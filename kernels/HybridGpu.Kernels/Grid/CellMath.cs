using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels.Grid;

/// <summary>
/// A whole cell from its inputs with nothing hoisted: what one thread of a card, or the reference, computes.
/// </summary>
/// <typeparam name="L">A lane of single doubles.</typeparam>
internal static class CellMath<L>
    where L : struct, ILane<double>
{
    /// <summary>The price now, USD per unit.</summary>
    public static double BasePrice(
        double sign, double forward, double strike, double timeYears, double volatility, double rate) =>
        GridMath<double, L>.BasePrice(
            sign, forward, strike, Black76<double, L>.LogMoneyness(forward, strike),
            Black76<double, L>.RootTime(timeYears), volatility, Black76<double, L>.Discount(rate, timeYears));

    /// <summary>The cell's magic sum, micro-USD per lot.</summary>
    public static double Cell(
        double sign, double forward, double strike, double timeYears, double volatility, double rate,
        double lotScale, double basePrice, double spotFactor, double volFactor, double volFloor, double shiftYears,
        double weight)
    {
        double later = L.Sub(timeYears, shiftYears);
        double totalVol = GridMath<double, L>.ShockedVol(
            volatility, Black76<double, L>.RootTime(later), volFactor, volFloor, out double inverse);
        double option = GridMath<double, L>.ShockedOption(
            sign, forward, strike, Black76<double, L>.LogMoneyness(forward, strike), totalVol, inverse,
            Black76<double, L>.Discount(rate, later), spotFactor, Black76<double, L>.LogFactor(spotFactor));
        double shocked = L.SelectEqual(sign, 0.0, L.Mul(forward, spotFactor), option);
        double profit = GridMath<double, L>.Profit(shocked, basePrice, weight, lotScale);
        return Quantiser<double, L>.RoundHalfEven(profit, KernelLimits.CellBound);
    }
}
