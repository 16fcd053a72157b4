using System.Diagnostics;
using HdrHistogram;
using HybridGpu.Domain.Events;
using HybridGpu.Venue;

namespace HybridGpu.Host.Bench;

/// <summary>Stands where FIX egress does, behind the journal, and takes the time of each command's last
/// event.</summary>
/// <remarks>Command n was to be sent at start + n x interval; its latency runs from there, whenever it really was sent,
/// so a stall counts for every order that it held up. Commands are counted window by window.</remarks>
internal sealed class PipelineProbe : IVenueObserver
{
    private readonly IReadOnlyList<LongHistogram> _windows;
    private readonly int _windowCommands;
    private readonly long _intervalNs;
    private long _startNs;
    private long _told;
    private long _trades;
    private long _rejects;

    /// <summary>A probe.</summary>
    /// <param name="windows">One histogram for each window; the first one warms up.</param>
    /// <param name="windowCommands">Commands of a window.</param>
    /// <param name="intervalNs">Intended time between two commands.</param>
    public PipelineProbe(IReadOnlyList<LongHistogram> windows, int windowCommands, long intervalNs)
    {
        _windows = windows;
        _windowCommands = windowCommands;
        _intervalNs = intervalNs;
    }

    /// <inheritdoc/>
    public string Name => "bench-probe";

    /// <inheritdoc/>
    public bool NeedsDurableEvents => true;

    /// <summary>Commands whose last event has come.</summary>
    public long Told => Volatile.Read(ref _told);

    /// <summary>Trades told.</summary>
    public long Trades => Volatile.Read(ref _trades);

    /// <summary>Orders and cancels refused.</summary>
    public long Rejects => Volatile.Read(ref _rejects);

    /// <summary>Sets when the first command is to be sent; before it is.</summary>
    public void StartAt(long startNs) => Volatile.Write(ref _startNs, startNs);

    /// <summary>When a command by index is to be sent.</summary>
    public long DueNs(long index) => _startNs + (index * _intervalNs);

    /// <inheritdoc/>
    public void OnEvent(in VenueEvent venueEvent, bool isReplay, bool endOfBatch)
    {
        // Commands of the venue itself have no number: preparing, state-hash marks.
        if (venueEvent.Header.MsgSeqNum == 0)
        {
            return;
        }

        _trades += venueEvent.Header.Kind == EventKind.Trade ? 1 : 0;
        _rejects += venueEvent.Header.Kind is EventKind.OrderRejected or EventKind.CancelRejected ? 1 : 0;
        if (venueEvent.Header.EndsCommand == 0)
        {
            return;
        }

        long index = (long)venueEvent.Header.MsgSeqNum - 1;
        long latencyNs = Stopwatch.GetTimestamp() - DueNs(index);
        _windows[(int)(index / _windowCommands)].RecordValue(Math.Max(1, latencyNs));
        Volatile.Write(ref _told, _told + 1);
    }
}
