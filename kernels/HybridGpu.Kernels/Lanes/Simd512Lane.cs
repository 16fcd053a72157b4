using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HybridGpu.Kernels.Lanes;

/// <summary>
/// 8 doubles at a time in a 512-bit vector. Without the hardware the runtime emulates it: slower, same bits.
/// </summary>
internal readonly struct Simd512Lane : ISimdLane<Vector512<double>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    public static int Width => 8;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> C(double value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> Add(Vector512<double> a, Vector512<double> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> Sub(Vector512<double> a, Vector512<double> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> Mul(Vector512<double> a, Vector512<double> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> Fma(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Vector512.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> NegFma(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Vector512.FusedMultiplyAdd(-a, b, c);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> Div(Vector512<double> a, Vector512<double> b) => a / b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> Sqrt(Vector512<double> a) => Vector512.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> Floor(Vector512<double> a) => Vector512.Floor(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> Neg(Vector512<double> a) => -a;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> Abs(Vector512<double> a) => Vector512.Abs(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> SelectLess(
        Vector512<double> x, Vector512<double> y, Vector512<double> whenTrue, Vector512<double> whenFalse) =>
        Vector512.ConditionalSelect(Vector512.LessThan(x, y), whenTrue, whenFalse);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> SelectEqual(
        Vector512<double> x, Vector512<double> y, Vector512<double> whenTrue, Vector512<double> whenFalse) =>
        Vector512.ConditionalSelect(Vector512.Equals(x, y), whenTrue, whenFalse);

    /// <inheritdoc/>
    /// <remarks>The x86 instruction is defined as exactly this compare and select, NaN and zeros included.</remarks>
    [MethodImpl(Inline)]
    public static Vector512<double> Min(Vector512<double> a, Vector512<double> b) =>
        Avx512F.IsSupported ? Avx512F.Min(a, b) : SelectLess(a, b, a, b);

    /// <inheritdoc/>
    /// <remarks>The x86 instruction is defined as exactly this compare and select, NaN and zeros included.</remarks>
    [MethodImpl(Inline)]
    public static Vector512<double> Max(Vector512<double> a, Vector512<double> b) =>
        Avx512F.IsSupported ? Avx512F.Max(a, b) : SelectLess(b, a, a, b);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> MinAbs(Vector512<double> a, double bound) => Min(Abs(a), C(bound));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> AddExponent(Vector512<double> value, Vector512<double> magic) =>
        (value.AsInt64() + (magic.AsInt64() << LaneBits.FractionBits)).AsDouble();

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> SplitExponent(Vector512<double> x) =>
        (Vector512.Create(LaneBits.MagicBits) + ExponentOf(x)).AsDouble() - Vector512.Create(LaneBits.Magic);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> SplitMantissa(Vector512<double> x) =>
        (x.AsInt64() - (ExponentOf(x) << LaneBits.FractionBits)).AsDouble();

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<double> Load(ReadOnlySpan<double> source, int index) =>
        Vector512.Create(source.Slice(index, 8));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void Store(Vector512<double> value, Span<double> target, int index) =>
        value.CopyTo(target.Slice(index, 8));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void StoreInt64(Vector512<double> magicSum, Span<long> target, int index) =>
        (magicSum.AsInt64() - Vector512.Create(LaneBits.MagicBits)).CopyTo(target.Slice(index, 8));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void StoreInt32(Vector512<double> magicSum, Span<int> target, int index)
    {
        // The low half of each magic sum is the integer in two's complement already: only narrow.
        Vector256<int> narrow = Avx512F.IsSupported
            ? Avx512F.ConvertToVector256Int32(magicSum.AsInt64())
            : Vector256.Narrow(magicSum.AsInt64().GetLower(), magicSum.AsInt64().GetUpper());
        narrow.CopyTo(target.Slice(index, 8));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool AnyLess(Vector512<double> x, Vector512<double> y) => Vector512.LessThanAny(x, y);

    [MethodImpl(Inline)]
    private static Vector512<long> ExponentOf(Vector512<double> x) =>
        (x.AsInt64() - Vector512.Create(LaneBits.SqrtHalfBits)) >> LaneBits.FractionBits;
}
