using HybridGpu.Domain;
using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Risk.Inputs;

/// <summary>How well an expiry's volatilities are known: beside the inputs of a tick, and not journaled.</summary>
/// <remarks>No mark depends on it, so neither do replay and hashes; only the confidence charge does. Units: volatility
/// in 1e-9 per sqrt(year), so 10,000,000 is a vol point. Immutable.</remarks>
public readonly record struct ExpirySurface
{
    /// <summary>Largest uncertainty, 100 vol points.</summary>
    public const long WidthNanoMax = 1_000_000_000;

    /// <summary>Underlying.</summary>
    public UnderlyingId Underlying { get; init; }

    /// <summary>Expiry in MarketNs.</summary>
    public long ExpiryNs { get; init; }

    /// <summary>Where the volatilities come from; anything but a fit is an alert.</summary>
    public SurfaceSource Source { get; init; }

    /// <summary>What the last fit came to.</summary>
    public SurfaceStatus Status { get; init; }

    /// <summary>Quotes of the last fit.</summary>
    public int QuotesUsed { get; init; }

    /// <summary>Uncertainty of the volatilities, from 0 to <see cref="WidthNanoMax"/>.</summary>
    public long WidthNano { get; init; }

    /// <summary>Market time of the slice in use; 0 without one of its own.</summary>
    public long FittedNs { get; init; }

    /// <summary>True unless the volatilities come from a slice fitted at the last refit.</summary>
    public bool IsAlert => Source != SurfaceSource.Fitted;
}
