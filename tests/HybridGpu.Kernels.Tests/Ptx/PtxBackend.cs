using System.Runtime.Intrinsics;
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

    private PtxMemory? _positionMemory;
    private PtxView[] _positions = [];

    public string Name => "ptx";

    public string Description => "PTX text, interpreted";

    public void ScenarioGrid(
        ContractColumns contracts, ShockTable shocks, ScenarioGridResult result, GreekColumns? greeks = null)
    {
        int count = contracts.Count;
        int scenarios = shocks.ScenarioCount;
        int cells = shocks.RowCount * scenarios;
        int slots = shocks.RowCount * ShockPlan.SlotStride;
        var plan = new ShockPlan();
        plan.Prepare<Vector128<double>, Simd128Lane>(shocks);
        var memory = new PtxMemory();
        PtxView[] contractViews = Upload(memory, contracts);
        PtxView[] shockViews =
        [
            memory.Upload<double>(shocks.SpotFactor.AsSpan(0, cells)),
            memory.Upload<double>(shocks.VolFactor.AsSpan(0, cells)),
            memory.Upload<double>(shocks.VolFloor.AsSpan(0, cells)),
            memory.Upload<double>(shocks.TimeShiftYears.AsSpan(0, cells)),
            memory.Upload<double>(shocks.Weight.AsSpan(0, cells)),
            memory.Upload<double>(plan.LogSpot.AsSpan(0, cells)),
            memory.Upload<int>(Array.ConvertAll(plan.SlotOf, slot => (int)slot).AsSpan(0, cells)),
            memory.Upload<double>(plan.SlotVolFactor.AsSpan(0, slots)),
            memory.Upload<double>(plan.SlotVolFloor.AsSpan(0, slots)),
            memory.Upload<double>(plan.SlotTimeShift.AsSpan(0, slots)),
            memory.Upload<byte>(plan.RowFlags.AsSpan(0, shocks.RowCount)),
        ];
        PtxView[] hoisted =
        [
            memory.Reserve<double>(count), memory.Reserve<double>(count),
            memory.Reserve<double>(count * ShockPlan.Slots), memory.Reserve<double>(count * ShockPlan.Slots),
            memory.Reserve<double>(count * ShockPlan.Slots),
        ];
        PtxView marks = memory.Reserve<long>(count);
        PtxView grid = memory.Reserve<int>(count * scenarios);
        PtxView status = memory.Reserve<int>(count);

        void RunGrid(string kernel, int threads) => Run(
            kernel,
            memory,
            new PtxArguments().Add(threads).Add(contractViews).Align().Add(shocks.RowCount).Add(scenarios)
                .Add(shockViews).Add(hoisted).Add(marks, grid, status),
            threads);

        RunGrid(nameof(DeviceKernels.Contracts), count);
        RunGrid(nameof(DeviceKernels.Cells), count * DeviceKernels.Sharers);
        if (plan.HasGeneralRows)
        {
            RunGrid(nameof(DeviceKernels.GeneralCells), count * scenarios);
        }

        memory.Download<long>(marks, result.Marks);
        memory.Download<int>(grid, result.Cells);
        Download(memory, status, result.Status);
        if (greeks is not null)
        {
            Greeks(contracts, greeks);
        }
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

    public void Margin(PositionColumns positions, ScenarioGridResult grid, MarginResult result)
    {
        int sets = positions.SetCount;
        if (_positionMemory is null || positions.AllChanged)
        {
            _positionMemory = new PtxMemory();
            _positions =
            [
                _positionMemory.Upload<int>(positions.SetStart),
                _positionMemory.Upload<int>(positions.SetLength),
                _positionMemory.Upload<int>(positions.ContractIndex),
                _positionMemory.Upload<long>(positions.Quantity),
            ];
        }

        PtxMemory memory = _positionMemory;
        PtxView cells = memory.Upload<int>(grid.Cells);
        PtxView marks = memory.Upload<long>(grid.Marks);
        PtxView sums = memory.Reserve<long>(sets * KernelLimits.ScenarioColumns);
        PtxView[] longs = [.. Enumerable.Range(0, 3).Select(_ => memory.Reserve<long>(sets))];
        PtxView[] columns = [.. Enumerable.Range(0, 2).Select(_ => memory.Reserve<byte>(sets))];

        PtxArguments Margin(PtxArguments arguments) => arguments
            .Add(_positions[0], _positions[1], _positions[2], cells, _positions[3], marks, sums)
            .Add(longs).Add(columns);

        int changed = positions.ChangedSets.Length;
        if (changed > 0)
        {
            TakeOver(positions, memory, Margin);
        }

        positions.ClearChanges();
        int threads = sets * DeviceKernels.Sharers;
        Run(nameof(MarginDeviceKernels.Sums), memory, Margin(new PtxArguments().Add(threads)), threads);
        Run(nameof(MarginDeviceKernels.Worst), memory, Margin(new PtxArguments().Add(sets)), sets);
        memory.Download<long>(longs[0], result.MarkValue);
        memory.Download<long>(longs[1], result.WorstGrid);
        memory.Download<long>(longs[2], result.WorstAll);
        memory.Download<byte>(columns[0], result.WorstGridColumn);
        memory.Download<byte>(columns[1], result.WorstAllColumn);
    }

    private void TakeOver(
        PositionColumns positions, PtxMemory memory, Func<PtxArguments, PtxArguments> withMargin)
    {
        int[] sets = [.. positions.ChangedSets];
        int[] lengths = [.. sets.Select(set => positions.SetLength[set])];
        int[] from = [.. sets.Select((_, i) => lengths.Take(i).Sum())];
        int[] at = [.. sets.SelectMany(set => Enumerable.Range(positions.SetStart[set], positions.SetLength[set]))];
        PtxArguments arguments = new PtxArguments().Add(sets.Length).Add(
            memory.Upload<int>(sets),
            memory.Upload<int>(from),
            memory.Upload<int>(lengths),
            memory.Upload<int>([.. at.Select(p => positions.ContractIndex[p])]),
            memory.Upload<long>([.. at.Select(p => positions.Quantity[p])]));
        Run(nameof(MarginDeviceKernels.TakeOver), memory, withMargin(arguments), sets.Length);
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
