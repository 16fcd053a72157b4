using System;

namespace HybridGpu.Simulation.Markets;

/// <summary>Every instrument that can be quoted at one moment of the market.</summary>
/// <remarks>Immutable; readers keep a reference and never see it change. Thread: any.</remarks>
public sealed class MarketView
{
    private readonly QuoteGuide[] _guides;

    internal MarketView(long marketNs, QuoteGuide[] guides)
    {
        MarketNs = marketNs;
        _guides = guides;
    }

    /// <summary>The view of a market that has not started.</summary>
    public static MarketView Empty { get; } = new(0, []);

    /// <summary>Market time of the values.</summary>
    public long MarketNs { get; }

    /// <summary>By underlying, expiry, strike; the contracts of one expiry stand together, perpetuals last.</summary>
    public ReadOnlySpan<QuoteGuide> Guides => _guides;
}
