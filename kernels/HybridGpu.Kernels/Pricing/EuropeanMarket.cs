namespace HybridGpu.Kernels.Pricing;

/// <summary>What every output of a European option is made of, options side by side.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
internal struct EuropeanMarket<T>
    where T : struct
{
    /// <summary>√T.</summary>
    public T Root;

    /// <summary>1/T.</summary>
    public T PerTime;

    /// <summary>1/σ.</summary>
    public T PerVolatility;

    /// <summary>σ√T, positive.</summary>
    public T TotalVol;

    /// <summary>1/(σ√T).</summary>
    public T PerTotalVol;

    /// <summary>1/S.</summary>
    public T PerSpot;

    /// <summary>d1.</summary>
    public T Distance;

    /// <summary>S·e^(−qT).</summary>
    public T PresentAsset;

    /// <summary>K·e^(−rT).</summary>
    public T PresentStrike;
}
