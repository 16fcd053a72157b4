namespace HybridGpu.Fix.Sessions;

/// <summary>What to do with a message while the peer is away.</summary>
public enum SendMode
{
    /// <summary>Number and store it, so that the peer gets it when it comes back: orders' reports.</summary>
    StoreWhenAway = 0,

    /// <summary>Drop it: market data, quotes' states, whatever is stale when the peer comes back.</summary>
    OnlyWhenLoggedOn = 1,
}
