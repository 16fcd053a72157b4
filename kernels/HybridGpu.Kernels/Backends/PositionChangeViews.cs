using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary>Netting sets that changed, one after the other, to be copied to where they lie on the device.</summary>
internal struct PositionChangeViews
{
    public ArrayView<int> Set;
    public ArrayView<int> From;
    public ArrayView<int> Length;
    public ArrayView<int> ContractIndex;
    public ArrayView<long> Quantity;
}
