using System.Collections.Generic;
using HybridGpu.Domain.Events;
using HybridGpu.Engine;
using HybridGpu.Sequencing;

namespace HybridGpu.Venue;

/// <summary>The engine's sink: straight to the handlers while the venue recovers, the outbound ring
/// afterwards.</summary>
internal sealed class EventFanout : IEventSink
{
    private readonly IReadOnlyList<IVenueObserver> _handlers;
    private RingBuffer<VenueEvent>? _ring;

    public EventFanout(IReadOnlyList<IVenueObserver> handlers)
    {
        _handlers = handlers;
    }

    /// <summary>From now on events go to the ring. Called once, before the engine's thread starts.</summary>
    public void GoLive(RingBuffer<VenueEvent> ring) => _ring = ring;

    /// <summary>While an engine takes an image over, what it emits is nothing that happens.</summary>
    public bool IsMuted { get; set; }

    /// <inheritdoc/>
    public void Emit(in VenueEvent venueEvent)
    {
        if (IsMuted)
        {
            return;
        }

        if (_ring is null)
        {
            foreach (IVenueObserver handler in _handlers)
            {
                handler.OnEvent(in venueEvent, isReplay: true, endOfBatch: true);
            }

            return;
        }

        long slot = _ring.Sequencer.Next();
        _ring[slot] = venueEvent;
        _ring.Sequencer.Publish(slot);
    }
}
