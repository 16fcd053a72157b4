using System;
using HybridGpu.Domain;
using HybridGpu.Engine.Images;

namespace HybridGpu.Engine.Lifecycle;

/// <summary>The running time-weighted average of an index over the last 30 minutes before an expiry.</summary>
/// <remarks>Two numbers an expiry, however many samples: the window is known when the expiry is listed, so no sample
/// need be kept.</remarks>
internal sealed class ExpiryAverage
{
    /// <summary>Market time before the expiry over which is averaged, in ns.</summary>
    public const long WindowNs = 30 * 60 * 1_000_000_000L;

    /// <param name="underlying">Whose index.</param>
    /// <param name="expiryNs">The expiry.</param>
    /// <param name="knownFromNs">Market time at which it was first listed: what came before wasn't averaged.</param>
    public ExpiryAverage(UnderlyingId underlying, long expiryNs, long knownFromNs)
    {
        Underlying = underlying;
        ExpiryNs = expiryNs;
        FromNs = Math.Max(expiryNs - Math.Min(WindowNs, expiryNs), knownFromNs);
    }

    public UnderlyingId Underlying { get; }

    public long ExpiryNs { get; }

    /// <summary>Where the window begins.</summary>
    public long FromNs { get; }

    /// <summary>Sum of price x ns.</summary>
    public Int128 Sum { get; private set; }

    /// <summary>Time in the window with a price, in ns.</summary>
    public long CoveredNs { get; private set; }

    /// <summary>Its digest for the state hash; counts only when time is covered.</summary>
    public ulong Digest => StateDigest.OfAverage(this);

    /// <summary>Counts a price that held from one moment to another, as far as that lies in the window.</summary>
    public void Count(long priceMicros, long sinceNs, long untilNs)
    {
        long ns = Overlap(sinceNs, untilNs);
        Sum += (Int128)priceMicros * ns;
        CoveredNs += ns;
    }

    /// <summary>The average when a price has held from a moment on and still does.</summary>
    /// <param name="lastMicros">That price.</param>
    /// <param name="sinceNs">That moment.</param>
    /// <param name="averageMicros">Rounded to the nearest, halves up.</param>
    /// <param name="coveredNs">Time averaged over, in ns.</param>
    /// <returns>False when no price held at any time of the window.</returns>
    public bool TryClose(long lastMicros, long sinceNs, out long averageMicros, out long coveredNs)
    {
        long ns = Overlap(sinceNs, ExpiryNs);
        coveredNs = CoveredNs + ns;
        Int128 sum = Sum + ((Int128)lastMicros * ns);
        averageMicros = coveredNs == 0 ? 0 : (long)((sum + (coveredNs / 2)) / coveredNs);
        return coveredNs > 0;
    }

    private long Overlap(long sinceNs, long untilNs) =>
        Math.Max(0, Math.Min(untilNs, ExpiryNs) - Math.Max(sinceNs, FromNs));

    /// <summary>What has been counted.</summary>
    public void Pass(ref Image image)
    {
        Sum = image.Value(Sum);
        CoveredNs = image.Value(CoveredNs);
    }
}
