using System;
using System.Globalization;
using System.Runtime.Intrinsics;
using HybridGpu.Kernels.Grid;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Margin;

namespace HybridGpu.Kernels.Backends;

/// <summary>The kernels on vectors and threads: the default where there is no card.</summary>
/// <remarks>Small ticks stay on the caller's thread; waking others would cost more than it saves.</remarks>
internal sealed class SimdBackend : IKernelBackend
{
    // Chunks of some 50 µs: coarse enough for one atomic operation each, fine enough to even out the threads.
    private const int GridGrainCells = 32_768;
    private const int GreeksGrain = 8_192;
    private const int MarginGrainSets = 512;

    private readonly SimdKernels _kernels;
    private readonly WorkerCrew _crew;
    private readonly ShockPlan _plan = new();
    private readonly GridScratch _scratch = new();
    private readonly GridWork _gridWork;
    private readonly GreeksWork _greeksWork;
    private readonly MarginWork _marginWork;

    /// <summary>A backend of the given vector width (512, 256, 128; 0 for the machine's widest) and threads.</summary>
    public SimdBackend(int threads, int bits = 0)
    {
        _kernels = KernelsOf(bits == 0 ? WidestBits : bits);
        _crew = new WorkerCrew(threads);
        _gridWork = new GridWork(_kernels, _plan, _scratch);
        _greeksWork = new GreeksWork(_kernels, _scratch);
        _marginWork = new MarginWork(_kernels);
    }

    /// <summary>The widest vector that the machine runs without emulation.</summary>
    public static int WidestBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <inheritdoc/>
    public string Name => "simd";

    /// <inheritdoc/>
    public string Description =>
        string.Create(CultureInfo.InvariantCulture, $"simd, {_kernels.Bits} bits, {_crew.Size} thread(s)");

    /// <inheritdoc/>
    public void ScenarioGrid(
        ContractColumns contracts, ShockTable shocks, ScenarioGridResult result, GreekColumns? greeks = null)
    {
        KernelShapes.Check(contracts, shocks, result);
        _scratch.Reserve(contracts.Count);
        _kernels.Prepare(shocks, _plan);
        _gridWork.Contracts = contracts;
        _gridWork.Shocks = shocks;
        _gridWork.Result = result;
        result.MarkEdited();
        _crew.Run(_gridWork, contracts.Count, Padded.Length(Math.Max(1, GridGrainCells / shocks.ScenarioCount)));
        if (greeks is not null)
        {
            Greeks(contracts, greeks);
        }
    }

    /// <inheritdoc/>
    public void Greeks(ContractColumns contracts, GreekColumns result)
    {
        KernelShapes.Check(contracts, result);
        _scratch.Reserve(contracts.Count);
        _greeksWork.Contracts = contracts;
        _greeksWork.Result = result;
        _crew.Run(_greeksWork, contracts.Count, GreeksGrain);
    }

    /// <inheritdoc/>
    public void Margin(PositionColumns positions, ScenarioGridResult grid, MarginResult result)
    {
        KernelShapes.Check(positions, grid, result);
        _marginWork.Positions = positions;
        _marginWork.Grid = grid;
        _marginWork.Result = result;
        _crew.Run(_marginWork, positions.SetCount, MarginGrainSets);
    }

    /// <inheritdoc/>
    public void Dispose() => _crew.Dispose();

    /// <summary>The kernels of a vector width.</summary>
    public static SimdKernels KernelsOf(int bits) => bits switch
    {
        512 => new SimdKernels<Vector512<double>, Simd512Lane, Vector512<long>, Integer512Lane>(),
        256 => new SimdKernels<Vector256<double>, Simd256Lane, Vector256<long>, Integer256Lane>(),
        128 => new SimdKernels<Vector128<double>, Simd128Lane, Vector128<long>, Integer128Lane>(),
        _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, "Vectors have 128, 256 or 512 bits."),
    };

    private sealed class GridWork(SimdKernels kernels, ShockPlan plan, GridScratch scratch) : IRangeWork
    {
        public ContractColumns? Contracts;
        public ShockTable? Shocks;
        public ScenarioGridResult? Result;

        public void Run(int from, int to, int worker) =>
            kernels.Grid(Contracts!, Shocks!, plan, scratch, Result!, from, to);
    }

    private sealed class GreeksWork(SimdKernels kernels, GridScratch scratch) : IRangeWork
    {
        public ContractColumns? Contracts;
        public GreekColumns? Result;

        public void Run(int from, int to, int worker) => kernels.Greeks(Contracts!, scratch, Result!, from, to);
    }

    private sealed class MarginWork(SimdKernels kernels) : IRangeWork
    {
        public PositionColumns? Positions;
        public ScenarioGridResult? Grid;
        public MarginResult? Result;

        public void Run(int from, int to, int worker) => kernels.Margin(Positions!, Grid!, Result!, from, to);
    }
}
