using System.Collections.Generic;

namespace HybridGpu.Simulation.Markets;

/// <summary>A source of prices that drives a venue's market and shows participants what contracts are worth.</summary>
/// <remarks>Thread: <see cref="Start"/> and <see cref="Advance"/> from one market thread; everything else from
/// any.</remarks>
public interface IMarket
{
    /// <summary>Assets traded.</summary>
    public IReadOnlyList<MarketUnderlying> Underlyings { get; }

    /// <summary>The newest view, replaced as a whole at most every 100 ms of elapsed time; empty before the
    /// start.</summary>
    public MarketView Latest { get; }

    /// <summary>Market time, ns since the Unix epoch.</summary>
    public long MarketNs { get; }

    /// <summary>True when a market of bounded length has shown all it has. It goes on moving in real time.</summary>
    public bool IsFinished { get; }

    /// <summary>Where it stands, for people.</summary>
    public string Progress { get; }

    /// <summary>Lists the first instruments and publishes the first inputs.</summary>
    /// <param name="sink">The venue.</param>
    /// <param name="resumeMarketNs">Market time of the journal that the venue recovered; null or 0 for a new
    /// venue.</param>
    public void Start(IMarketSink sink, long? resumeMarketNs = null);

    /// <summary>Moves the market on and publishes its inputs.</summary>
    /// <param name="elapsedWallNs">Wall time since the last step, not negative.</param>
    public void Advance(long elapsedWallNs);
}
