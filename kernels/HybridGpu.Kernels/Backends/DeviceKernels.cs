using HybridGpu.Kernels.Grid;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;
using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary>The kernels as ILGPU compiles them.</summary>
/// <remarks>
/// Sixteen neighbouring threads share a contract, or a netting set, and walk its scenarios sixteen at a time: what they
/// read of it is one broadcast, what they read and write of scenarios is contiguous, and a thread's four scenarios (of
/// 64) share what was loaded once.
/// </remarks>
internal static class DeviceKernels
{
    /// <summary>Threads that share a contract or a netting set.</summary>
    public const int Sharers = 16;

    /// <summary>Base price, mark, status and slots. One thread a contract.</summary>
    public static void Contracts<L>(Index1D c, ContractViews contracts, ShockViews shocks, GridViews grid)
        where L : struct, ILane<double>
    {
        double sign = contracts.Sign[c];
        double forward = contracts.Forward[c];
        double strike = contracts.Strike[c];
        double time = contracts.TimeYears[c];
        double volatility = contracts.Volatility[c];
        double rate = contracts.Rate[c];
        double lotScale = contracts.LotScale[c];
        int row = contracts.ShockRow[c];
        double valid = GridMath<double, L>.ContractValid(sign, forward, strike, time, volatility, rate, lotScale);
        if (valid != 1.0 || row < 0 || row >= shocks.RowCount || (shocks.RowFlags[row] & ShockPlan.RowBad) != 0)
        {
            grid.Marks[c] = 0;
            grid.Status[c] = (int)ContractStatus.BadInput;
            return;
        }

        double log = Black76<double, L>.LogMoneyness(forward, strike);
        double price = GridMath<double, L>.BasePrice(
            sign, forward, strike, log, Black76<double, L>.RootTime(time), volatility,
            Black76<double, L>.Discount(rate, time));
        long mark = Integer<L>(L.Mul(price, lotScale));
        grid.LogMoneyness[c] = log;
        grid.BasePrice[c] = price;
        grid.Marks[c] = mark;
        grid.Status[c] = IsBound(mark) ? (int)ContractStatus.MarkSaturated : 0;
        for (int k = 0; k < ShockPlan.Slots; k++)
        {
            int slot = (row * ShockPlan.SlotStride) + k;
            int at = (c * ShockPlan.Slots) + k;
            double later = L.Sub(time, shocks.SlotTimeShift[slot]);
            grid.SlotVol[at] = GridMath<double, L>.ShockedVol(
                volatility, Black76<double, L>.RootTime(later), shocks.SlotVolFactor[slot], shocks.SlotVolFloor[slot],
                out double inverse);
            grid.SlotInverse[at] = inverse;
            grid.SlotDiscount[at] = Black76<double, L>.Discount(rate, later);
        }
    }

    /// <summary>Cells of contracts whose row has slots, or that are bad. Sixteen threads a contract.</summary>
    public static void Cells<L>(Index1D i, ContractViews contracts, ShockViews shocks, GridViews grid)
        where L : struct, ILane<double>
    {
        int c = i / Sharers;
        int cells = c * shocks.ScenarioCount;
        if ((grid.Status[c] & (int)ContractStatus.BadInput) != 0)
        {
            for (int s = i - (c * Sharers); s < shocks.ScenarioCount; s += Sharers)
            {
                grid.Cells[cells + s] = KernelLimits.BadCell;
            }

            return;
        }

        int row = contracts.ShockRow[c];
        if (shocks.RowFlags[row] != 0)
        {
            return;
        }

        double sign = contracts.Sign[c];
        double forward = contracts.Forward[c];
        double lotScale = contracts.LotScale[c];
        double basePrice = grid.BasePrice[c];
        int shock = row * shocks.ScenarioCount;
        if (sign == 0.0)
        {
            for (int s = i - (c * Sharers); s < shocks.ScenarioCount; s += Sharers)
            {
                double shocked = L.Mul(forward, shocks.SpotFactor[shock + s]);
                WriteProfit<L>(grid, c, cells + s, shocked, basePrice, shocks.Weight[shock + s], lotScale);
            }

            return;
        }

        double strike = contracts.Strike[c];
        double log = grid.LogMoneyness[c];
        for (int s = i - (c * Sharers); s < shocks.ScenarioCount; s += Sharers)
        {
            int slot = (c * ShockPlan.Slots) + shocks.SlotOf[shock + s];
            double option = GridMath<double, L>.ShockedOption(
                sign, forward, strike, log, grid.SlotVol[slot], grid.SlotInverse[slot], grid.SlotDiscount[slot],
                shocks.SpotFactor[shock + s], shocks.LogSpot[shock + s]);
            WriteProfit<L>(grid, c, cells + s, option, basePrice, shocks.Weight[shock + s], lotScale);
        }
    }

    /// <summary>Cells of contracts whose row is general, nothing hoisted. One thread a cell.</summary>
    public static void GeneralCells<L>(Index1D i, ContractViews contracts, ShockViews shocks, GridViews grid)
        where L : struct, ILane<double>
    {
        int c = i / shocks.ScenarioCount;
        if ((grid.Status[c] & (int)ContractStatus.BadInput) != 0)
        {
            return;
        }

        int row = contracts.ShockRow[c];
        if (shocks.RowFlags[row] == 0)
        {
            return;
        }

        int at = (row * shocks.ScenarioCount) + (i - (c * shocks.ScenarioCount));
        Write(grid, c, i, CellMath<L>.Cell(
            contracts.Sign[c], contracts.Forward[c], contracts.Strike[c], contracts.TimeYears[c],
            contracts.Volatility[c], contracts.Rate[c], contracts.LotScale[c], grid.BasePrice[c],
            shocks.SpotFactor[at], shocks.VolFactor[at], shocks.VolFloor[at], shocks.TimeShiftYears[at],
            shocks.Weight[at]));
    }

    /// <summary>Greeks. One thread a contract.</summary>
    public static void Greeks<L>(Index1D c, ContractViews contracts, GreekViews greeks)
        where L : struct, ILane<double>
    {
        double valid = GridMath<double, L>.ContractValid(
            contracts.Sign[c], contracts.Forward[c], contracts.Strike[c], contracts.TimeYears[c],
            contracts.Volatility[c], contracts.Rate[c], contracts.LotScale[c]);
        GridMath<double, L>.LotGreeks(
            contracts.Sign[c], contracts.Forward[c], contracts.Strike[c], contracts.TimeYears[c],
            contracts.Volatility[c], contracts.Rate[c],
            Black76<double, L>.Discount(contracts.Rate[c], contracts.TimeYears[c]), contracts.LotScale[c],
            out double delta, out double gamma, out double vega, out double theta, out double rho);
        bool good = valid == 1.0;
        long deltaLot = good ? Integer<L>(delta) : 0L;
        long gammaLot = good ? Integer<L>(gamma) : 0L;
        long vegaLot = good ? Integer<L>(vega) : 0L;
        long thetaLot = good ? Integer<L>(theta) : 0L;
        long rhoLot = good ? Integer<L>(rho) : 0L;
        bool saturated = IsBound(deltaLot) || IsBound(gammaLot) || IsBound(vegaLot) || IsBound(thetaLot)
            || IsBound(rhoLot);
        greeks.Delta[c] = deltaLot;
        greeks.Gamma[c] = gammaLot;
        greeks.Vega[c] = vegaLot;
        greeks.Theta[c] = thetaLot;
        greeks.Rho[c] = rhoLot;
        greeks.Status[c] = good
            ? saturated ? (int)ContractStatus.GreekSaturated : 0
            : (int)ContractStatus.BadInput;
    }

    /// <summary>Implied volatility. One thread an option.</summary>
    public static void ImpliedVolatility<L>(Index1D i, ImpliedViews options)
        where L : struct, ILane<double>
    {
        var option = new OptionLanes<double>
        {
            Sign = options.Sign[i],
            Underlying = options.Forward[i],
            Strike = options.Strike[i],
            Time = options.TimeYears[i],
            Volatility = 0.0,
            Rate = options.Rate[i],
            Yield = options.Rate[i],
            SpotFlag = 0.0,
        };
        double volatility = ImpliedKernel<double, L>.Volatility(option, options.Price[i], out double found);
        double status = ImpliedKernel<double, L>.Status(option, found);
        options.Volatility[i] = status == 0.0 ? volatility : 0.0;
        options.Status[i] = (int)Integer<L>(status);
    }

    private static void WriteProfit<L>(
        GridViews grid, int contract, int at, double shocked, double basePrice, double weight, double lotScale)
        where L : struct, ILane<double> =>
        Write(grid, contract, at, Quantiser<double, L>.RoundHalfEven(
            GridMath<double, L>.Profit(shocked, basePrice, weight, lotScale), KernelLimits.CellBound));

    private static void Write(GridViews grid, int contract, int at, double magicSum)
    {
        int cell = (int)ScalarGrid.Integer(magicSum);
        grid.Cells[at] = cell;
        if (cell == KernelLimits.CellBound || cell == -KernelLimits.CellBound)
        {
            Atomic.Or(ref grid.Status[contract], (int)ContractStatus.CellSaturated);
        }
    }

    private static long Integer<L>(double value)
        where L : struct, ILane<double> =>
        ScalarGrid.Integer(Quantiser<double, L>.RoundHalfEven(value, KernelLimits.LongBound));

    private static bool IsBound(long value) => value == KernelLimits.LongBound || value == -KernelLimits.LongBound;
}
