using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using HybridGpu.Kernels.Grid;
using HybridGpu.Kernels.Lanes;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace HybridGpu.Kernels.Backends;

/// <summary>The kernels through ILGPU: on a CUDA card, or on ILGPU's CPU accelerator to check parity.</summary>
/// <remarks>
/// Buffers, positions and the last grid stay on the device between ticks; a call is one transfer in, the kernels, one
/// transfer out, from and to pinned arrays. Losing the device throws ILGPU's exception, which the caller takes as the
/// signal to fall back.
/// </remarks>
internal sealed class IlgpuBackend : IKernelBackend
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly PageLocks _locks;
    private readonly DeviceContracts _device;
    private readonly DevicePositions _positions;
    private readonly SimdKernels _planner = SimdBackend.KernelsOf(SimdBackend.WidestBits);
    private readonly ShockPlan _plan = new();
    private readonly Action<Index1D, ContractViews, ShockViews, GridViews> _contracts;
    private readonly Action<Index1D, ContractViews, ShockViews, GridViews> _cells;
    private readonly Action<Index1D, ContractViews, ShockViews, GridViews> _generalCells;
    private readonly Action<Index1D, ContractViews, GreekViews> _greeks;
    private readonly Action<Index1D, PositionChangeViews, MarginViews> _takeOver;
    private readonly Action<Index1D, MarginViews> _sums;
    private readonly Action<Index1D, MarginViews> _worst;
    private long _gridCount;

    private IlgpuBackend(string name, Context context, Accelerator accelerator)
    {
        Name = name;
        _context = context;
        _accelerator = accelerator;
        _locks = new PageLocks(accelerator);
        _device = new DeviceContracts(accelerator, _locks);
        _positions = new DevicePositions(accelerator, _locks);
        _contracts = Load(DeviceKernels.Contracts<PtxLane>);
        _cells = Load(DeviceKernels.Cells<PtxLane>);
        _generalCells = Load(DeviceKernels.GeneralCells<PtxLane>);
        _greeks = accelerator.LoadAutoGroupedStreamKernel<Index1D, ContractViews, GreekViews>(
            DeviceKernels.Greeks<PtxLane>);
        _takeOver = accelerator.LoadAutoGroupedStreamKernel<Index1D, PositionChangeViews, MarginViews>(
            MarginDeviceKernels.TakeOver);
        _sums = accelerator.LoadAutoGroupedStreamKernel<Index1D, MarginViews>(MarginDeviceKernels.Sums);
        _worst = accelerator.LoadAutoGroupedStreamKernel<Index1D, MarginViews>(MarginDeviceKernels.Worst);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Description => $"{Name}, {_accelerator.Name}";

    /// <inheritdoc/>
    public DeviceTimings LastTimings { get; private set; }

    /// <summary>How often a call launches its kernels, for measuring without the launch; the results are the
    /// same.</summary>
    internal int Launches { get; set; } = 1;

    /// <summary>The device.</summary>
    internal Accelerator Accelerator => _accelerator;

    /// <summary>ILGPU's CPU accelerator, one simulated multiprocessor.</summary>
    [SuppressMessage(
        "Reliability", "CA2000:Dispose objects before losing scope", Justification = "The backend owns them.")]
    public static IlgpuBackend CreateCpu()
    {
        Context context = Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O1));
        return new IlgpuBackend("ilgpu-cpu", context, context.CreateCPUAccelerator(0));
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
            PtxEmitter.Register(context);
            if (context.GetCudaDevices().Count > 0)
            {
                return new BackendSelection(
                    new IlgpuBackend("cuda", context, context.CreateCudaAccelerator(0)), null);
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
    public void ScenarioGrid(
        ContractColumns contracts, ShockTable shocks, ScenarioGridResult result, GreekColumns? greeks = null)
    {
        KernelShapes.Check(contracts, shocks, result);
        if (greeks is not null)
        {
            KernelShapes.Check(contracts, greeks);
        }

        int count = contracts.Count;
        LastTimings = default;
        if (count == 0)
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        _planner.Prepare(shocks, _plan);
        ContractViews contractViews = _device.Upload(contracts);
        ShockViews shockViews = _device.Upload(shocks, _plan);
        long uploaded = Synchronize();
        GridViews grid = _device.ReserveGrid(count, shocks.ScenarioCount);
        for (int launch = 0; launch < Launches; launch++)
        {
            _contracts(count, contractViews, shockViews, grid);
            _cells(checked(count * DeviceKernels.Sharers), contractViews, shockViews, grid);
            if (_plan.HasGeneralRows)
            {
                _generalCells(checked(count * shocks.ScenarioCount), contractViews, shockViews, grid);
            }
        }

        if (greeks is not null)
        {
            _greeks(count, contractViews, _device.ReserveGreeks(count));
        }

        long computed = Synchronize();
        _device.Download(result, count, shocks.ScenarioCount);
        if (greeks is not null)
        {
            _device.Download(greeks, count);
        }

        result.Residence = (this, ++_gridCount);
        Time(start, uploaded, computed, Synchronize());
    }

    /// <inheritdoc/>
    public void Greeks(ContractColumns contracts, GreekColumns result)
    {
        KernelShapes.Check(contracts, result);
        LastTimings = default;
        if (contracts.Count == 0)
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        ContractViews views = _device.Upload(contracts);
        long uploaded = Synchronize();
        for (int launch = 0; launch < Launches; launch++)
        {
            _greeks(contracts.Count, views, _device.ReserveGreeks(contracts.Count));
        }

        long computed = Synchronize();
        _device.Download(result, contracts.Count);
        Time(start, uploaded, computed, Synchronize());
    }

    /// <inheritdoc/>
    public void Margin(PositionColumns positions, ScenarioGridResult grid, MarginResult result)
    {
        KernelShapes.Check(positions, grid, result);
        LastTimings = default;
        if (positions.SetCount == 0)
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        if (grid.Residence != (this, _gridCount))
        {
            _device.UploadGrid(grid);
            grid.Residence = (this, ++_gridCount);
        }

        int changed = _positions.Upload(positions, out PositionChangeViews changes);
        MarginViews views = _positions.Views(positions);
        _device.AddTo(ref views);
        long uploaded = Synchronize();
        if (changed > 0)
        {
            _takeOver(changed, changes, views);
        }

        for (int launch = 0; launch < Launches; launch++)
        {
            _sums(checked(positions.SetCount * DeviceKernels.Sharers), views);
            _worst(positions.SetCount, views);
        }

        long computed = Synchronize();
        _positions.Download(result, positions.SetCount);
        Time(start, uploaded, computed, Synchronize());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _locks.Dispose();
        _positions.Dispose();
        _device.Dispose();
        _accelerator.Dispose();
        _context.Dispose();
    }

    private static BackendSelection NoCuda(string reason) => new(
        null, $"The cuda backend cannot start: {reason}. Choose simd, or auto to take it where there is no card.");

    private Action<Index1D, ContractViews, ShockViews, GridViews> Load(
        Action<Index1D, ContractViews, ShockViews, GridViews> kernel) =>
        _accelerator.LoadAutoGroupedStreamKernel(kernel);

    private long Synchronize()
    {
        _accelerator.Synchronize();
        return Stopwatch.GetTimestamp();
    }

    private void Time(long start, long uploaded, long computed, long downloaded) => LastTimings = new DeviceTimings(
        ToNs(uploaded - start), ToNs(computed - uploaded) / Launches, ToNs(downloaded - computed));

    private static long ToNs(long ticks) => Stopwatch.GetElapsedTime(0, ticks).Ticks * 100;
}
