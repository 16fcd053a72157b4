using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.MonteCarlo;

/// <summary>From random bits to shocks: the one source that vectors, the reference and devices run.</summary>
/// <remarks>Sums run over a scenario's own factors, one after the other, never across scenarios.</remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class MonteCarloMath<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    // Half of the distance between two numbers in [1, 2).
    private const double HalfStep = 1.0 / (1L << 53);
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>A uniform number of (0, 1) from one of [1, 2): the middle of its step, exact, never 0 or 1.</summary>
    [MethodImpl(Inline)]
    public static T Uniform(T drawn) => L.Add(L.Sub(drawn, L.C(1.0)), L.C(HalfStep));

    /// <summary>A standard normal number from one of [1, 2).</summary>
    [MethodImpl(Inline)]
    public static T Normal(T drawn) => InverseNormal<T, L>.Quantile(Uniform(drawn));

    /// <summary>W = √((ν − 2)/χ²).</summary>
    [MethodImpl(Inline)]
    public static T Spread(T chiSquare, double degreesLessTwo) => L.Sqrt(L.Div(L.C(degreesLessTwo), chiSquare));

    /// <summary>A jump where the uniform number is below the probability, else zero.</summary>
    [MethodImpl(Inline)]
    public static T Jump(T uniform, double probability, T normal, double mean, double deviation) =>
        L.SelectLess(uniform, L.C(probability), L.Fma(normal, L.C(deviation), L.C(mean)), L.C(0.0));

    /// <summary>The factor of a price.</summary>
    [MethodImpl(Inline)]
    public static T SpotFactor(T correlated, T spread, T jump, double deviation, double drift) =>
        Factor(L.Fma(L.Mul(spread, L.C(deviation)), correlated, L.Add(jump, L.C(drift))));

    /// <summary>The factor of a row's volatility.</summary>
    [MethodImpl(Inline)]
    public static T VolFactor(T correlated, T spread, double deviation) =>
        Factor(L.Mul(L.Mul(spread, L.C(deviation)), correlated));

    [MethodImpl(Inline)]
    private static T Factor(T logMove)
    {
        double bound = MonteCarloLimits.MaxLogMove;
        return ElementaryFunctions<T, L>.ExpBounded(L.Min(L.Max(logMove, L.C(-bound)), L.C(bound)));
    }
}
