using System.Globalization;

namespace HybridGpu.Risk.Tests;

/// <summary>The seed of a randomised test: from HYBRIDGPU_SEED, else the clock; printed either way.</summary>
internal static class Seed
{
    public static Random NewRandom()
    {
        string? given = Environment.GetEnvironmentVariable("HYBRIDGPU_SEED");
        int seed = given is null ? Environment.TickCount : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Out.WriteLine($"HYBRIDGPU_SEED={seed}");
        return new Random(seed);
    }
}
