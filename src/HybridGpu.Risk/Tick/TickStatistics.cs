using System.Threading;

namespace HybridGpu.Risk.Tick;

/// <summary>Counts and durations of ticks since the start.</summary>
/// <remarks>Thread: written by the risk thread, read by any.</remarks>
public sealed class TickStatistics
{
    private long _ticks;
    private long _marginOnlyTicks;
    private long _layouts;
    private long _epochsSkipped;
    private long _epochsAbandoned;

    /// <summary>Whole ticks, in nanoseconds, pricing included.</summary>
    public LatencyHistogram PricedTicks { get; } = new();

    /// <summary>Ticks that only followed fills, in nanoseconds.</summary>
    public LatencyHistogram MarginTicks { get; } = new();

    /// <summary>Of priced ticks: inputs into kernel columns and shocks, in nanoseconds.</summary>
    public LatencyHistogram Vols { get; } = new();

    /// <summary>Of priced ticks: marks, cells and Greeks of every contract, in nanoseconds.</summary>
    public LatencyHistogram Pricing { get; } = new();

    /// <summary>Of all ticks: positions, every account's margin, the snapshot's tables, in nanoseconds.</summary>
    public LatencyHistogram Margins { get; } = new();

    /// <summary>Of all ticks: copies to the device, in nanoseconds; zeros without one.</summary>
    public LatencyHistogram Uploads { get; } = new();

    /// <summary>Of all ticks: copies from the device, in nanoseconds; zeros without one.</summary>
    public LatencyHistogram Downloads { get; } = new();

    /// <summary>Ticks.</summary>
    public long TickCount => Volatile.Read(ref _ticks);

    /// <summary>Ticks in which nothing had to be priced again.</summary>
    public long MarginOnlyCount => Volatile.Read(ref _marginOnlyTicks);

    /// <summary>Times when all positions were laid out anew; otherwise a tick takes over what changed.</summary>
    public long LayoutCount => Volatile.Read(ref _layouts);

    /// <summary>Times when an epoch was due and all arrays were in flight.</summary>
    public long EpochsSkippedCount => Volatile.Read(ref _epochsSkipped);

    /// <summary>Epochs that could not be submitted.</summary>
    public long EpochsAbandonedCount => Volatile.Read(ref _epochsAbandoned);

    internal void CountTick(bool isPriced, in TickTimings timings)
    {
        Volatile.Write(ref _ticks, _ticks + 1);
        Margins.Record(timings.MarginNs);
        Uploads.Record(timings.UploadNs);
        Downloads.Record(timings.DownloadNs);
        if (isPriced)
        {
            Vols.Record(timings.VolsNs);
            Pricing.Record(timings.PriceNs);
            PricedTicks.Record(timings.TotalNs);
            return;
        }

        MarginTicks.Record(timings.TotalNs);
        Volatile.Write(ref _marginOnlyTicks, _marginOnlyTicks + 1);
    }

    internal void SetLayoutCount(long layouts) => Volatile.Write(ref _layouts, layouts);

    internal void CountSkippedEpoch() => Volatile.Write(ref _epochsSkipped, _epochsSkipped + 1);

    internal void CountAbandonedEpoch() => Volatile.Write(ref _epochsAbandoned, _epochsAbandoned + 1);
}
