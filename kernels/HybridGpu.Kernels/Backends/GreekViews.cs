using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary><see cref="GreekColumns"/> on a device.</summary>
internal struct GreekViews
{
    public ArrayView<long> Delta;
    public ArrayView<long> Gamma;
    public ArrayView<long> Vega;
    public ArrayView<long> Theta;
    public ArrayView<long> Rho;
    public ArrayView<int> Status;
}
