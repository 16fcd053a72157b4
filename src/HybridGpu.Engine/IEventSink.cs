using HybridGpu.Domain.Events;

namespace HybridGpu.Engine;

/// <summary>Where the engine's events go: the outbound ring, or a list in a test.</summary>
public interface IEventSink
{
    /// <summary>Takes a finished event over. Hot path: may wait while consumers are behind, must not fail.</summary>
    public void Emit(in VenueEvent venueEvent);
}
