using System;
using System.Numerics;
using System.Threading;

namespace HybridGpu.Risk.Tick;

/// <summary>Durations in logarithmic buckets of 1/32 each: quantiles to 3.2 %, the maximum exactly.</summary>
/// <remarks>Fixed size; a duration past 2^40 ns (18 minutes) counts in the last bucket. Recording: no allocation.
/// Thread: one writer, any readers (a reader may miss the newest records).</remarks>
public sealed class LatencyHistogram
{
    private const int SubBits = 5;
    private const int SubCount = 1 << SubBits;
    private const int BitsMax = 40;

    private readonly long[] _counts = new long[(BitsMax - SubBits + 2) << SubBits];
    private long _count;
    private long _maxNs;

    /// <summary>Durations recorded.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Longest duration in nanoseconds.</summary>
    public long MaxNs => Volatile.Read(ref _maxNs);

    /// <summary>Records a duration. Hot path.</summary>
    public void Record(long durationNs)
    {
        ref long bucket = ref _counts[BucketOf(durationNs)];
        Volatile.Write(ref bucket, bucket + 1);
        Volatile.Write(ref _maxNs, Math.Max(_maxNs, durationNs));
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>The duration that a share of the records does not exceed, in nanoseconds, rounded up to its
    /// bucket.</summary>
    /// <param name="quantile">From 0 to 1.</param>
    /// <returns>0 when nothing was recorded.</returns>
    public long QuantileNs(double quantile)
    {
        long total = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            total += Volatile.Read(ref _counts[i]);
        }

        long rank = (long)Math.Ceiling(quantile * total);
        long seen = 0;
        for (int i = 0; i < _counts.Length && total > 0; i++)
        {
            seen += Volatile.Read(ref _counts[i]);
            if (seen >= Math.Max(1, rank))
            {
                return Math.Min(UpperBoundOf(i), MaxNs);
            }
        }

        return 0;
    }

    private static int BucketOf(long durationNs)
    {
        long value = Math.Clamp(durationNs, 0, (1L << BitsMax) - 1);
        int shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - SubBits);
        return (shift << SubBits) + (int)(value >> shift);
    }

    private static long UpperBoundOf(int bucket)
    {
        int shift = Math.Max(0, (bucket >> SubBits) - 1);
        long lower = (bucket - (long)(shift << SubBits)) << shift;
        return lower + (1L << shift) - 1;
    }
}
