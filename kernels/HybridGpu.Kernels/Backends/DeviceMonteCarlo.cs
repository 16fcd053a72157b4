using System;
using System.Collections.Generic;
using System.Diagnostics;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.MonteCarlo;
using ILGPU;
using ILGPU.Runtime;

namespace HybridGpu.Kernels.Backends;

/// <summary>Scenario Monte Carlo on a device: draws and shocks; the bits of <see cref="MonteCarloBatch"/>.</summary>
/// <remarks>Allocates at each call: for checks and measurements, not for a tick.</remarks>
internal sealed class DeviceMonteCarlo(Accelerator accelerator)
{
    private readonly Action<Index1D, MonteCarloViews> _draws =
        accelerator.LoadAutoGroupedStreamKernel<Index1D, MonteCarloViews>(MonteCarloKernels.Draws<PtxLane>);

    private readonly Action<Index1D, MonteCarloViews> _shocks =
        accelerator.LoadAutoGroupedStreamKernel<Index1D, MonteCarloViews>(MonteCarloKernels.Shocks<PtxLane>);

    /// <summary>Fills a table's spot and volatility factors, launching the kernels so often.</summary>
    /// <returns>Milliseconds of one launch of both.</returns>
    public double Fill(MonteCarloModel model, ulong seed, uint[] scenarios, ShockTable table, int launches)
    {
        var layout = DrawLayout.Of(model);
        int cells = model.RowCount * scenarios.Length;
        MonteCarloUnderlying[] underlyings = model.Underlyings.ToArray();
        var held = new List<IDisposable>();
        ArrayView<T> Up<T>(T[] values)
            where T : unmanaged
        {
            MemoryBuffer1D<T, Stride1D.Dense> buffer = accelerator.Allocate1D(values);
            held.Add(buffer);
            return buffer.View.BaseView;
        }

        var views = new MonteCarloViews
        {
            ScenarioCount = scenarios.Length,
            UnderlyingCount = model.UnderlyingCount,
            Layout = layout,
            Key0 = (uint)seed,
            Key1 = (uint)(seed >> 32),
            JumpProbability = model.JumpProbability,
            Scenario = Up(scenarios),
            Draws = Up(new double[2 * layout.Pairs() * scenarios.Length]),
            Cholesky = Up(model.Cholesky),
            Deviation = Up(Array.ConvertAll(underlyings, one => one.Deviation)),
            Drift = Up(Array.ConvertAll(underlyings, one => one.Drift)),
            JumpMean = Up(Array.ConvertAll(underlyings, one => one.JumpMean)),
            JumpDeviation = Up(Array.ConvertAll(underlyings, one => one.JumpDeviation)),
            RowUnderlying = Up(RowUnderlyings(model)),
            RowVolDeviation = Up(model.RowVolDeviation),
            SpotFactor = Up(new double[cells]),
            VolFactor = Up(new double[cells]),
        };
        accelerator.Synchronize();
        long start = Stopwatch.GetTimestamp();
        for (int launch = 0; launch < launches; launch++)
        {
            _draws(layout.Pairs() * scenarios.Length, views);
            _shocks(cells, views);
        }

        accelerator.Synchronize();
        double ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds / launches;
        views.SpotFactor.CopyToCPU(ref table.SpotFactor[0], cells);
        views.VolFactor.CopyToCPU(ref table.VolFactor[0], cells);
        held.ForEach(one => one.Dispose());
        return ms;
    }

    /// <summary>The underlying of each row.</summary>
    internal static int[] RowUnderlyings(MonteCarloModel model)
    {
        var underlyings = new int[model.RowCount];
        for (int u = 0; u < model.UnderlyingCount; u++)
        {
            Array.Fill(underlyings, u, model.RowStart[u], model.RowStart[u + 1] - model.RowStart[u]);
        }

        return underlyings;
    }
}
