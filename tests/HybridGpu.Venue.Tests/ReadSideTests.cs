using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Risk;
using HybridGpu.Risk.Positions;
using HybridGpu.Sequencing;

namespace HybridGpu.Venue.Tests;

/// <summary>The venue's own consumer of events.</summary>
public sealed class ReadSideTests
{
    [Test]
    public void A_state_hash_mark_that_finds_the_ring_full_is_recorded_at_the_next_event_with_room()
    {
        var ring = RingBuffer<InboundSlot>.CreateMultiProducer(2);
        var consumed = new Sequence();
        ring.AddGatingSequences(consumed);
        var gate = new CommandGate(ring, new TestClock(), 1);
        var catalog = new InstrumentCatalog(RiskLimits.Default);
        var side = new ReadSide(
            new VenueDirectory(), new VenueStatistics(), new PositionBook(RiskLimits.Default, catalog));
        side.GoLive(gate);
        gate.Publish(Command.Of(CommandKind.Clock));
        gate.Publish(Command.Of(CommandKind.Clock));

        Tell(side, 1, EventKind.StateHashed);
        Tell(side, 2, EventKind.ClockAdvanced);
        Assert.That(gate.LastSequence, Is.EqualTo(2), "the ring is full, and the read side hasn't waited");

        consumed.SetValue(1);
        Tell(side, 3, EventKind.ClockAdvanced);
        Tell(side, 4, EventKind.ClockAdvanced);

        Assert.That(gate.LastSequence, Is.EqualTo(3), "once");
        Assert.That(ring[2].Command.Header.Kind, Is.EqualTo(CommandKind.StateHashMark));
        Assert.That(ring[2].Command.StateHashMark.AtSequence, Is.EqualTo(1_000));
    }

    private static void Tell(ReadSide side, ulong ordinal, EventKind kind)
    {
        VenueEvent told = default;
        told.Header.Kind = kind;
        told.Header.Ordinal = ordinal;
        told.StateHash.AtSequence = kind == EventKind.StateHashed ? 1_000u : 0u;
        ((IVenueObserver)side).OnEvent(in told, isReplay: false, endOfBatch: true);
    }
}
