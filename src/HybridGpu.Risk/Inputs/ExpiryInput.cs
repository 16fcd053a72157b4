using System.Runtime.InteropServices;
using HybridGpu.Domain;

namespace HybridGpu.Risk.Inputs;

/// <summary>One expiry of an underlying in the published inputs, as journaled. 32 bytes, unnamed ones zero.</summary>
[StructLayout(LayoutKind.Explicit, Size = WireSize)]
public struct ExpiryInput
{
    /// <summary>Bytes.</summary>
    public const int WireSize = 32;

    /// <summary>Largest rate either way in 1e-9: 1,000 % a year.</summary>
    public const long RateNanoMax = 10_000_000_000;

    /// <summary>Expiry in MarketNs; <see cref="long.MaxValue"/> for the row of a perpetual.</summary>
    [FieldOffset(0)] public long ExpiryNs;

    /// <summary>Forward in micro-USD.</summary>
    [FieldOffset(8)] public long ForwardMicros;

    /// <summary>Discount rate, continuous, in 1e-9 a year.</summary>
    [FieldOffset(16)] public long RateNano;

    /// <summary>Underlying.</summary>
    [FieldOffset(24)] public UnderlyingId Underlying;

    /// <summary>Order of the rows: by underlying, then expiry.</summary>
    internal static int Compare(in ExpiryInput a, UnderlyingId underlying, long expiryNs)
    {
        int byUnderlying = a.Underlying.Value.CompareTo(underlying.Value);
        return byUnderlying != 0 ? byUnderlying : a.ExpiryNs.CompareTo(expiryNs);
    }
}
