using System;

namespace HybridGpu.Gateway.MarketData;

/// <summary>Kinds of market data entry that a client asked for.</summary>
[Flags]
internal enum MarketDataEntries
{
    None = 0,
    Bids = 1,
    Asks = 2,
    Trades = 4,
}
