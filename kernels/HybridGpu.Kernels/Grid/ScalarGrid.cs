using HybridGpu.Kernels.Lanes;
using ILGPU;

namespace HybridGpu.Kernels.Grid;

/// <summary>One contract or cell at a time, from the columns to the integer.</summary>
internal static class ScalarGrid
{
    /// <summary>A contract's price now, USD per unit.</summary>
    public static double BasePrice(ContractColumns contracts, int c) => CellMath<ScalarLane>.BasePrice(
        GridScratch.SignOf(contracts.Kind[c]), contracts.Forward[c], contracts.Strike[c], contracts.TimeYears[c],
        contracts.Volatility[c], contracts.Rate[c]);

    /// <summary>A cell, micro-USD per lot.</summary>
    public static int Cell(ContractColumns contracts, ShockTable shocks, int c, int s, double basePrice)
    {
        int at = (contracts.ShockRow[c] * shocks.ScenarioCount) + s;
        double magicSum = CellMath<ScalarLane>.Cell(
            GridScratch.SignOf(contracts.Kind[c]), contracts.Forward[c], contracts.Strike[c], contracts.TimeYears[c],
            contracts.Volatility[c], contracts.Rate[c], contracts.LotScale[c], basePrice, shocks.SpotFactor[at],
            shocks.VolFactor[at], shocks.VolFloor[at], shocks.TimeShiftYears[at], shocks.Weight[at]);
        return (int)Integer(magicSum);
    }

    /// <summary>A value rounded half to even and saturated at ±<see cref="KernelLimits.LongBound"/>.</summary>
    public static long ToInt64(double value) =>
        Integer(Quantiser<double, ScalarLane>.RoundHalfEven(value, KernelLimits.LongBound));

    /// <summary>The integer that a magic sum holds.</summary>
    public static long Integer(double magicSum) => (long)Interop.FloatAsInt(magicSum) - LaneBits.MagicBits;
}
