using System.Collections.Generic;
using HybridGpu.Domain;

namespace HybridGpu.Gateway.MarketData;

/// <summary>A request handed from a session's thread to the publisher's.</summary>
/// <param name="Subscription">Who wants what; for an unsubscribe, who no longer does.</param>
/// <param name="Instruments">Which instruments; null for all of the client's.</param>
/// <param name="Kind">What is to be done.</param>
internal sealed record MarketDataChange(
    MarketDataSubscription Subscription, IReadOnlyList<InstrumentId>? Instruments, MarketDataChangeKind Kind);
