namespace HybridGpu.Kernels.Pricing;

/// <summary>An American put on a strike of 1, to which every American option is reduced.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
internal struct AmericanPut<T>
    where T : struct
{
    /// <summary>ln(S/K).</summary>
    public T LogSpot;

    /// <summary>Years to expiry.</summary>
    public T Time;

    /// <summary>Volatility per √year.</summary>
    public T Volatility;

    /// <summary>What the strike earns.</summary>
    public T Rate;

    /// <summary>What the spot pays away.</summary>
    public T Yield;

    /// <summary>1 to take the boundary from its slope condition, 0 from its value condition: see
    /// <see cref="AmericanBoundary{T,L}"/>.</summary>
    public T UsesSlope;

    /// <summary>ln X, X = min(1, r/q) the boundary just before expiry.</summary>
    public T LogStart;
}
