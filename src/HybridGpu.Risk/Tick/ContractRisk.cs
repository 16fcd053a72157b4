using HybridGpu.Domain;

namespace HybridGpu.Risk.Tick;

/// <summary>Mark and Greeks of a contract, per lot, as integers.</summary>
/// <remarks>Immutable.</remarks>
public readonly record struct ContractRisk
{
    /// <summary>Instrument.</summary>
    public InstrumentId Instrument { get; init; }

    /// <summary>Underlying.</summary>
    public UnderlyingId Underlying { get; init; }

    /// <summary>True when a Greek was too large for its integer and stands at the bound.</summary>
    public bool AreGreeksSaturated { get; init; }

    /// <summary>Volatility priced with, in 1e-9 per sqrt(year); 0 for futures.</summary>
    public long VolNano { get; init; }

    /// <summary>Forward priced with, in micro-USD.</summary>
    public long ForwardMicros { get; init; }

    /// <summary>Mark in micro-USD per lot.</summary>
    public long MarkMicros { get; init; }

    /// <summary>Delta in 1e-9 of the underlying per lot.</summary>
    public long DeltaNano { get; init; }

    /// <summary>Delta x forward in micro-USD per lot, half to even.</summary>
    public long DeltaUsdMicros { get; init; }

    /// <summary>Gamma in 1e-15 of the underlying per USD and lot.</summary>
    public long GammaFemto { get; init; }

    /// <summary>Vega in nano-USD per volatility point and lot.</summary>
    public long VegaNano { get; init; }

    /// <summary>What the uncertainty of the volatility comes to, in nano-USD per lot held either way: |vega| x its
    /// width in vol points, rounded up; not negative.</summary>
    public long ConfidenceNano { get; init; }

    /// <summary>Theta in nano-USD per calendar day and lot.</summary>
    public long ThetaNano { get; init; }

    /// <summary>Rho in nano-USD per 1 % of rate and lot.</summary>
    public long RhoNano { get; init; }
}
