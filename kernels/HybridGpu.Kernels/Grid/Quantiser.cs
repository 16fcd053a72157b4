using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Grid;

/// <summary>The one place where kernels' floating point becomes integers: round half to even, saturating.</summary>
/// <remarks>
/// A value is clamped first and then added to 1.5·2^52, which rounds it half to even and leaves the integer in the
/// sum's low bits: two correctly rounded operations and a bit cast, the same on every backend, where a conversion
/// instruction would differ outside its range.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class Quantiser<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>
    /// The magic sum of a value rounded half to even and saturated at ±bound (an integer below 2^51).
    /// </summary>
    [MethodImpl(Inline)]
    public static T RoundHalfEven(T value, double bound) =>
        L.Add(L.Min(L.Max(value, L.C(-bound)), L.C(bound)), L.C(LaneBits.Magic));
}
