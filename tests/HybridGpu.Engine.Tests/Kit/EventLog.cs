using HybridGpu.Domain.Events;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>A sink that keeps what the engine says.</summary>
internal sealed class EventLog : IEventSink
{
    private readonly List<VenueEvent> _events = [];

    public int Count => _events.Count;

    public VenueEvent this[int index] => _events[index];

    public void Emit(in VenueEvent venueEvent) => _events.Add(venueEvent);

    public VenueEvent[] Since(int index) => [.. _events.Skip(index)];
}
