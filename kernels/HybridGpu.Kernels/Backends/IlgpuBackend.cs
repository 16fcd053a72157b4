using System;
using System.Diagnostics.CodeAnalysis;
using HybridGpu.Kernels.Lanes;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace HybridGpu.Kernels.Backends;

/// <summary>The kernels through ILGPU: on a CUDA card, or on ILGPU's CPU accelerator to check parity.</summary>
/// <remarks>
/// Buffers stay on the device between ticks; inputs go up and results come down once a tick. Losing the device throws
/// ILGPU's exception, which the caller takes as the signal to fall back.
/// </remarks>
internal sealed class IlgpuBackend : IKernelBackend
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly DeviceColumns _columns;
    private readonly Action<Index1D, ShockViews> _rows;
    private readonly Action<Index1D, ContractViews, ShockViews, GridViews> _basePrices;
    private readonly Action<Index1D, ContractViews, ShockViews, GridViews> _cells;
    private readonly Action<Index1D, ContractViews, GreekViews> _greeks;
    private readonly Action<Index1D, MarginViews> _margin;

    private IlgpuBackend(string name, Context context, Accelerator accelerator, bool cuda)
    {
        Name = name;
        _context = context;
        _accelerator = accelerator;
        _columns = new DeviceColumns(accelerator);
        if (cuda)
        {
            (_rows, _basePrices, _cells, _greeks) = Load<PtxLane>(accelerator);
        }
        else
        {
            (_rows, _basePrices, _cells, _greeks) = Load<ScalarLane>(accelerator);
        }

        _margin = accelerator.LoadAutoGroupedStreamKernel<Index1D, MarginViews>(DeviceKernels.Margin);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Description => $"{Name}, {_accelerator.Name}";

    /// <summary>ILGPU's CPU accelerator, one simulated multiprocessor.</summary>
    [SuppressMessage(
        "Reliability", "CA2000:Dispose objects before losing scope", Justification = "The backend owns them.")]
    public static IlgpuBackend CreateCpu()
    {
        Context context = Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O1));
        return new IlgpuBackend("ilgpu-cpu", context, context.CreateCPUAccelerator(0), cuda: false);
    }

    /// <summary>The first CUDA card, or why there is none.</summary>
    [SuppressMessage(
        "Design", "CA1031:Do not catch general exception types",
        Justification = "Without a driver ILGPU throws what the loader throws; whatever it is, there is no card.")]
    [SuppressMessage(
        "Reliability", "CA2000:Dispose objects before losing scope", Justification = "The backend owns them.")]
    public static BackendSelection TryCreateCuda()
    {
        Context? context = null;
        try
        {
            context = Context.Create(builder => builder.Cuda().Optimize(OptimizationLevel.O2));
            if (context.GetCudaDevices().Count > 0)
            {
                return new BackendSelection(
                    new IlgpuBackend("cuda", context, context.CreateCudaAccelerator(0), cuda: true), null);
            }

            context.Dispose();
            return NoCuda("no CUDA device was found");
        }
        catch (Exception failure)
        {
            context?.Dispose();
            return NoCuda(failure.Message);
        }
    }

    /// <inheritdoc/>
    public void ScenarioGrid(ContractColumns contracts, ShockTable shocks, ScenarioGridResult result)
    {
        KernelShapes.Check(contracts, shocks, result);
        int count = contracts.Count;
        if (count == 0)
        {
            return;
        }

        ContractViews contractViews = _columns.Upload(contracts);
        ShockViews shockViews = _columns.Upload(shocks);
        GridViews gridViews = _columns.Reserve(count, shocks.ScenarioCount);
        if (shocks.RowCount > 0)
        {
            _rows(shocks.RowCount * shocks.ScenarioCount, shockViews);
        }

        _basePrices(count, contractViews, shockViews, gridViews);
        _cells(count * shocks.ScenarioCount, contractViews, shockViews, gridViews);
        _accelerator.Synchronize();
        _columns.Download(result, count, shocks.ScenarioCount);
    }

    /// <inheritdoc/>
    public void Greeks(ContractColumns contracts, GreekColumns result)
    {
        KernelShapes.Check(contracts, result);
        if (contracts.Count == 0)
        {
            return;
        }

        _greeks(contracts.Count, _columns.Upload(contracts), _columns.ReserveGreeks(contracts.Count));
        _accelerator.Synchronize();
        _columns.Download(result, contracts.Count);
    }

    /// <inheritdoc/>
    public void AccountMargin(
        PositionColumns positions, ReadOnlySpan<byte> riskClassOfContract, ScenarioGridResult grid,
        AccountMarginResult result)
    {
        KernelShapes.Check(positions, grid, result);
        if (positions.AccountCount == 0)
        {
            return;
        }

        MarginViews views = _columns.Upload(positions, riskClassOfContract, grid, result);
        _margin(positions.AccountCount * result.RiskClassCount, views);
        _accelerator.Synchronize();
        _columns.Download(result, positions.AccountCount);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _columns.Dispose();
        _accelerator.Dispose();
        _context.Dispose();
    }

    private static BackendSelection NoCuda(string reason) => new(
        null, $"The cuda backend cannot start: {reason}. Choose simd, or auto to take it where there is no card.");

    private static (
        Action<Index1D, ShockViews> Rows,
        Action<Index1D, ContractViews, ShockViews, GridViews> BasePrices,
        Action<Index1D, ContractViews, ShockViews, GridViews> Cells,
        Action<Index1D, ContractViews, GreekViews> Greeks) Load<L>(Accelerator accelerator)
        where L : struct, ILane<double> =>
        (accelerator.LoadAutoGroupedStreamKernel<Index1D, ShockViews>(DeviceKernels.Rows<L>),
            accelerator.LoadAutoGroupedStreamKernel<Index1D, ContractViews, ShockViews, GridViews>(
                DeviceKernels.BasePrices<L>),
            accelerator.LoadAutoGroupedStreamKernel<Index1D, ContractViews, ShockViews, GridViews>(
                DeviceKernels.Cells<L>),
            accelerator.LoadAutoGroupedStreamKernel<Index1D, ContractViews, GreekViews>(DeviceKernels.Greeks<L>));
}
