namespace HybridGpu.Venue;

/// <summary>The two clocks that stamp commands as they enter. The engine itself has none.</summary>
public interface IVenueClock
{
    /// <summary>Wall clock, ns since the Unix epoch.</summary>
    public long WallNs { get; }

    /// <summary>The market's own time, ns since the Unix epoch; recorded data may replay another day.</summary>
    public long MarketNs { get; }
}
