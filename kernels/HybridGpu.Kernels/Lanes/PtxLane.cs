using ILGPU;
using ILGPU.Runtime.Cuda;

namespace HybridGpu.Kernels.Lanes;

/// <summary>One double at a time on a CUDA card, each operation spelled out with its rounding.</summary>
/// <remarks>
/// Plain C# operators would become mul.f64 and add.f64, which ptxas may fuse into one rounding; the .rn forms it must
/// leave alone. Comparisons are spelled out too, so that no unordered variant can creep in. Runs on a card only: on a
/// host the emitted text means nothing, and calling it throws.
/// </remarks>
internal readonly struct PtxLane : ILane<double>
{
    /// <inheritdoc/>
    public static double C(double value) => value;

    /// <inheritdoc/>
    public static double Add(double a, double b)
    {
        CudaAsm.Emit("add.rn.f64 %0, %1, %2;", out double r, a, b);
        return r;
    }

    /// <inheritdoc/>
    public static double Sub(double a, double b)
    {
        CudaAsm.Emit("sub.rn.f64 %0, %1, %2;", out double r, a, b);
        return r;
    }

    /// <inheritdoc/>
    public static double Mul(double a, double b)
    {
        CudaAsm.Emit("mul.rn.f64 %0, %1, %2;", out double r, a, b);
        return r;
    }

    /// <inheritdoc/>
    public static double Fma(double a, double b, double c)
    {
        CudaAsm.Emit("fma.rn.f64 %0, %1, %2, %3;", out double r, a, b, c);
        return r;
    }

    /// <inheritdoc/>
    public static double NegFma(double a, double b, double c) => Fma(Neg(a), b, c);

    /// <inheritdoc/>
    public static double Div(double a, double b)
    {
        CudaAsm.Emit("div.rn.f64 %0, %1, %2;", out double r, a, b);
        return r;
    }

    /// <inheritdoc/>
    public static double Sqrt(double a)
    {
        CudaAsm.Emit("sqrt.rn.f64 %0, %1;", out double r, a);
        return r;
    }

    /// <inheritdoc/>
    public static double Floor(double a)
    {
        CudaAsm.Emit("cvt.rmi.f64.f64 %0, %1;", out double r, a);
        return r;
    }

    /// <inheritdoc/>
    public static double Neg(double a) => Interop.IntAsFloat(Interop.FloatAsInt(a) ^ 0x8000_0000_0000_0000UL);

    /// <inheritdoc/>
    public static double Abs(double a) => Interop.IntAsFloat(Interop.FloatAsInt(a) & 0x7FFF_FFFF_FFFF_FFFFUL);

    /// <inheritdoc/>
    public static double SelectLess(double x, double y, double whenTrue, double whenFalse)
    {
        CudaAsm.Emit(
            "{ .reg .pred less; setp.lt.f64 less, %1, %2; selp.f64 %0, %3, %4, less; }",
            out double r, x, y, whenTrue, whenFalse);
        return r;
    }

    /// <inheritdoc/>
    public static double SelectEqual(double x, double y, double whenTrue, double whenFalse)
    {
        CudaAsm.Emit(
            "{ .reg .pred same; setp.eq.f64 same, %1, %2; selp.f64 %0, %3, %4, same; }",
            out double r, x, y, whenTrue, whenFalse);
        return r;
    }

    /// <inheritdoc/>
    public static double Min(double a, double b) => SelectLess(a, b, a, b);

    /// <inheritdoc/>
    public static double Max(double a, double b) => SelectLess(b, a, a, b);

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
