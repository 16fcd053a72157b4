using System.Runtime.Intrinsics;
using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels;

/// <summary>Prices and sensitivities of many European options on the machine's widest vectors, one thread.</summary>
public static class EuropeanBatch
{
    /// <summary>Fills the nine outputs and the status of every option.</summary>
    /// <remarks>
    /// Hot path: budget 7 ns an option on 512-bit vectors, while the columns fit a core's caches. No allocation. The
    /// bits are <see cref="OptionPricer.Price"/>'s, whatever the vectors' width. Thread: any, one a batch.
    /// </remarks>
    public static void Price(EuropeanColumns columns) => Price(columns, SimdBackend.WidestBits);

    internal static void Price(EuropeanColumns columns, int bits)
    {
        switch (bits)
        {
            case 512:
                EuropeanBatchKernel<Vector512<double>, Simd512Lane>.Run(columns);
                break;
            case 256:
                EuropeanBatchKernel<Vector256<double>, Simd256Lane>.Run(columns);
                break;
            default:
                EuropeanBatchKernel<Vector128<double>, Simd128Lane>.Run(columns);
                break;
        }
    }
}
