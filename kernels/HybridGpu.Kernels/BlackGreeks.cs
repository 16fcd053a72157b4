namespace HybridGpu.Kernels;

/// <summary>A price and its sensitivities in natural units, per one unit of the underlying.</summary>
/// <param name="Price">USD.</param>
/// <param name="Delta">∂P/∂F.</param>
/// <param name="Gamma">∂²P/∂F², per USD.</param>
/// <param name="Vega">∂P/∂σ, USD per 1.00 of volatility.</param>
/// <param name="Theta">−∂P/∂T, USD per year.</param>
/// <param name="Rho">∂P/∂r with the forward held, USD per 1.00 of rate.</param>
public readonly record struct BlackGreeks(
    double Price, double Delta, double Gamma, double Vega, double Theta, double Rho);
