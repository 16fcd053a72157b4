using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.Grid;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Tests.Ptx;

/// <summary>The CUDA backend without a card: the very text that a card's driver would get, executed instruction by
/// instruction.</summary>
/// <param name="nan">Bits of the NaN that operations make.</param>
internal sealed class PtxBackend(ulong nan) : IKernelBackend
{
    private const int BlockSize = 32;

    private static readonly Dictionary<string, PtxProgram> Programs = [];

    public string Name => "ptx";

    public string Description => "PTX text, interpreted";

    public void ScenarioGrid(ContractColumns contracts, ShockTable shocks, ScenarioGridResult result)
    {
        int count = contracts.Count;
        int cells = shocks.RowCount * shocks.ScenarioCount;
        var memory = new PtxMemory();
        PtxView[] contractViews = Upload(memory, contracts);
        PtxView[] shockViews =
        [
            memory.Upload<double>(shocks.SpotFactor.AsSpan(0, cells)),
            memory.Upload<double>(shocks.VolFactor.AsSpan(0, cells)),
            memory.Upload<double>(shocks.VolFloor.AsSpan(0, cells)),
            memory.Upload<double>(shocks.TimeShiftYears.AsSpan(0, cells)),
            memory.Upload<double>(shocks.Weight.AsSpan(0, shocks.ScenarioCount)),
            memory.Reserve<int>(Math.Max(1, shocks.RowCount)),
        ];
        PtxView basePrice = memory.Reserve<double>(count);
        PtxView marks = memory.Reserve<long>(count);
        PtxView grid = memory.Reserve<int>(count * shocks.ScenarioCount);
        PtxView status = memory.Reserve<int>(count);

        PtxArguments WithShocks(PtxArguments arguments) =>
            arguments.Align().Add(shocks.RowCount).Add(shocks.ScenarioCount).Add(shockViews);

        PtxArguments All(int threads) => WithShocks(new PtxArguments().Add(threads).Add(contractViews))
            .Add(basePrice, marks, grid, status);

        Run(nameof(DeviceKernels.Rows), memory, WithShocks(new PtxArguments().Add(cells)), cells);
        Run(nameof(DeviceKernels.BasePrices), memory, All(count), count);
        Run(nameof(DeviceKernels.Cells), memory, All(count * shocks.ScenarioCount), count * shocks.ScenarioCount);
        memory.Download<long>(marks, result.Marks);
        memory.Download<int>(grid, result.Cells);
        Download(memory, status, result.Status);
    }

    public void Greeks(ContractColumns contracts, GreekColumns result)
    {
        int count = contracts.Count;
        var memory = new PtxMemory();
        PtxView[] contractViews = Upload(memory, contracts);
        PtxView[] greeks = [.. Enumerable.Range(0, 5).Select(_ => memory.Reserve<long>(count))];
        PtxView status = memory.Reserve<int>(count);
        Run(
            nameof(DeviceKernels.Greeks),
            memory,
            new PtxArguments().Add(count).Add(contractViews).Add(greeks).Add(status),
            count);
        long[][] columns = [result.Delta, result.Gamma, result.Vega, result.Theta, result.Rho];
        for (int i = 0; i < columns.Length; i++)
        {
            memory.Download<long>(greeks[i], columns[i]);
        }

        Download(memory, status, result.Status);
    }

    public void AccountMargin(
        PositionColumns positions, ReadOnlySpan<byte> riskClassOfContract, ScenarioGridResult grid,
        AccountMarginResult result)
    {
        int accounts = positions.AccountCount;
        int positionCount = positions.AccountStart[accounts];
        int contracts = riskClassOfContract.Length;
        int cells = accounts * result.RiskClassCount;
        var memory = new PtxMemory();
        PtxView worstGridColumn = memory.Reserve<byte>(cells);
        PtxView worstAllColumn = memory.Reserve<byte>(cells);
        PtxView markValue = memory.Reserve<long>(accounts);
        PtxView worstGrid = memory.Reserve<long>(cells);
        PtxView worstAll = memory.Reserve<long>(cells);
        PtxArguments arguments = new PtxArguments().Add(cells).Align().Add(result.RiskClassCount).Add(
            memory.Upload<int>(positions.AccountStart.AsSpan(0, accounts + 1)),
            memory.Upload<int>(positions.ContractIndex.AsSpan(0, positionCount)),
            memory.Upload<int>(grid.Cells.AsSpan(0, contracts * KernelLimits.ScenarioColumns)),
            memory.Upload(riskClassOfContract),
            worstGridColumn,
            worstAllColumn,
            memory.Upload<long>(positions.Quantity.AsSpan(0, positionCount)),
            memory.Upload<long>(grid.Marks.AsSpan(0, contracts)),
            markValue,
            worstGrid,
            worstAll);
        Run(nameof(DeviceKernels.Margin), memory, arguments, cells);
        memory.Download<long>(markValue, result.MarkValue);
        memory.Download<long>(worstGrid, result.WorstGrid);
        memory.Download<long>(worstAll, result.WorstAll);
        memory.Download<byte>(worstGridColumn, result.WorstGridColumn);
        memory.Download<byte>(worstAllColumn, result.WorstAllColumn);
    }

    /// <summary>Implied volatilities, which are no part of a tick.</summary>
    public void ImpliedVolatility(ImpliedVolatilityColumns columns)
    {
        int count = columns.Count;
        var signs = new double[count];
        GridScratch.FillSigns(columns.Kind.AsSpan(0, count), signs);
        var memory = new PtxMemory();
        double[][] inputs =
            [signs, columns.Forward, columns.Strike, columns.TimeYears, columns.Rate, columns.Price];
        PtxView[] views = [.. inputs.Select(input => memory.Upload<double>(input.AsSpan(0, count)))];
        PtxView volatility = memory.Reserve<double>(count);
        PtxView status = memory.Reserve<int>(count);
        Run(
            nameof(DeviceKernels.ImpliedVolatility),
            memory,
            new PtxArguments().Add(count).Add(views).Add(volatility, status),
            count);
        memory.Download<double>(volatility, columns.Volatility);
        var found = new int[count];
        memory.Download<int>(status, found);
        for (int i = 0; i < count; i++)
        {
            columns.Status[i] = (PricingStatus)found[i];
        }
    }

    public void Dispose()
    {
    }

    /// <summary>A kernel's program; compiled once for all tests.</summary>
    public static PtxProgram ProgramOf(string kernel)
    {
        lock (Programs)
        {
            if (!Programs.TryGetValue(kernel, out PtxProgram? program))
            {
                program = PtxProgram.Parse(PtxTests.Compile(kernel, typeof(PtxLane)));
                Programs.Add(kernel, program);
            }

            return program;
        }
    }

    /// <summary>Runs a kernel's threads one after the other.</summary>
    public void Run(string kernel, PtxMemory memory, PtxArguments arguments, int count)
    {
        PtxProgram program = ProgramOf(kernel);
        byte[] bytes = arguments.ToArray();
        Assert.That(bytes, Has.Length.EqualTo(program.ParameterBytes), "the parameters as ILGPU lays them out");

        // Whole blocks, as on a card: the threads past the end must leave by themselves.
        int blocks = (count + BlockSize - 1) / BlockSize;
        for (int i = 0; i < blocks * BlockSize; i++)
        {
            new PtxThread(program, memory, bytes, nan).Run(i / BlockSize, BlockSize, i % BlockSize);
        }
    }

    private static PtxView[] Upload(PtxMemory memory, ContractColumns contracts)
    {
        int count = contracts.Count;
        var signs = new double[count];
        GridScratch.FillSigns(contracts.Kind.AsSpan(0, count), signs);
        double[][] columns =
        [
            signs, contracts.Forward, contracts.Strike, contracts.TimeYears, contracts.Volatility, contracts.Rate,
            contracts.LotScale,
        ];
        return
        [
            .. columns.Select(column => memory.Upload<double>(column.AsSpan(0, count))),
            memory.Upload<int>(contracts.ShockRow.AsSpan(0, count)),
        ];
    }

    private static void Download(PtxMemory memory, PtxView view, ContractStatus[] into)
    {
        var status = new int[view.Length];
        memory.Download<int>(view, status);
        for (int i = 0; i < status.Length; i++)
        {
            into[i] = (ContractStatus)status[i];
        }
    }
}
