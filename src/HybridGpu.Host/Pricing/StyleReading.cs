namespace HybridGpu.Host.Pricing;

/// <summary>What became of reading a style.</summary>
internal enum StyleReading : byte
{
    /// <summary>It is known.</summary>
    Known,

    /// <summary>No style has that name.</summary>
    UnknownStyle,

    /// <summary>The style is a barrier's, and no kind of barrier has that name.</summary>
    UnknownBarrier,

    /// <summary>Style and kind of barrier are two different ones.</summary>
    Contradiction,
}
