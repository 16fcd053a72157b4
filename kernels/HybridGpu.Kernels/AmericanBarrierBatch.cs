using System.Runtime.Intrinsics;
using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels;

/// <summary>Prices of many American options with a barrier on the machine's widest vectors.</summary>
/// <remarks>An instance keeps its room to work, some 200 KB: one a thread. The bits are the same for every vector
/// width.</remarks>
public sealed class AmericanBarrierBatch
{
    private readonly FreeBoundaryRunner _runner;

    /// <summary>A batch of the machine's widest vectors.</summary>
    public AmericanBarrierBatch()
        : this(SimdBackend.WidestBits, FreeBoundaryScheme.Standard)
    {
    }

    internal AmericanBarrierBatch(int bits, FreeBoundaryScheme scheme) => _runner = RunnerOf(bits, scheme);

    /// <summary>Fills price, delta, gamma and status of every option.</summary>
    /// <remarks>Budget 500 µs an option on 512-bit vectors. No allocation.</remarks>
    public void Price(AmericanBarrierColumns columns) => _runner.Run(columns);

    internal static FreeBoundaryRunner RunnerOf(int bits, FreeBoundaryScheme scheme) => bits switch
    {
        512 => new FreeBoundaryRunner<Vector512<double>, Simd512Lane>(scheme),
        256 => new FreeBoundaryRunner<Vector256<double>, Simd256Lane>(scheme),
        _ => new FreeBoundaryRunner<Vector128<double>, Simd128Lane>(scheme),
    };
}
