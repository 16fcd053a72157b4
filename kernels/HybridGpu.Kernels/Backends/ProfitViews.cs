using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary>A portfolio and the cells of its contracts on a device.</summary>
internal struct ProfitViews
{
    public int ScenarioCount;
    public int ContractCount;
    public ArrayView<int> Cells;
    public ArrayView<long> Quantity;
    public ArrayView<long> Profit;
}
