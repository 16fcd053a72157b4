using HybridGpu.Risk.MonteCarlo;

namespace HybridGpu.Host.ValueAtRisk;

/// <summary>What one call of <c>hybridgpu var</c> was asked for.</summary>
internal sealed record VarOptions
{
    /// <summary>Portfolio file.</summary>
    public required string Portfolio { get; init; }

    /// <summary>Market file.</summary>
    public required string Market { get; init; }

    /// <summary>Model, scenarios and seed.</summary>
    public required VarAssumptions Assumptions { get; init; }

    /// <summary>What reprices; one of <see cref="Kernels.KernelBackends.Names"/>.</summary>
    public string Backend { get; init; } = "simd";

    /// <summary>JSON rather than text.</summary>
    public bool IsJson { get; init; }
}
