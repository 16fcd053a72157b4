using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary>Columns of implied volatility on a device.</summary>
internal struct ImpliedViews
{
    public ArrayView<double> Sign;
    public ArrayView<double> Forward;
    public ArrayView<double> Strike;
    public ArrayView<double> TimeYears;
    public ArrayView<double> Rate;
    public ArrayView<double> Price;
    public ArrayView<double> Volatility;
    public ArrayView<int> Status;
}
