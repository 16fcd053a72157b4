using System.Runtime.Intrinsics;
using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels;

/// <summary>Prices of many American options on the machine's widest vectors.</summary>
/// <remarks>An instance keeps its room to work: one a thread. The bits are the same for every vector width.</remarks>
public sealed class AmericanBatch
{
    private readonly AmericanRunner _runner;

    /// <summary>A batch of the machine's widest vectors.</summary>
    public AmericanBatch()
        : this(SimdBackend.WidestBits, AmericanTables.Standard)
    {
    }

    internal AmericanBatch(int bits, AmericanTables tables) => _runner = RunnerOf(bits, tables);

    /// <summary>Fills price, delta, gamma and status of every option.</summary>
    /// <remarks>Hot path: budget 10 µs an option on 512-bit vectors. No allocation.</remarks>
    public void Price(AmericanColumns columns) => _runner.Run(columns);

    internal static AmericanRunner RunnerOf(int bits, AmericanTables tables) => bits switch
    {
        512 => new AmericanRunner<Vector512<double>, Simd512Lane>(tables),
        256 => new AmericanRunner<Vector256<double>, Simd256Lane>(tables),
        _ => new AmericanRunner<Vector128<double>, Simd128Lane>(tables),
    };
}
