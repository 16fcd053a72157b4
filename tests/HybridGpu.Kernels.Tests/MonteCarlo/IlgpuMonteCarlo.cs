using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.MonteCarlo;
using HybridGpu.Kernels.Tests.Ptx;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace HybridGpu.Kernels.Tests.MonteCarlo;

/// <summary>Scenario Monte Carlo on ILGPU's CPU accelerator.</summary>
internal static class IlgpuMonteCarlo
{
    public static void Fill(MonteCarloModel model, ulong seed, uint[] scenarios, ShockTable table)
    {
        using Context context = Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O1));
        using CPUAccelerator accelerator = context.CreateCPUAccelerator(0);
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
            Deviation = Up([.. underlyings.Select(one => one.Deviation)]),
            Drift = Up([.. underlyings.Select(one => one.Drift)]),
            JumpMean = Up([.. underlyings.Select(one => one.JumpMean)]),
            JumpDeviation = Up([.. underlyings.Select(one => one.JumpDeviation)]),
            RowUnderlying = Up(PtxMonteCarlo.RowUnderlyings(model)),
            RowVolDeviation = Up(model.RowVolDeviation),
            SpotFactor = Up(new double[cells]),
            VolFactor = Up(new double[cells]),
        };
        accelerator.LoadAutoGroupedStreamKernel<Index1D, MonteCarloViews>(MonteCarloKernels.Draws<ScalarLane>)(
            layout.Pairs() * scenarios.Length, views);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, MonteCarloViews>(MonteCarloKernels.Shocks<ScalarLane>)(
            cells, views);
        accelerator.Synchronize();
        views.SpotFactor.CopyToCPU(ref table.SpotFactor[0], cells);
        views.VolFactor.CopyToCPU(ref table.VolFactor[0], cells);
        held.ForEach(one => one.Dispose());
    }
}
