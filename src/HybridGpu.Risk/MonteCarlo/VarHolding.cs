using HybridGpu.Kernels;

namespace HybridGpu.Risk.MonteCarlo;

/// <summary>A position or collateral that moves: its contract in natural units and how much of it is held.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Underlying">What it moves with.</param>
/// <param name="Kind">Payoff.</param>
/// <param name="Forward">USD.</param>
/// <param name="Strike">USD; 0 where there is none.</param>
/// <param name="Years">To expiry; 0 where there is none.</param>
/// <param name="Volatility">Per √year.</param>
/// <param name="Rate">Discount rate.</param>
/// <param name="Size">Signed units.</param>
internal sealed record VarHolding(
    string Name, string Underlying, PayoffKind Kind, double Forward, double Strike, double Years, double Volatility,
    double Rate, double Size)
{
    /// <summary>The most that one unit can gain or lose under a move of the model, USD.</summary>
    public double MostPerUnit =>
        (Kind == PayoffKind.Put ? Strike : Forward * Most) * LaneMath.Exp(System.Math.Abs(Rate) * Years);

    // e^MaxLogMove is 15.6.
    private const double Most = 16.0;
}
