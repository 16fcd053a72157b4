namespace HybridGpu.Kernels.Tests;

/// <summary>How far a computed number lies from the exact one, and how the figures of docs/numerics.md are
/// printed.</summary>
internal static class MeasuredError
{
    /// <summary>Distance in units of the last place of the exact value.</summary>
    public static double Ulps(double computed, BigFixed exact)
    {
        double magnitude = Math.Abs(exact.ToDouble());
        double ulp = Math.BitIncrement(magnitude) - magnitude;
        return BigFixed.Abs((BigFixed)computed - exact).ToDouble() / ulp;
    }

    /// <summary>Distance over the exact value.</summary>
    public static double Relative(double computed, BigFixed exact) =>
        BigFixed.Abs(((BigFixed)computed - exact) / exact).ToDouble();

    public static void Report(string what, double value) =>
        TestContext.Out.WriteLine($"max error: {what}: {value:E2}");
}
