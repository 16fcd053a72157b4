namespace HybridGpu.Kernels.Pricing;

/// <summary>The outputs of options side by side, as <see cref="OptionSensitivities"/>.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
internal struct GreekLanes<T>
    where T : struct
{
    /// <summary>Price.</summary>
    public T Price;

    /// <summary>∂P/∂S.</summary>
    public T Delta;

    /// <summary>∂²P/∂S².</summary>
    public T Gamma;

    /// <summary>∂P/∂σ.</summary>
    public T Vega;

    /// <summary>−∂P/∂T.</summary>
    public T Theta;

    /// <summary>∂P/∂r.</summary>
    public T Rho;

    /// <summary>∂²P/∂S∂σ.</summary>
    public T Vanna;

    /// <summary>∂²P/∂σ².</summary>
    public T Volga;

    /// <summary>−∂²P/∂S∂T.</summary>
    public T Charm;
}
