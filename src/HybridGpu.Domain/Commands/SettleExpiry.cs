using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Settles everything of one underlying that expires at one moment, at one price. 24 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
public struct SettleExpiry
{
    /// <summary>Expiry in MarketNs; the header's MarketNs must have reached it.</summary>
    [FieldOffset(0)] public long ExpiryNs;

    /// <summary>Settlement price of the underlying in micro-USD; 0 with <see cref="UseAverage"/>.</summary>
    [FieldOffset(8)] public long PriceMicros;

    /// <summary>Underlying.</summary>
    [FieldOffset(16)] public UnderlyingId Underlying;

    /// <summary>1: the engine's own average of the index counts; 0: <see cref="PriceMicros"/>.</summary>
    [FieldOffset(17)] public byte UseAverage;
}
