using ILGPU;
using ILGPU.IR.Intrinsics;

namespace HybridGpu.Kernels.Lanes;

/// <summary>One double at a time on a CUDA card, each operation spelled out with its rounding.</summary>
/// <remarks>
/// Plain C# operators would become mul.f64 and add.f64, which ptxas may fuse into one rounding; the .rn forms it must
/// leave alone. Comparisons are spelled out too, so that no unordered variant can creep in. A card never sees these
/// bodies: <see cref="PtxEmitter"/> writes the instruction of each intrinsic. On a host they are the scalar lane's.
/// </remarks>
internal readonly struct PtxLane : ILane<double>
{
    /// <inheritdoc/>
    public static double C(double value) => value;

    /// <inheritdoc/>
    [IntrinsicImplementation]
    public static double Add(double a, double b) => ScalarLane.Add(a, b);

    /// <inheritdoc/>
    [IntrinsicImplementation]
    public static double Sub(double a, double b) => ScalarLane.Sub(a, b);

    /// <inheritdoc/>
    [IntrinsicImplementation]
    public static double Mul(double a, double b) => ScalarLane.Mul(a, b);

    /// <inheritdoc/>
    [IntrinsicImplementation]
    public static double Fma(double a, double b, double c) => ScalarLane.Fma(a, b, c);

    /// <inheritdoc/>
    public static double NegFma(double a, double b, double c) => Fma(Neg(a), b, c);

    /// <inheritdoc/>
    [IntrinsicImplementation]
    public static double Div(double a, double b) => ScalarLane.Div(a, b);

    /// <inheritdoc/>
    [IntrinsicImplementation]
    public static double Sqrt(double a) => ScalarLane.Sqrt(a);

    /// <inheritdoc/>
    [IntrinsicImplementation]
    public static double Floor(double a) => ScalarLane.Floor(a);

    /// <inheritdoc/>
    public static double Neg(double a) => Interop.IntAsFloat(Interop.FloatAsInt(a) ^ 0x8000_0000_0000_0000UL);

    /// <inheritdoc/>
    public static double Abs(double a) => Interop.IntAsFloat(Interop.FloatAsInt(a) & 0x7FFF_FFFF_FFFF_FFFFUL);

    /// <inheritdoc/>
    [IntrinsicImplementation]
    public static double SelectLess(double x, double y, double whenTrue, double whenFalse) =>
        ScalarLane.SelectLess(x, y, whenTrue, whenFalse);

    /// <inheritdoc/>
    [IntrinsicImplementation]
    public static double SelectEqual(double x, double y, double whenTrue, double whenFalse) =>
        ScalarLane.SelectEqual(x, y, whenTrue, whenFalse);

    /// <inheritdoc/>
    public static double Min(double a, double b) => SelectLess(a, b, a, b);

    /// <inheritdoc/>
    public static double Max(double a, double b) => SelectLess(b, a, a, b);

    /// <inheritdoc/>
    /// <remarks>Numbers without a sign compare as their bits do, and a NaN's are above every bound's: an integer
    /// comparison, which keeps out of the way of the double-precision unit.</remarks>
    public static double MinAbs(double a, double bound)
    {
        long bits = (long)Interop.FloatAsInt(a) & long.MaxValue;
        long most = (long)Interop.FloatAsInt(bound);
        return Interop.IntAsFloat((ulong)(bits < most ? bits : most));
    }

    /// <inheritdoc/>
    public static double AddExponent(double value, double magic) => ScalarLane.AddExponent(value, magic);

    /// <inheritdoc/>
    public static double SplitExponent(double x) => Sub(
        Interop.IntAsFloat((ulong)(LaneBits.MagicBits
            + (((long)Interop.FloatAsInt(x) - LaneBits.SqrtHalfBits) >> LaneBits.FractionBits))),
        LaneBits.Magic);

    /// <inheritdoc/>
    public static double SplitMantissa(double x) => ScalarLane.SplitMantissa(x);
}
