namespace HybridGpu.Gateway.Trades;

/// <summary>A wish to hear of an account's trades as they happen.</summary>
/// <param name="RequestId">TradeRequestID(568), repeated in every report.</param>
/// <param name="Filter">Which trades.</param>
internal sealed record TradeSubscription(byte[] RequestId, TradeFilter Filter);
