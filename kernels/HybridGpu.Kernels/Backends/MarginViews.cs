using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary>The arguments of account margin on a device.</summary>
internal struct MarginViews
{
    public int RiskClassCount;
    public ArrayView<int> AccountStart;
    public ArrayView<int> ContractIndex;
    public ArrayView<int> Cells;
    public ArrayView<byte> RiskClass;
    public ArrayView<byte> WorstGridColumn;
    public ArrayView<byte> WorstAllColumn;
    public ArrayView<long> Quantity;
    public ArrayView<long> Marks;
    public ArrayView<long> MarkValue;
    public ArrayView<long> WorstGrid;
    public ArrayView<long> WorstAll;
}
