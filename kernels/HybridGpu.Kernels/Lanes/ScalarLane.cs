using System;
using System.Runtime.CompilerServices;
using ILGPU;

namespace HybridGpu.Kernels.Lanes;

/// <summary>One double at a time: the reference, watchers, and ILGPU's CPU accelerator.</summary>
/// <remarks>The bit casts are ILGPU's, because its compiler knows them; on the host they are plain moves.</remarks>
internal readonly struct ScalarLane : ILane<double>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double C(double value) => value;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double Add(double a, double b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double Sub(double a, double b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double Mul(double a, double b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double Fma(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double NegFma(double a, double b, double c) => Math.FusedMultiplyAdd(-a, b, c);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double Div(double a, double b) => a / b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double Sqrt(double a) => Math.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double Floor(double a) => Math.Floor(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double Neg(double a) => -a;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double Abs(double a) => Math.Abs(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double SelectLess(double x, double y, double whenTrue, double whenFalse) =>
        x < y ? whenTrue : whenFalse;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double SelectEqual(double x, double y, double whenTrue, double whenFalse) =>
        x == y ? whenTrue : whenFalse;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double Min(double a, double b) => a < b ? a : b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double Max(double a, double b) => b < a ? a : b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double MinAbs(double a, double bound) => Min(Abs(a), C(bound));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double AddExponent(double value, double magic) =>
        Interop.IntAsFloat(Interop.FloatAsInt(value) + (Interop.FloatAsInt(magic) << LaneBits.FractionBits));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double SplitExponent(double x) =>
        Interop.IntAsFloat((ulong)(LaneBits.MagicBits + ExponentOf(x))) - LaneBits.Magic;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double SplitMantissa(double x) =>
        Interop.IntAsFloat((ulong)((long)Interop.FloatAsInt(x) - (ExponentOf(x) << LaneBits.FractionBits)));

    [MethodImpl(Inline)]
    private static long ExponentOf(double x) =>
        ((long)Interop.FloatAsInt(x) - LaneBits.SqrtHalfBits) >> LaneBits.FractionBits;
}
