using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HybridGpu.Kernels.Lanes;

/// <summary>
/// 2 doubles at a time in a 128-bit vector. Without the hardware the runtime emulates it: slower, same bits.
/// </summary>
internal readonly struct Simd128Lane : ISimdLane<Vector128<double>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    public static int Width => 2;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> C(double value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> Add(Vector128<double> a, Vector128<double> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> Sub(Vector128<double> a, Vector128<double> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> Mul(Vector128<double> a, Vector128<double> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> Fma(Vector128<double> a, Vector128<double> b, Vector128<double> c) =>
        Vector128.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> NegFma(Vector128<double> a, Vector128<double> b, Vector128<double> c) =>
        Vector128.FusedMultiplyAdd(-a, b, c);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> Div(Vector128<double> a, Vector128<double> b) => a / b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> Sqrt(Vector128<double> a) => Vector128.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> Floor(Vector128<double> a) => Vector128.Floor(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> Neg(Vector128<double> a) => -a;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> Abs(Vector128<double> a) => Vector128.Abs(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> SelectLess(
        Vector128<double> x, Vector128<double> y, Vector128<double> whenTrue, Vector128<double> whenFalse) =>
        Vector128.ConditionalSelect(Vector128.LessThan(x, y), whenTrue, whenFalse);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> SelectEqual(
        Vector128<double> x, Vector128<double> y, Vector128<double> whenTrue, Vector128<double> whenFalse) =>
        Vector128.ConditionalSelect(Vector128.Equals(x, y), whenTrue, whenFalse);

    /// <inheritdoc/>
    /// <remarks>The x86 instruction is defined as exactly this compare and select, NaN and zeros included.</remarks>
    [MethodImpl(Inline)]
    public static Vector128<double> Min(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.Min(a, b) : SelectLess(a, b, a, b);

    /// <inheritdoc/>
    /// <remarks>The x86 instruction is defined as exactly this compare and select, NaN and zeros included.</remarks>
    [MethodImpl(Inline)]
    public static Vector128<double> Max(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.Max(a, b) : SelectLess(b, a, a, b);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> MinAbs(Vector128<double> a, double bound) => Min(Abs(a), C(bound));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> AddExponent(Vector128<double> value, Vector128<double> magic) =>
        (value.AsInt64() + (magic.AsInt64() << LaneBits.FractionBits)).AsDouble();

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> SplitExponent(Vector128<double> x) =>
        (Vector128.Create(LaneBits.MagicBits) + ExponentOf(x)).AsDouble() - Vector128.Create(LaneBits.Magic);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> SplitMantissa(Vector128<double> x) =>
        (x.AsInt64() - (ExponentOf(x) << LaneBits.FractionBits)).AsDouble();

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<double> Load(ReadOnlySpan<double> source, int index) =>
        Vector128.Create(source.Slice(index, 2));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void Store(Vector128<double> value, Span<double> target, int index) =>
        value.CopyTo(target.Slice(index, 2));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void StoreInt64(Vector128<double> magicSum, Span<long> target, int index) =>
        (magicSum.AsInt64() - Vector128.Create(LaneBits.MagicBits)).CopyTo(target.Slice(index, 2));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void StoreInt32(Vector128<double> magicSum, Span<int> target, int index)
    {
        // The low half of each magic sum is the integer in two's complement already: only narrow.
        Span<int> pair = target.Slice(index, 2);
        pair[0] = magicSum.AsInt32().GetElement(0);
        pair[1] = magicSum.AsInt32().GetElement(2);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool AnyLess(Vector128<double> x, Vector128<double> y) => Vector128.LessThanAny(x, y);

    [MethodImpl(Inline)]
    private static Vector128<long> ExponentOf(Vector128<double> x) =>
        (x.AsInt64() - Vector128.Create(LaneBits.SqrtHalfBits)) >> LaneBits.FractionBits;
}
