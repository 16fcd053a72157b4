namespace HybridGpu.Host.Match;

/// <summary>What the exchange says of an order, or that something traded.</summary>
internal enum BitstampKind : byte
{
    /// <summary>A new order, before it trades.</summary>
    Created,

    /// <summary>What is left of an order.</summary>
    Changed,

    /// <summary>An order is gone: filled when nothing is left, else cancelled.</summary>
    Deleted,

    /// <summary>A trade; the orders aren't named.</summary>
    Trade,
}
