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

    /// <summary>From now on state hashes are recorded through the gate.</summary>
    public void GoLive(CommandGate gate) => _gate = gate;

    /// <inheritdoc/>
    public void OnEvent(in VenueEvent venueEvent, bool isReplay, bool endOfBatch)
    {
        _directory.Apply(in venueEvent);
        _positions.Apply(in venueEvent);
        _statistics.Apply(in venueEvent);
        if (venueEvent.Header.Kind == EventKind.StateHashed && _gate is not null)
        {
            // Must not wait: the engine may be waiting for this consumer. A mark lost to a full ring costs nothing, the
            // next one comes after 1,000 commands.
            Command mark = Command.Of(CommandKind.StateHashMark);
            mark.StateHashMark = venueEvent.StateHash;
            _gate.TryPublish(in mark);
        }
    }
}
