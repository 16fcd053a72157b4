using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary>
/// <see cref="ScenarioGridResult"/> on a device; the status is an int so that it can be set atomically.
/// </summary>
internal struct GridViews
{
    public ArrayView<double> BasePrice;
    public ArrayView<long> Marks;
    public ArrayView<int> Cells;
    public ArrayView<int> Status;
}
