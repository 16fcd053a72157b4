namespace HybridGpu.Gateway.MarketData;

/// <summary>A subscription in one book.</summary>
internal sealed class DepthFollower(MarketDataSubscription subscription, DepthView? view)
{
    public MarketDataSubscription Subscription { get; } = subscription;

    /// <summary>What an incremental subscription has been told so far; null where every change is a snapshot.</summary>
    public DepthView? View { get; } = view;

    /// <summary>True when updates were left out because the client reads slowly: it needs a snapshot next.</summary>
    public bool IsBehind { get; set; }
}
