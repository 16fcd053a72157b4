namespace HybridGpu.Kernels.Pricing;

/// <summary>One term w·e^α·Φ(ψ·y) of a barrier formula, as numbers rather than as code.</summary>
/// <remarks>
/// α = g·T + e·ln S + k·ln(H/S), with S^e already inside w, and y = ℓ/(σ√T) + κ·σ√T, ℓ linear in ln S. Every term of
/// Reiner and Rubinstein has this shape, so one routine differentiates them all.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
internal struct TermShape<T>
    where T : struct
{
    /// <summary>w, with its sign, and S for e = 1.</summary>
    public T Weight;

    /// <summary>ψ, ±1.</summary>
    public T Side;

    /// <summary>e, 0 or 1.</summary>
    public T SpotPower;

    /// <summary>g, per year.</summary>
    public T Growth;

    /// <summary>∂g/∂r.</summary>
    public T GrowthPerRate;

    /// <summary>k and its derivatives.</summary>
    public Sloped<T> Power;

    /// <summary>ℓ.</summary>
    public T Distance;

    /// <summary>∂ℓ/∂ln S, ±1.</summary>
    public T DistancePerLogSpot;

    /// <summary>κ and its derivatives.</summary>
    public Sloped<T> Drift;
}
