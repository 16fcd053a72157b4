using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.MonteCarlo;

namespace HybridGpu.Kernels.Tests.Ptx;

/// <summary>Scenario Monte Carlo as a card would compute it, from its PTX text.</summary>
internal static class PtxMonteCarlo
{
    /// <summary>Fills a table's factors.</summary>
    public static void Fill(PtxBackend ptx, MonteCarloModel model, ulong seed, uint[] scenarios, ShockTable table)
    {
        var memory = new PtxMemory();
        var layout = DrawLayout.Of(model);
        int count = scenarios.Length;
        int cells = model.RowCount * count;
        MonteCarloUnderlying[] underlyings = model.Underlyings.ToArray();
        PtxView Column(Func<MonteCarloUnderlying, double> of) =>
            memory.Upload<double>(underlyings.Select(of).ToArray());
        PtxView[] views =
        [
            memory.Upload<uint>(scenarios),
            memory.Reserve<double>(2 * layout.Pairs() * count),
            memory.Upload<double>(model.Cholesky),
            Column(one => one.Deviation),
            Column(one => one.Drift),
            Column(one => one.JumpMean),
            Column(one => one.JumpDeviation),
            memory.Upload<int>(DeviceMonteCarlo.RowUnderlyings(model)),
            memory.Upload<double>(model.RowVolDeviation),
            memory.Reserve<double>(cells),
            memory.Reserve<double>(cells),
        ];
        PtxArguments Arguments(int threads) => new PtxArguments().Add(threads).Align()
            .Add(count).Add(model.UnderlyingCount)
            .Add(layout.FactorPairs).Add(layout.ChiPairs).Add(layout.JumpPairs).Add(layout.DegreesOfFreedom)
            .Add((int)(uint)seed).Add((int)(seed >> 32)).Add(model.JumpProbability).Add(views);

        ptx.Run(nameof(MonteCarloKernels.Draws), memory, Arguments(layout.Pairs() * count), layout.Pairs() * count);
        ptx.Run(nameof(MonteCarloKernels.Shocks), memory, Arguments(cells), cells);
        memory.Download<double>(views[^2], table.SpotFactor);
        memory.Download<double>(views[^1], table.VolFactor);
    }

    /// <summary>A portfolio's profits.</summary>
    public static void Profits(PtxBackend ptx, ScenarioGridResult grid, long[] quantity, long[] profit)
    {
        var memory = new PtxMemory();
        PtxView sums = memory.Reserve<long>(grid.ScenarioCount);
        PtxArguments arguments = new PtxArguments().Add(grid.ScenarioCount).Align()
            .Add(grid.ScenarioCount).Add(quantity.Length).Add(
                memory.Upload<int>(grid.Cells.AsSpan(0, quantity.Length * grid.ScenarioCount)),
                memory.Upload<long>(quantity),
                sums);
        ptx.Run(nameof(MonteCarloKernels.Profits), memory, arguments, grid.ScenarioCount);
        memory.Download<long>(sums, profit);
    }
}
