using HybridGpu.Kernels.Grid;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Margin;

namespace HybridGpu.Kernels.Backends;

/// <summary>The kernels of one vector width.</summary>
/// <typeparam name="T">A vector of doubles.</typeparam>
/// <typeparam name="L">Its lane.</typeparam>
/// <typeparam name="V">A vector of int64.</typeparam>
/// <typeparam name="I">Its lane.</typeparam>
internal sealed class SimdKernels<T, L, V, I> : SimdKernels
    where T : struct
    where L : struct, ISimdLane<T>
    where V : struct
    where I : struct, IIntegerLane<V>
{
    /// <inheritdoc/>
    public override int Bits => L.Width * 64;

    /// <inheritdoc/>
    public override void Prepare(ShockTable shocks, ShockPlan plan) => plan.Prepare<T, L>(shocks);

    /// <inheritdoc/>
    public override void Grid(
        ContractColumns contracts, ShockTable shocks, ShockPlan plan, GridScratch scratch, ScenarioGridResult result,
        int from, int to)
    {
        ScenarioGridKernel<T, L>.PrepareContracts(contracts, scratch, result, from, Padded.Length(to));
        ScenarioGridKernel<T, L>.Cells(contracts, shocks, plan, scratch, result, from, to);
    }

    /// <inheritdoc/>
    public override void Greeks(
        ContractColumns contracts, GridScratch scratch, GreekColumns result, int from, int to) =>
        GreeksKernel<T, L>.Run(contracts, scratch, result, from, Padded.Length(to));

    /// <inheritdoc/>
    public override void Margin(
        PositionColumns positions, ScenarioGridResult grid, MarginResult result, int from, int to) =>
        NettingSetKernel<V, I>.Run(positions, grid, result, from, to);
}
