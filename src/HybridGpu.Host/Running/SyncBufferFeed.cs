using System.Diagnostics;
using HybridGpu.Domain;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Tick;
using HybridGpu.Venue;

namespace HybridGpu.Host.Running;

/// <summary>Builds the sync buffer into the settlement grid: measures the delays, and widens the ranges that are
/// published by the default model's rule.</summary>
/// <remarks>Once a second. Thread: the market's; <see cref="Report"/> on any.</remarks>
internal sealed class SyncBufferFeed
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly SyncRange Rule = MarginPresets.Find(MarginPresets.Default)!.Sync;

    private readonly VenuePipeline _venue;
    private readonly VenueOptions _options;
    private readonly MarketState _state;
    private readonly Func<SyncDelays> _settlement;
    private readonly SyncDelayMeter _meter = new(TimeProvider.System);
    private long? _lastUpdate;
    private SyncBufferReport _report = SyncBufferReport.None;

    /// <param name="venue">The venue, whose tick and journal are measured.</param>
    /// <param name="options">How it was built.</param>
    /// <param name="state">Gets the delay.</param>
    /// <param name="settlement">Post, settle and finality as they stand; none without a chain.</param>
    public SyncBufferFeed(VenuePipeline venue, VenueOptions options, MarketState state, Func<SyncDelays> settlement)
    {
        _venue = venue;
        _options = options;
        _state = state;
        _settlement = settlement;
    }

    /// <summary>How it stands.</summary>
    public SyncBufferReport Report => Volatile.Read(ref _report);

    /// <summary>Measures when it is time to, and tells the state.</summary>
    public void Update()
    {
        if (_lastUpdate is { } last && Stopwatch.GetElapsedTime(last) < Interval)
        {
            return;
        }

        _lastUpdate = Stopwatch.GetTimestamp();
        _meter.Record(_settlement() with
        {
            Detect = _options.EpochIntervalMin.TotalSeconds + Slowest(_venue.TickStatistics.PricedTicks),
            Sequence = Slowest(_venue.EpochSequencing),
        });
        SyncDelays delays = _meter.Longest;
        _state.SetSyncDelay(Rule, TimeSpan.FromSeconds(delays.Total));
        PublishedRange[] ranges =
        [
            .. Enumerable.Range(0, UnderlyingId.Capacity)
                .Select(id => new PublishedRange(id, _state.PublishedRange(new UnderlyingId((byte)id))))
                .Where(row => row.Range > 0),
        ];
        Volatile.Write(ref _report, new SyncBufferReport(delays, ranges, _state.RangesHeld));
    }

    /// <summary>The 99th percentile in seconds.</summary>
    private static double Slowest(LatencyHistogram durations) => durations.QuantileNs(0.99) / 1e9;
}
