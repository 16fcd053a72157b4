using System;

namespace HybridGpu.Gateway.MarketData;

/// <summary>What one client asked to see of some instruments.</summary>
internal sealed class MarketDataSubscription
{
    public MarketDataSubscription(
        GatewayClient client, ReadOnlySpan<byte> requestId, int depth, MarketDataEntries entries, bool isIncremental)
    {
        Client = client;
        RequestId = requestId.ToArray();
        Depth = depth;
        Entries = entries;
        IsIncremental = isIncremental;
    }

    public GatewayClient Client { get; }

    /// <summary>The client's MDReqID(262), repeated in every answer.</summary>
    public byte[] RequestId { get; }

    /// <summary>Levels of each side.</summary>
    public int Depth { get; }

    /// <summary>Kinds of entry.</summary>
    public MarketDataEntries Entries { get; }

    /// <summary>Whether changes come as changes, and not as snapshots.</summary>
    public bool IsIncremental { get; }

    public bool Is(GatewayClient client, ReadOnlySpan<byte> requestId) =>
        ReferenceEquals(Client, client) && requestId.SequenceEqual(RequestId);
}
