using System.Runtime.Intrinsics;
using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels;

/// <summary>Implied volatilities of many options on the machine's widest vectors, one thread.</summary>
public static class ImpliedVolatilityBatch
{
    /// <summary>Fills volatility and status of every option. The bits are the same for every vector width.</summary>
    /// <remarks>Hot path: budget 100 ns an option on 512-bit vectors. No allocation. Thread: any, one a
    /// batch.</remarks>
    public static void Solve(ImpliedVolatilityColumns columns) => Solve(columns, SimdBackend.WidestBits);

    internal static void Solve(ImpliedVolatilityColumns columns, int bits)
    {
        switch (bits)
        {
            case 512:
                ImpliedBatchKernel<Vector512<double>, Simd512Lane>.Run(columns);
                break;
            case 256:
                ImpliedBatchKernel<Vector256<double>, Simd256Lane>.Run(columns);
                break;
            default:
                ImpliedBatchKernel<Vector128<double>, Simd128Lane>.Run(columns);
                break;
        }
    }
}
