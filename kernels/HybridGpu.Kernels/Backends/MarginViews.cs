using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary>The arguments of margin on a device; sums hold 64 columns a netting set.</summary>
internal struct MarginViews
{
    public ArrayView<int> SetStart;
    public ArrayView<int> SetLength;
    public ArrayView<int> ContractIndex;
    public ArrayView<int> Cells;
    public ArrayView<long> Quantity;
    public ArrayView<long> Marks;
    public ArrayView<long> Sums;
    public ArrayView<long> MarkValue;
    public ArrayView<long> WorstGrid;
    public ArrayView<long> WorstAll;
    public ArrayView<byte> WorstGridColumn;
    public ArrayView<byte> WorstAllColumn;
}
