using HybridGpu.Domain;

namespace HybridGpu.Risk.Tick;

/// <summary>One account's risk in one underlying.</summary>
/// <remarks>Greeks are sums of per-contract integers, saturated at a long. Immutable.</remarks>
public readonly record struct UnderlyingRisk
{
    /// <summary>Underlying.</summary>
    public UnderlyingId Underlying { get; init; }

    /// <summary>Worst loss over the settlement grid in micro-USD, not negative.</summary>
    public long GridLossMicros { get; init; }

    /// <summary>Worst loss over all columns in micro-USD, not negative.</summary>
    public long LossMicros { get; init; }

    /// <summary>Column of <see cref="GridLossMicros"/>.</summary>
    public byte GridColumn { get; init; }

    /// <summary>Column of <see cref="LossMicros"/>.</summary>
    public byte Column { get; init; }

    /// <summary>Delta in 1e-9 of the underlying.</summary>
    public long DeltaNano { get; init; }

    /// <summary>Gamma in 1e-15 of the underlying per USD.</summary>
    public long GammaFemto { get; init; }

    /// <summary>Vega in nano-USD per volatility point.</summary>
    public long VegaNano { get; init; }

    /// <summary>Theta in nano-USD per calendar day.</summary>
    public long ThetaNano { get; init; }

    /// <summary>Rho in nano-USD per 1 % of rate.</summary>
    public long RhoNano { get; init; }
}
