using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HybridGpu.Kernels.Lanes;

/// <summary>
/// 4 doubles at a time in a 256-bit vector. Without the hardware the runtime emulates it: slower, same bits.
/// </summary>
internal readonly struct Simd256Lane : ISimdLane<Vector256<double>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    public static int Width => 4;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> C(double value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> Add(Vector256<double> a, Vector256<double> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> Sub(Vector256<double> a, Vector256<double> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> Mul(Vector256<double> a, Vector256<double> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> Fma(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Vector256.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> NegFma(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Vector256.FusedMultiplyAdd(-a, b, c);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> Div(Vector256<double> a, Vector256<double> b) => a / b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> Sqrt(Vector256<double> a) => Vector256.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> Floor(Vector256<double> a) => Vector256.Floor(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> Neg(Vector256<double> a) => -a;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> Abs(Vector256<double> a) => Vector256.Abs(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> SelectLess(
        Vector256<double> x, Vector256<double> y, Vector256<double> whenTrue, Vector256<double> whenFalse) =>
        Vector256.ConditionalSelect(Vector256.LessThan(x, y), whenTrue, whenFalse);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> SelectEqual(
        Vector256<double> x, Vector256<double> y, Vector256<double> whenTrue, Vector256<double> whenFalse) =>
        Vector256.ConditionalSelect(Vector256.Equals(x, y), whenTrue, whenFalse);

    /// <inheritdoc/>
    /// <remarks>The x86 instruction is defined as exactly this compare and select, NaN and zeros included.</remarks>
    [MethodImpl(Inline)]
    public static Vector256<double> Min(Vector256<double> a, Vector256<double> b) =>
        Avx.IsSupported ? Avx.Min(a, b) : SelectLess(a, b, a, b);

    /// <inheritdoc/>
    /// <remarks>The x86 instruction is defined as exactly this compare and select, NaN and zeros included.</remarks>
    [MethodImpl(Inline)]
    public static Vector256<double> Max(Vector256<double> a, Vector256<double> b) =>
        Avx.IsSupported ? Avx.Max(a, b) : SelectLess(b, a, a, b);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> MinAbs(Vector256<double> a, double bound) => Min(Abs(a), C(bound));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> AddExponent(Vector256<double> value, Vector256<double> magic) =>
        (value.AsInt64() + (magic.AsInt64() << LaneBits.FractionBits)).AsDouble();

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> SplitExponent(Vector256<double> x) =>
        (Vector256.Create(LaneBits.MagicBits) + ExponentOf(x)).AsDouble() - Vector256.Create(LaneBits.Magic);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> SplitMantissa(Vector256<double> x) =>
        (x.AsInt64() - (ExponentOf(x) << LaneBits.FractionBits)).AsDouble();

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<double> Load(ReadOnlySpan<double> source, int index) =>
        Vector256.Create(source.Slice(index, 4));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void Store(Vector256<double> value, Span<double> target, int index) =>
        value.CopyTo(target.Slice(index, 4));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void StoreInt64(Vector256<double> magicSum, Span<long> target, int index) =>
        (magicSum.AsInt64() - Vector256.Create(LaneBits.MagicBits)).CopyTo(target.Slice(index, 4));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void StoreInt32(Vector256<double> magicSum, Span<int> target, int index)
    {
        // The low half of each magic sum is the integer in two's complement already: only narrow.
        Vector128.Narrow(magicSum.AsInt64().GetLower(), magicSum.AsInt64().GetUpper())
            .CopyTo(target.Slice(index, 4));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool AnyLess(Vector256<double> x, Vector256<double> y) => Vector256.LessThanAny(x, y);

    [MethodImpl(Inline)]
    private static Vector256<long> ExponentOf(Vector256<double> x) =>
        (x.AsInt64() - Vector256.Create(LaneBits.SqrtHalfBits)) >> LaneBits.FractionBits;
}
