using System;

namespace HybridGpu.Risk.Tick;

/// <summary>Exact sums of lots x Greek; the order of positions doesn't matter.</summary>
internal struct GreekSums
{
    public Int128 Delta;
    public Int128 DeltaUsd;
    public Int128 Gamma;
    public Int128 Vega;
    public Int128 Theta;
    public Int128 Rho;

    /// <summary>Of lots without their sign: what isn't known of one volatility isn't offset by another.</summary>
    public Int128 Confidence;

    public void Add(in GreekSums other)
    {
        // Across underlyings only money adds up.
        DeltaUsd += other.DeltaUsd;
        Vega += other.Vega;
        Theta += other.Theta;
        Confidence += other.Confidence;
    }

    /// <summary>A sum as a long, at the bound when it is past it: Greeks inform, nothing is decided by them.</summary>
    public static long Saturate(Int128 sum) =>
        sum > long.MaxValue ? long.MaxValue : sum < long.MinValue ? long.MinValue : (long)sum;
}
