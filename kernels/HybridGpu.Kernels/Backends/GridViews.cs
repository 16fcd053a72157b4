using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary>
/// <see cref="ScenarioGridResult"/> on a device, and what is computed once a contract: ln(F/K), the price now, and for
/// each slot of its row (see <see cref="Grid.ShockPlan"/>) σ'√T', its reciprocal and the discount.
/// </summary>
internal struct GridViews
{
    public ArrayView<double> LogMoneyness;
    public ArrayView<double> BasePrice;
    public ArrayView<double> SlotVol;
    public ArrayView<double> SlotInverse;
    public ArrayView<double> SlotDiscount;
    public ArrayView<long> Marks;
    public ArrayView<int> Cells;
    public ArrayView<int> Status;
}
