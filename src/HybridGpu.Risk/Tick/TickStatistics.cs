using System.Threading;

namespace HybridGpu.Risk.Tick;

/// <summary>Counts and durations of ticks since the start.</summary>
/// <remarks>Thread: written by the risk thread, read by any.</remarks>
public sealed class TickStatistics
{
    private long _ticks;
    private long _marginOnlyTicks;
    private long _epochs;
    private long _epochsSkipped;
    private long _epochsAbandoned;

    /// <summary>Whole ticks, in nanoseconds, pricing included.</summary>
    public LatencyHistogram PricedTicks { get; } = new();

    /// <summary>Ticks that only followed fills, in nanoseconds.</summary>
    public LatencyHistogram MarginTicks { get; } = new();

    /// <summary>Ticks.</summary>
    public long TickCount => Volatile.Read(ref _ticks);

    /// <summary>Ticks in which nothing had to be priced again.</summary>
    public long MarginOnlyCount => Volatile.Read(ref _marginOnlyTicks);

    /// <summary>Epochs handed out.</summary>
    public long EpochCount => Volatile.Read(ref _epochs);

    /// <summary>Times when an epoch was due and all arrays were in flight.</summary>
    public long EpochsSkippedCount => Volatile.Read(ref _epochsSkipped);

    /// <summary>Epochs that could not be submitted.</summary>
    public long EpochsAbandonedCount => Volatile.Read(ref _epochsAbandoned);

    internal void CountTick(bool isPriced, long totalNs)
    {
        Volatile.Write(ref _ticks, _ticks + 1);
        if (isPriced)
        {
            PricedTicks.Record(totalNs);
            return;
        }

        MarginTicks.Record(totalNs);
        Volatile.Write(ref _marginOnlyTicks, _marginOnlyTicks + 1);
    }

    internal void CountEpoch() => Volatile.Write(ref _epochs, _epochs + 1);

    internal void CountSkippedEpoch() => Volatile.Write(ref _epochsSkipped, _epochsSkipped + 1);

    internal void CountAbandonedEpoch() => Volatile.Write(ref _epochsAbandoned, _epochsAbandoned + 1);
}
