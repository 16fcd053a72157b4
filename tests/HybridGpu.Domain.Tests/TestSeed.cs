using System.Globalization;

namespace HybridGpu.Domain.Tests;

/// <summary>Randomness of tests: a seed that is printed, and taken from HYBRIDGPU_SEED to repeat a failure.</summary>
internal static class TestSeed
{
    /// <summary>A generator whose seed the test's output names.</summary>
    public static Random NewRandom()
    {
        string? given = Environment.GetEnvironmentVariable("HYBRIDGPU_SEED");
        int seed = given is null ? Environment.TickCount : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Out.WriteLine($"HYBRIDGPU_SEED={seed}");
        return new Random(seed);
    }

    /// <summary>A long of a random number of bits and sign, at times one beside a power of two or an extreme.</summary>
    public static long NextEdgyLong(this Random random)
    {
        int bits = random.Next(64);
        return random.Next(4) switch
        {
            0 => (1L << bits) + random.Next(-1, 2),
            1 => random.Next(2) == 0 ? long.MaxValue : long.MinValue,
            _ => (random.NextInt64(long.MinValue, long.MaxValue) >> bits),
        };
    }

    /// <summary>The same, not negative.</summary>
    public static long NextEdgyPositive(this Random random) => random.NextEdgyLong() & long.MaxValue;
}
