using HybridGpu.Domain.Events;
using HybridGpu.Engine;

namespace HybridGpu.Simulation.Tests.Seeded;

/// <summary>What an engine has said: the outbound ring of a simulated venue, or the record of a replay.</summary>
internal sealed class EventQueue : IEventSink
{
    private readonly List<VenueEvent> _events = [];

    /// <summary>While an engine takes an image over, what it emits is nothing that happens.</summary>
    public bool IsMuted { get; set; }

    public int Count => _events.Count;

    public VenueEvent this[int index] => _events[index];

    public void Emit(in VenueEvent venueEvent)
    {
        if (!IsMuted)
        {
            _events.Add(venueEvent);
        }
    }
}
