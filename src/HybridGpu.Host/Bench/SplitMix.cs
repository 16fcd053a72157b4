using HybridGpu.Domain;

namespace HybridGpu.Host.Bench;

/// <summary>The draws of a workload: SplitMix64, so the same from a seed on every machine.</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next number from 0 to one below <paramref name="bound"/>.</summary>
    public ulong Below(ulong bound)
    {
        _state += 0x9E3779B97F4A7C15;
        return Math.BigMul(Mix.Finalize(_state), bound, out _);
    }
}
