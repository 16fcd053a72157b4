using HybridGpu.Kernels.Grid;

namespace HybridGpu.Kernels.Backends;

/// <summary>The kernels of one vector width, chosen once: one virtual call a chunk, none inside.</summary>
internal abstract class SimdKernels
{
    /// <summary>Bits of a vector.</summary>
    public abstract int Bits { get; }

    /// <summary>See <see cref="ShockPlan.Prepare"/>.</summary>
    public abstract void Prepare(ShockTable shocks, ShockPlan plan);

    /// <summary>Both passes of the grid over contracts [from, to).</summary>
    public abstract void Grid(
        ContractColumns contracts, ShockTable shocks, ShockPlan plan, GridScratch scratch, ScenarioGridResult result,
        int from, int to);

    /// <summary>Greeks of contracts [from, to).</summary>
    public abstract void Greeks(
        ContractColumns contracts, GridScratch scratch, GreekColumns result, int from, int to);

    /// <summary>Margin of netting sets [from, to).</summary>
    public abstract void Margin(
        PositionColumns positions, ScenarioGridResult grid, MarginResult result, int from, int to);
}
