using System;

namespace HybridGpu.FixFuzz;

/// <summary>Random numbers that are a function of (seed, index) and of nothing else: SplitMix64.</summary>
/// <remarks>
/// The same on every machine and runtime, which System.Random does not promise. Source: Steele, Lea and Flood, "Fast
/// splittable pseudorandom number generators", OOPSLA 2014. Thread: one.
/// </remarks>
internal sealed class FuzzRandom
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>Starts over at a place.</summary>
    /// <param name="seed">The campaign's seed.</param>
    /// <param name="stream">Which of the independent uses: message, conversation.</param>
    /// <param name="index">The place.</param>
    public void Seek(ulong seed, ulong stream, long index)
    {
        _state = Mix(seed + (stream * GoldenGamma));
        _state = Mix(_state ^ Mix((ulong)index * GoldenGamma));
    }

    /// <summary>A number below a bound.</summary>
    /// <param name="bound">At least 1.</param>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>True once in so many times.</summary>
    /// <param name="times">At least 1.</param>
    public bool OneIn(int times) => Below(times) == 0;

    /// <summary>One of a list.</summary>
    /// <param name="items">Not empty.</param>
    public T Pick<T>(ReadOnlySpan<T> items) => items[Below(items.Length)];

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += GoldenGamma;
        return Mix(_state);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
