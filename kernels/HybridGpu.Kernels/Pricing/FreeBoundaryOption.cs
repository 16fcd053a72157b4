namespace HybridGpu.Kernels.Pricing;

/// <summary>Options side by side that may be exercised early, with or without a barrier that isn't reached.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
internal struct FreeBoundaryOption<T>
    where T : struct
{
    /// <summary>The market and the plain option.</summary>
    public OptionLanes<T> Plain;

    /// <summary>+1 when the barrier lies below the underlying, −1 when above; +1 without a barrier.</summary>
    public T Down;

    /// <summary>1 for a knock-in, else 0.</summary>
    public T IsIn;

    /// <summary>1 for a knock-out, else 0.</summary>
    public T IsOut;

    /// <summary>H, or any price without a barrier.</summary>
    public T Barrier;

    /// <summary>What a knock-out is worth where it dies, see <see cref="FreeBoundaryFormula{T,L}"/>; a knock-in's
    /// rebate at expiry.</summary>
    public T AtBarrier;
}
