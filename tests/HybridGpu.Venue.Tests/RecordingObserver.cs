using HybridGpu.Domain.Events;

namespace HybridGpu.Venue.Tests;

/// <summary>Checks the order of what it sees, and that nothing comes before it is safe.</summary>
internal sealed class RecordingObserver : IVenueObserver
{
    private ulong _lastOrdinal;
    private ulong _lastSequence;
    private long _gaps;
    private long _unsafe;

    public RecordingObserver(string name, bool needsDurableEvents)
    {
        Name = name;
        NeedsDurableEvents = needsDurableEvents;
    }

    public string Name { get; }

    public bool NeedsDurableEvents { get; }

    public bool IsIrrevocable { get; init; }

    public bool CanStartAnywhere { get; init; }

    /// <summary>Set before the venue starts.</summary>
    public VenuePipeline? Venue { get; set; }

    /// <summary>Called for each live event, on the consumer's thread.</summary>
    public Action<VenueEvent>? OnLive { get; set; }

    public ulong LastOrdinal => Volatile.Read(ref _lastOrdinal);

    public ulong LastSequence => Volatile.Read(ref _lastSequence);

    /// <summary>Events whose ordinal did not follow, or whose command was not the last one or the next.</summary>
    public long Gaps => Volatile.Read(ref _gaps);

    /// <summary>Events that came before their command was safe.</summary>
    public long Unsafe => Volatile.Read(ref _unsafe);

    public long ReplayCount { get; private set; }

    public bool CanStartBehind(ulong sequence, ulong eventOrdinal) => CanStartAnywhere;

    public void OnEvent(in VenueEvent venueEvent, bool isReplay, bool endOfBatch)
    {
        bool follows = venueEvent.Header.Ordinal == _lastOrdinal + 1
            && (venueEvent.Header.Sequence == _lastSequence || venueEvent.Header.Sequence == _lastSequence + 1);
        _gaps += follows ? 0 : 1;
        if (isReplay)
        {
            ReplayCount++;
        }
        else
        {
            ulong safe = !NeedsDurableEvents ? ulong.MaxValue
                : IsIrrevocable ? Venue!.DurableSequence
                : Venue!.SafeSequence;
            _unsafe += venueEvent.Header.Sequence > safe ? 1 : 0;
            OnLive?.Invoke(venueEvent);
        }

        Volatile.Write(ref _lastSequence, venueEvent.Header.Sequence);
        Volatile.Write(ref _lastOrdinal, venueEvent.Header.Ordinal);
    }
}
