using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels;

/// <summary>The kernels' own elementary functions for single numbers: the same bits on every machine.</summary>
/// <remarks>
/// The runtime's Math.Exp, Math.Log and Math.Pow come from the operating system's library and may differ between
/// machines in the last bit; what feeds a reproducible result uses these. Errors in ulp are in docs/numerics.md.
/// </remarks>
public static class LaneMath
{
    /// <summary>e^x, with x clamped to ±708; NaN gives NaN.</summary>
    public static double Exp(double x) => ElementaryFunctions<double, ScalarLane>.Exp(x);

    /// <summary>ln x; −∞ at zero (and for subnormals), NaN below.</summary>
    public static double Log(double x) => ElementaryFunctions<double, ScalarLane>.Log(x);

    /// <summary>x^p as e^(p·ln x), for positive x. The relative error grows with |p·ln x|, some 1e-16 each.</summary>
    public static double Pow(double x, double p) => Exp(p * Log(x));

    /// <summary>e^x − 1 without cancellation near zero, with x clamped to ±708; NaN gives NaN.</summary>
    public static double Expm1(double x) => OffsetFunctions<double, ScalarLane>.Expm1(x);

    /// <summary>ln(1 + x) without cancellation near zero; −∞ at −1, NaN below.</summary>
    public static double Log1p(double x) => OffsetFunctions<double, ScalarLane>.Log1p(x);

    /// <summary>Φ⁻¹(p), the standard normal quantile; ∓∞ at 0 and 1, NaN outside.</summary>
    public static double InverseNormalCdf(double p) => InverseNormal<double, ScalarLane>.Quantile(p);

    /// <summary>Φ(x), the standard normal distribution function.</summary>
    public static double NormalCdf(double x) => ElementaryFunctions<double, ScalarLane>.NormalCdf(x);

    /// <summary>φ(x), the standard normal density.</summary>
    public static double NormalPdf(double x) => ElementaryFunctions<double, ScalarLane>.NormalPdf(x);
}
