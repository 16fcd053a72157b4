using HybridGpu.Kernels.Grid;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;
using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary>The kernels as ILGPU compiles them: one thread a shock, a contract, a cell, an account and class.</summary>
internal static class DeviceKernels
{
    /// <summary>Marks rows that hold a shock outside the domain. One thread a shock.</summary>
    public static void Rows<L>(Index1D i, ShockViews shocks)
        where L : struct, ILane<double>
    {
        int row = i / shocks.ScenarioCount;
        int s = i - (row * shocks.ScenarioCount);
        double valid = GridMath<double, L>.ShockValid(
            shocks.SpotFactor[i], shocks.VolFactor[i], shocks.VolFloor[i], shocks.TimeShiftYears[i],
            shocks.Weight[s]);
        if (valid != 1.0)
        {
            Atomic.Or(ref shocks.RowBad[row], 1);
        }
    }

    /// <summary>Base price, mark and status. One thread a contract.</summary>
    public static void BasePrices<L>(Index1D c, ContractViews contracts, ShockViews shocks, GridViews grid)
        where L : struct, ILane<double>
    {
        int row = contracts.ShockRow[c];
        double valid = GridMath<double, L>.ContractValid(
            contracts.Sign[c], contracts.Forward[c], contracts.Strike[c], contracts.TimeYears[c],
            contracts.Volatility[c], contracts.Rate[c], contracts.LotScale[c]);
        int status = (int)ContractStatus.BadInput;
        long mark = 0;
        double price = 0.0;
        if (valid == 1.0 && row >= 0 && row < shocks.RowCount && shocks.RowBad[row] == 0)
        {
            price = CellMath<L>.BasePrice(
                contracts.Sign[c], contracts.Forward[c], contracts.Strike[c], contracts.TimeYears[c],
                contracts.Volatility[c], contracts.Rate[c]);
            mark = Integer<L>(L.Mul(price, contracts.LotScale[c]));
            status = IsBound(mark) ? (int)ContractStatus.MarkSaturated : 0;
        }

        grid.BasePrice[c] = price;
        grid.Marks[c] = mark;
        grid.Status[c] = status;
    }

    /// <summary>Cells. One thread a cell.</summary>
    public static void Cells<L>(Index1D i, ContractViews contracts, ShockViews shocks, GridViews grid)
        where L : struct, ILane<double>
    {
        int c = i / shocks.ScenarioCount;
        int s = i - (c * shocks.ScenarioCount);
        if ((grid.Status[c] & (int)ContractStatus.BadInput) != 0)
        {
            grid.Cells[i] = KernelLimits.BadCell;
            return;
        }

        int at = (contracts.ShockRow[c] * shocks.ScenarioCount) + s;
        double magicSum = CellMath<L>.Cell(
            contracts.Sign[c], contracts.Forward[c], contracts.Strike[c], contracts.TimeYears[c],
            contracts.Volatility[c], contracts.Rate[c], contracts.LotScale[c], grid.BasePrice[c],
            shocks.SpotFactor[at], shocks.VolFactor[at], shocks.VolFloor[at], shocks.TimeShiftYears[at],
            shocks.Weight[s]);
        int cell = (int)ScalarGrid.Integer(magicSum);
        grid.Cells[i] = cell;
        if (cell == KernelLimits.CellBound || cell == -KernelLimits.CellBound)
        {
            Atomic.Or(ref grid.Status[c], (int)ContractStatus.CellSaturated);
        }
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
        greeks.Delta[c] = good ? Integer<L>(delta) : 0L;
        greeks.Gamma[c] = good ? Integer<L>(gamma) : 0L;
        greeks.Vega[c] = good ? Integer<L>(vega) : 0L;
        greeks.Theta[c] = good ? Integer<L>(theta) : 0L;
        greeks.Rho[c] = good ? Integer<L>(rho) : 0L;
        bool saturated = IsBound(greeks.Delta[c]) || IsBound(greeks.Gamma[c]) || IsBound(greeks.Vega[c])
            || IsBound(greeks.Theta[c]) || IsBound(greeks.Rho[c]);
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

    /// <summary>Account margin in integers. One thread an account and risk class; eight columns at a time.</summary>
    public static void Margin(Index1D i, MarginViews margin)
    {
        int a = i / margin.RiskClassCount;
        int u = i - (a * margin.RiskClassCount);
        int start = margin.AccountStart[a];
        int end = margin.AccountStart[a + 1];
        Worst worst = default;
        for (int block = 0; block < KernelLimits.ScenarioColumns; block += 4)
        {
            long s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            for (int p = start; p < end; p++)
            {
                int contract = margin.ContractIndex[p];
                if (margin.RiskClass[contract] == u)
                {
                    long quantity = margin.Quantity[p];
                    int at = (contract * KernelLimits.ScenarioColumns) + block;
                    s0 += quantity * margin.Cells[at];
                    s1 += quantity * margin.Cells[at + 1];
                    s2 += quantity * margin.Cells[at + 2];
                    s3 += quantity * margin.Cells[at + 3];
                }
            }

            worst = worst.With(s0, block).With(s1, block + 1).With(s2, block + 2).With(s3, block + 3);
            if (block + 4 == KernelLimits.GridColumns)
            {
                margin.WorstGrid[i] = worst.Sum;
                margin.WorstGridColumn[i] = (byte)worst.Column;
            }
        }

        margin.WorstAll[i] = worst.Sum;
        margin.WorstAllColumn[i] = (byte)worst.Column;
        if (u == 0)
        {
            long value = 0;
            for (int p = start; p < end; p++)
            {
                value += margin.Quantity[p] * margin.Marks[margin.ContractIndex[p]];
            }

            margin.MarkValue[a] = value;
        }
    }

    private static long Integer<L>(double value)
        where L : struct, ILane<double> =>
        ScalarGrid.Integer(Quantiser<double, L>.RoundHalfEven(value, KernelLimits.LongBound));

    private static bool IsBound(long value) => value == KernelLimits.LongBound || value == -KernelLimits.LongBound;

    private readonly struct Worst(long sum, int column)
    {
        public readonly long Sum = sum;
        public readonly int Column = column;

        // Column 0 starts the search; afterwards only a strictly lower sum wins, so ties stay with the lowest column.
        public Worst With(long other, int at) => at == 0 || other < Sum ? new Worst(other, at) : this;
    }
}
