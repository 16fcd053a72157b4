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
    private const int MarginGrainAccounts = 512;

    private readonly SimdKernels _kernels;
    private readonly WorkerCrew _crew;
    private readonly GridScratch _scratch = new();
    private readonly GridWork _gridWork;
    private readonly GreeksWork _greeksWork;
    private readonly MarginWork _marginWork;

    /// <summary>A backend of the given vector width (512, 256, 128; 0 for the machine's widest) and threads.</summary>
    public SimdBackend(int threads, int bits = 0)
    {
        _kernels = KernelsOf(bits == 0 ? WidestBits : bits);
        _crew = new WorkerCrew(threads);
        _gridWork = new GridWork(_kernels, _scratch);
        _greeksWork = new GreeksWork(_kernels, _scratch);
        _marginWork = new MarginWork(_kernels, threads);
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
    public void ScenarioGrid(ContractColumns contracts, ShockTable shocks, ScenarioGridResult result)
    {
        KernelShapes.Check(contracts, shocks, result);
        _scratch.Reserve(contracts.Count, shocks.RowCount, shocks.ScenarioCount);
        _kernels.PrepareShocks(shocks, _scratch);
        _gridWork.Contracts = contracts;
        _gridWork.Shocks = shocks;
        _gridWork.Result = result;
        _crew.Run(_gridWork, contracts.Count, Padded.Length(Math.Max(1, GridGrainCells / shocks.ScenarioCount)));
    }

    /// <inheritdoc/>
    public void Greeks(ContractColumns contracts, GreekColumns result)
    {
        KernelShapes.Check(contracts, result);
        _scratch.Reserve(contracts.Count, 0, 0);
        _greeksWork.Contracts = contracts;
        _greeksWork.Result = result;
        _crew.Run(_greeksWork, contracts.Count, GreeksGrain);
    }

    /// <inheritdoc/>
    public void AccountMargin(
        PositionColumns positions, ReadOnlySpan<byte> riskClassOfContract, ScenarioGridResult grid,
        AccountMarginResult result)
    {
        KernelShapes.Check(positions, grid, result);
        _marginWork.Prepare(positions, riskClassOfContract, grid, result);
        _crew.Run(_marginWork, positions.AccountCount, MarginGrainAccounts);
    }

    /// <inheritdoc/>
    public void Dispose() => _crew.Dispose();

    private static SimdKernels KernelsOf(int bits) => bits switch
    {
        512 => new SimdKernels<Vector512<double>, Simd512Lane, Vector512<long>, Integer512Lane>(),
        256 => new SimdKernels<Vector256<double>, Simd256Lane, Vector256<long>, Integer256Lane>(),
        128 => new SimdKernels<Vector128<double>, Simd128Lane, Vector128<long>, Integer128Lane>(),
        _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, "Vectors have 128, 256 or 512 bits."),
    };

    private sealed class GridWork(SimdKernels kernels, GridScratch scratch) : IRangeWork
    {
        public ContractColumns? Contracts;
        public ShockTable? Shocks;
        public ScenarioGridResult? Result;

        public void Run(int from, int to, int worker) =>
            kernels.Grid(Contracts!, Shocks!, scratch, Result!, from, to);
    }

    private sealed class GreeksWork(SimdKernels kernels, GridScratch scratch) : IRangeWork
    {
        public ContractColumns? Contracts;
        public GreekColumns? Result;

        public void Run(int from, int to, int worker) => kernels.Greeks(Contracts!, scratch, Result!, from, to);
    }

    private sealed class MarginWork(SimdKernels kernels, int threads) : IRangeWork
    {
        private readonly long[][] _sums = new long[threads][];
        private byte[] _riskClasses = [];
        private int _riskClassCount;
        private PositionColumns? _positions;
        private ScenarioGridResult? _grid;
        private AccountMarginResult? _result;

        public void Prepare(
            PositionColumns positions, ReadOnlySpan<byte> riskClasses, ScenarioGridResult grid,
            AccountMarginResult result)
        {
            // A span cannot wait in a field for the threads: the classes are copied, one byte a contract.
            if (_riskClasses.Length < riskClasses.Length)
            {
                _riskClasses = new byte[riskClasses.Length];
            }

            riskClasses.CopyTo(_riskClasses);
            _riskClassCount = riskClasses.Length;
            _positions = positions;
            _grid = grid;
            _result = result;
            int length = result.RiskClassCount * KernelLimits.ScenarioColumns;
            for (int i = 0; i < _sums.Length; i++)
            {
                if (_sums[i] is null || _sums[i].Length < length)
                {
                    _sums[i] = new long[length];
                }
            }
        }

        public void Run(int from, int to, int worker)
        {
            int length = _result!.RiskClassCount * KernelLimits.ScenarioColumns;
            kernels.Margin(
                _positions!, _riskClasses.AsSpan(0, _riskClassCount), _grid!, _result,
                _sums[worker].AsSpan(0, length), from, to);
        }
    }
}
