using System.Runtime.CompilerServices;

namespace HybridGpu.Domain;

/// <summary>Fixed 64-bit mixing for state hashes and hash tables: equal on every machine and run, not
/// cryptographic.</summary>
public static class Mix
{
    /// <summary>A bijection that spreads every input bit over all output bits.</summary>
    /// <remarks>Source: SplitMix64's finaliser, Steele, Lea, Flood, "Fast splittable pseudorandom number generators"
    /// (2014).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Finalize(ulong x)
    {
        x ^= x >> 30;
        x *= 0xBF58476D1CE4E5B9;
        x ^= x >> 27;
        x *= 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    /// <summary>Appends one word to a running digest; order matters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Combine(ulong digest, ulong word) =>
        Finalize((digest * 0x9E3779B97F4A7C15) ^ (word + 0xD1B54A32D192ED03));
}
