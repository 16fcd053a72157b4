namespace HybridGpu.Host.Match;

/// <summary>What happens to the part of an order that doesn't trade at once.</summary>
internal enum TimeInForceKind : byte
{
    /// <summary>It rests.</summary>
    GoodTillCancel,

    /// <summary>It is dropped.</summary>
    ImmediateOrCancel,

    /// <summary>There may be none: the order trades whole or not at all.</summary>
    FillOrKill,

    /// <summary>All of it rests: an order that would trade is refused.</summary>
    PostOnly,
}
