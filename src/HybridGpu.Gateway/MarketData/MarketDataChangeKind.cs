namespace HybridGpu.Gateway.MarketData;

/// <summary>What a market data request asks for.</summary>
internal enum MarketDataChangeKind
{
    /// <summary>One snapshot now.</summary>
    Snapshot,

    /// <summary>A snapshot now and at every change.</summary>
    Subscribe,

    /// <summary>No more of this request.</summary>
    Unsubscribe,

    /// <summary>No more of anything: the client has gone.</summary>
    UnsubscribeAll,
}
