using System.Globalization;

namespace HybridGpu.Settlement.Tests.Support;

/// <summary>The seed of randomised tests: printed, and taken from HYBRIDGPU_SEED if that is set.</summary>
internal static class Seed
{
    public static Random Random()
    {
        string? given = Environment.GetEnvironmentVariable("HYBRIDGPU_SEED");
        int seed = given is null ? Environment.TickCount : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Out.WriteLine($"HYBRIDGPU_SEED={seed}");
        return new Random(seed);
    }
}
