using System.Diagnostics.CodeAnalysis;

namespace HybridGpu.Kernels.Lanes;

/// <summary>The only floating-point arithmetic a kernel may use, over one or several doubles at a time.</summary>
/// <remarks>
/// Every operation is IEEE-754 binary64, correctly rounded to nearest even, and therefore gives the same bits whoever
/// computes it: a scalar, any vector width, a CUDA card. What the standard leaves open is closed here: minimum and
/// maximum are compare + select, exponents are read and written as bits, NaN results are made canonical before they
/// are stored, and there is no sum across elements. A kernel written against this interface has no other arithmetic.
/// </remarks>
/// <typeparam name="T">The value: <see cref="double"/> or a vector of doubles.</typeparam>
internal interface ILane<T>
    where T : struct
{
    /// <summary>The same constant in every element.</summary>
    public static abstract T C(double value);

    /// <summary>a + b.</summary>
    public static abstract T Add(T a, T b);

    /// <summary>a − b.</summary>
    [SuppressMessage(
        "Naming", "CA1716:Identifiers should not match keywords",
        Justification = "The field's own term; no Visual Basic implements a lane.")]
    public static abstract T Sub(T a, T b);

    /// <summary>a · b.</summary>
    public static abstract T Mul(T a, T b);

    /// <summary>a · b + c with one rounding.</summary>
    public static abstract T Fma(T a, T b, T c);

    /// <summary>c − a · b with one rounding.</summary>
    public static abstract T NegFma(T a, T b, T c);

    /// <summary>a / b.</summary>
    public static abstract T Div(T a, T b);

    /// <summary>√a; NaN below zero.</summary>
    public static abstract T Sqrt(T a);

    /// <summary>The largest integer not above a.</summary>
    public static abstract T Floor(T a);

    /// <summary>a with its sign bit flipped.</summary>
    public static abstract T Neg(T a);

    /// <summary>a with its sign bit cleared.</summary>
    public static abstract T Abs(T a);

    /// <summary>x &lt; y ? whenTrue : whenFalse. False when x or y is NaN.</summary>
    public static abstract T SelectLess(T x, T y, T whenTrue, T whenFalse);

    /// <summary>x == y ? whenTrue : whenFalse. False when x or y is NaN; the two zeros are equal.</summary>
    public static abstract T SelectEqual(T x, T y, T whenTrue, T whenFalse);

    /// <summary>a &lt; b ? a : b, so b when either is NaN and b when both are zeros.</summary>
    public static abstract T Min(T a, T b);

    /// <summary>b &lt; a ? a : b, so b when either is NaN and b when both are zeros.</summary>
    public static abstract T Max(T a, T b);

    /// <summary>The smaller of |a| and a positive bound; the bound when a is NaN.</summary>
    public static abstract T MinAbs(T a, double bound);

    /// <summary>
    /// Adds n to the exponent field of a value, where magic = n + 1.5·2^52 (see <see cref="LaneBits.Magic"/>).
    /// </summary>
    /// <remarks>Exact scaling by 2^n while the result is normal; the caller keeps it so.</remarks>
    public static abstract T AddExponent(T value, T magic);

    /// <summary>e of x = 2^e · m with m in [√½, √2), as a double. Defined for positive normal x.</summary>
    public static abstract T SplitExponent(T x);

    /// <summary>m of x = 2^e · m with m in [√½, √2). Defined for positive normal x.</summary>
    public static abstract T SplitMantissa(T x);
}
