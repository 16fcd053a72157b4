namespace HybridGpu.Kernels.MonteCarlo;

/// <summary>How one underlying's price moves over the horizon; all are logs.</summary>
/// <param name="Deviation">Deviation of the diffusive part, 0 to 2; 0.03 is 3 %.</param>
/// <param name="Drift">Added to every move, −2 to 2; see <see cref="MonteCarloModel.CompensatedDrift"/>.</param>
/// <param name="JumpMean">Mean of a jump, −2 to 2.</param>
/// <param name="JumpDeviation">Deviation of a jump, 0 to 2.</param>
public readonly record struct MonteCarloUnderlying(
    double Deviation, double Drift, double JumpMean, double JumpDeviation);
