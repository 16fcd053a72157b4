namespace HybridGpu.Kernels.Pricing;

/// <summary>The market of options side by side, as every formula takes it.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
internal struct OptionLanes<T>
    where T : struct
{
    /// <summary>+1 for a call, −1 for a put.</summary>
    public T Sign;

    /// <summary>Spot or forward.</summary>
    public T Underlying;

    /// <summary>Strike.</summary>
    public T Strike;

    /// <summary>Years to expiry.</summary>
    public T Time;

    /// <summary>Volatility per √year.</summary>
    public T Volatility;

    /// <summary>Rate that discounts.</summary>
    public T Rate;

    /// <summary>What the underlying pays away: the dividend yield of a spot, the rate itself with a forward.</summary>
    public T Yield;

    /// <summary>1 when the underlying is a spot, 0 when it is a forward: how the carry moves with the rate.</summary>
    public T SpotFlag;
}
