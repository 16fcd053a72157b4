using HybridGpu.Domain.Events;
using HybridGpu.Sequencing;

namespace HybridGpu.Venue;

/// <summary>A handler's place on the outbound ring; those who tell the world wait for the journal, and those who can't
/// take anything back for the disk.</summary>
internal sealed class OutboundStage : IEventHandler<VenueEvent>
{
    private readonly IVenueObserver _handler;
    private readonly DurabilityGate? _gate;

    public OutboundStage(IVenueObserver handler, DurabilityGate released, DurabilityGate durable)
    {
        _handler = handler;
        _gate = handler.IsIrrevocable ? durable : handler.NeedsDurableEvents ? released : null;
    }

    /// <inheritdoc/>
    public void OnEvent(ref VenueEvent data, long sequence, bool endOfBatch)
    {
        // When the journal has stopped for good, what it doesn't hold never happened as far as the world knows.
        if (_gate is null || _gate.WaitFor(data.Header.Sequence))
        {
            _handler.OnEvent(in data, isReplay: false, endOfBatch);
        }
    }
}
