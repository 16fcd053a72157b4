using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;

namespace HybridGpu.Engine;

/// <summary>Numbers and stamps the engine's events, and marks the last one of each command.</summary>
/// <remarks>One event is held back until the next begins, since only then is it known not to be the last.</remarks>
internal sealed class EventWriter
{
    private readonly IEventSink _sink;
    private VenueEvent _pending;
    private bool _hasPending;
    private EventHeader _template;

    public EventWriter(IEventSink sink)
    {
        _sink = sink;
    }

    /// <summary>Events written since the journal began.</summary>
    public ulong Ordinal { get; internal set; }

    /// <summary>Starts the events of a command at the engine's (monotone) times.</summary>
    public void BeginCommand(in CommandHeader cause, long sequencedNs, long marketNs)
    {
        _template = default;
        _template.Sequence = cause.Sequence;
        _template.SequencedNs = sequencedNs;
        _template.MarketNs = marketNs;
        _template.Session = cause.Session;
        _template.MsgSeqNum = cause.MsgSeqNum;
    }

    /// <summary>Starts an event with an empty body, to be filled through the reference before the next call.</summary>
    public ref VenueEvent Begin(EventKind kind)
    {
        Flush(endsCommand: false);
        _pending = default;
        _pending.Header = _template;
        _pending.Header.Kind = kind;
        _pending.Header.Ordinal = ++Ordinal;
        _hasPending = true;
        return ref _pending;
    }

    /// <summary>Ends the events of a command.</summary>
    /// <returns>False when the command wrote none, which is a bug of the engine.</returns>
    public bool EndCommand()
    {
        bool hadEvent = _hasPending;
        Flush(endsCommand: true);
        return hadEvent;
    }

    private void Flush(bool endsCommand)
    {
        if (!_hasPending)
        {
            return;
        }

        _pending.Header.EndsCommand = endsCommand ? (byte)1 : (byte)0;
        _hasPending = false;
        _sink.Emit(in _pending);
    }
}
