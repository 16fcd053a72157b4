using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Risk.Positions;

namespace HybridGpu.Venue;

/// <summary>The venue's own consumer of events: directory, statistics, positions for the tick, state-hash
/// marks.</summary>
internal sealed class ReadSide : IVenueObserver
{
    private readonly VenueDirectory _directory;
    private readonly VenueStatistics _statistics;
    private readonly PositionBook _positions;
    private CommandGate? _gate;
    private StateHashMark _unrecorded;

    public ReadSide(VenueDirectory directory, VenueStatistics statistics, PositionBook positions)
    {
        _directory = directory;
        _statistics = statistics;
        _positions = positions;
    }

    /// <inheritdoc/>
    public string Name => "read-side";

    /// <inheritdoc/>
    public bool NeedsDurableEvents => false;

    /// <inheritdoc/>
    /// <remarks>What it fills is in the venue's image (<see cref="VenueImage"/>).</remarks>
    public bool CanStartBehind(ulong sequence, ulong eventOrdinal) => true;

    /// <summary>From now on state hashes are recorded through the gate.</summary>
    public void GoLive(CommandGate gate) => _gate = gate;

    /// <inheritdoc/>
    public void OnEvent(in VenueEvent venueEvent, bool isReplay, bool endOfBatch)
    {
        _directory.Apply(in venueEvent);
        _positions.Apply(in venueEvent);
        _statistics.Apply(in venueEvent);
        if (_gate is not null)
        {
            RecordStateHash(in venueEvent, _gate);
        }
    }

    private void RecordStateHash(in VenueEvent venueEvent, CommandGate gate)
    {
        if (venueEvent.Header.Kind == EventKind.StateHashed)
        {
            _unrecorded = venueEvent.StateHash;
        }

        if (_unrecorded.AtSequence == 0)
        {
            return;
        }

        // Must not wait: the engine may be waiting for this consumer. While the ring is full the mark is kept and tried
        // again at the next event, until the next mark takes its place.
        Command mark = Command.Of(CommandKind.StateHashMark);
        mark.StateHashMark = _unrecorded;
        if (gate.TryPublish(in mark))
        {
            _unrecorded = default;
        }
    }
}
