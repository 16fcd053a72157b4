using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>A sample of an underlying's index, at the header's MarketNs; it holds until the next. The venue only. 16
/// bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
public struct IndexPrice
{
    /// <summary>Prices are below this many micro-USD (140 million USD), so that no product of one leaves 128
    /// bits.</summary>
    public const long PriceMicrosBound = 1L << 47;

    /// <summary>Price of one unit in micro-USD, positive, below <see cref="PriceMicrosBound"/>.</summary>
    [FieldOffset(0)] public long PriceMicros;

    /// <summary>Underlying.</summary>
    [FieldOffset(8)] public UnderlyingId Underlying;
}
