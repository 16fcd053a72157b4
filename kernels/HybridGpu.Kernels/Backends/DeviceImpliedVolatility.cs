using System;
using System.Diagnostics;
using HybridGpu.Kernels.Grid;
using HybridGpu.Kernels.Lanes;
using ILGPU;
using ILGPU.Runtime;

namespace HybridGpu.Kernels.Backends;

/// <summary>Implied volatilities on a device; the bits of <see cref="ImpliedVolatilityBatch"/>.</summary>
internal sealed class DeviceImpliedVolatility : IDisposable
{
    private const int Inputs = 6;

    private readonly Accelerator _accelerator;
    private readonly PageLocks _locks;
    private readonly DeviceBuffer<double>[] _columns = new DeviceBuffer<double>[Inputs + 1];
    private readonly DeviceBuffer<int> _status;
    private readonly double[][] _staged = new double[Inputs + 1][];
    private readonly Action<Index1D, ImpliedViews> _kernel;
    private int[] _stagedStatus = [];

    /// <summary>The kernel on a device.</summary>
    public DeviceImpliedVolatility(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _locks = new PageLocks(accelerator);
        _status = new DeviceBuffer<int>(accelerator, _locks);
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i] = new DeviceBuffer<double>(accelerator, _locks);
            _staged[i] = [];
        }

        _kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ImpliedViews>(
            DeviceKernels.ImpliedVolatility<PtxLane>);
    }

    /// <summary>Fills volatility and status of every option.</summary>
    /// <returns>Nanoseconds of the kernel, its launch included.</returns>
    public long Solve(ImpliedVolatilityColumns options)
    {
        int count = options.Count;
        for (int i = 0; i < _staged.Length && _staged[i].Length < count; i++)
        {
            _staged[i] = Padded.Pinned<double>(count);
        }

        if (_stagedStatus.Length < count)
        {
            _stagedStatus = Padded.Pinned<int>(count);
        }

        GridScratch.FillSigns(options.Kind.AsSpan(0, count), _staged[0]);
        double[][] inputs = [options.Forward, options.Strike, options.TimeYears, options.Rate, options.Price];
        for (int i = 0; i < inputs.Length; i++)
        {
            Array.Copy(inputs[i], _staged[i + 1], count);
        }

        var views = new ImpliedViews
        {
            Sign = _columns[0].Upload(_staged[0], count),
            Forward = _columns[1].Upload(_staged[1], count),
            Strike = _columns[2].Upload(_staged[2], count),
            TimeYears = _columns[3].Upload(_staged[3], count),
            Rate = _columns[4].Upload(_staged[4], count),
            Price = _columns[5].Upload(_staged[5], count),
            Volatility = _columns[Inputs].Reserve(count),
            Status = _status.Reserve(count),
        };
        _accelerator.Synchronize();
        long start = Stopwatch.GetTimestamp();
        if (count > 0)
        {
            _kernel(count, views);
        }

        _accelerator.Synchronize();
        long elapsedNs = Stopwatch.GetElapsedTime(start).Ticks * 100;
        _columns[Inputs].Download(_staged[Inputs], count);
        _status.Download(_stagedStatus, count);
        _accelerator.Synchronize();
        Array.Copy(_staged[Inputs], options.Volatility, count);
        for (int i = 0; i < count; i++)
        {
            options.Status[i] = (PricingStatus)_stagedStatus[i];
        }

        return elapsedNs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _locks.Dispose();
        _status.Dispose();
        foreach (DeviceBuffer<double> column in _columns)
        {
            column.Dispose();
        }
    }
}
