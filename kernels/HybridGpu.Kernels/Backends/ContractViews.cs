using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary><see cref="ContractColumns"/> on a device.</summary>
internal struct ContractViews
{
    public ArrayView<double> Sign;
    public ArrayView<double> Forward;
    public ArrayView<double> Strike;
    public ArrayView<double> TimeYears;
    public ArrayView<double> Volatility;
    public ArrayView<double> Rate;
    public ArrayView<double> LotScale;
    public ArrayView<int> ShockRow;
}
