using HybridGpu.Domain;

namespace HybridGpu.Gateway.MarketData;

/// <summary>A request for trading states, handed from a session's thread to the publisher's.</summary>
/// <param name="Client">Who asks.</param>
/// <param name="RequestId">SecurityStatusReqID(324), repeated in every answer; empty for everything of the
/// client's.</param>
/// <param name="Instrument">Which instrument; null for all.</param>
/// <param name="Kind">What is to be done.</param>
internal sealed record StatusChange(
    GatewayClient Client, byte[] RequestId, InstrumentId? Instrument, MarketDataChangeKind Kind);
