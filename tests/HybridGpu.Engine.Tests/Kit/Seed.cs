using System.Globalization;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>The seed of a randomised test: printed, and taken from HYBRIDGPU_SEED when that is set.</summary>
internal static class Seed
{
    public static int Of(int fallback)
    {
        string? given = Environment.GetEnvironmentVariable("HYBRIDGPU_SEED");
        int seed = string.IsNullOrEmpty(given) ? fallback : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Out.WriteLine($"HYBRIDGPU_SEED={seed}");
        return seed;
    }
}
