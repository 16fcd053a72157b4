namespace HybridGpu.Kernels;

/// <summary>A price and its sensitivities in natural units, with respect to the underlying as it was given.</summary>
/// <remarks>With a spot, the dividend yield is held when the rate moves; with a forward, the forward is.</remarks>
/// <param name="Price">USD.</param>
/// <param name="Delta">∂P/∂S.</param>
/// <param name="Gamma">∂²P/∂S², per USD.</param>
/// <param name="Vega">∂P/∂σ, USD per 1.00 of volatility.</param>
/// <param name="Theta">−∂P/∂T, USD per year.</param>
/// <param name="Rho">∂P/∂r, USD per 1.00 of rate.</param>
/// <param name="Vanna">∂²P/∂S∂σ, per 1.00 of volatility.</param>
/// <param name="Volga">∂²P/∂σ², USD per 1.00 of volatility squared.</param>
/// <param name="Charm">−∂²P/∂S∂T, per year.</param>
public readonly record struct OptionSensitivities(
    double Price, double Delta, double Gamma, double Vega, double Theta, double Rho,
    double Vanna, double Volga, double Charm);
