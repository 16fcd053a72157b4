using HybridGpu.Domain;
using HybridGpu.Domain.Events;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>Short ways to say what the events of a command should be.</summary>
internal static class EventAssertions
{
    public static EventKind[] Kinds(this VenueEvent[] events) => [.. events.Select(e => e.Header.Kind)];

    /// <summary>The only event is the refusal of an order.</summary>
    public static void AreRejectOf(this VenueEvent[] events, RejectCode reason)
    {
        Assert.That(events.Kinds(), Is.EqualTo([EventKind.OrderRejected]));
        Assert.That(events[0].Order.Reason, Is.EqualTo(reason));
    }

    /// <summary>The only event is the refusal of a cancel.</summary>
    public static void AreCancelRejectOf(this VenueEvent[] events, RejectCode reason)
    {
        Assert.That(events.Kinds(), Is.EqualTo([EventKind.CancelRejected]));
        Assert.That(events[0].Order.Reason, Is.EqualTo(reason));
    }

    /// <summary>The only event is the refusal of a command.</summary>
    public static void AreCommandRejectOf(this VenueEvent[] events, RejectCode reason)
    {
        Assert.That(events.Kinds(), Is.EqualTo([EventKind.CommandRejected]));
        Assert.That(events[0].Outcome.Reason, Is.EqualTo(reason));
    }

    /// <summary>The only event is an entry of the chain's queue that had no effect.</summary>
    public static void AreQueueRefusalOf(this VenueEvent[] events, RejectCode reason)
    {
        Assert.That(events.Kinds(), Is.EqualTo([EventKind.QueueEntryRefused]));
        Assert.That(events[0].Account.Reason, Is.EqualTo(reason));
    }

    /// <summary>The only event is the refusal of a whole mass quote.</summary>
    public static void AreQuoteRejectOf(this VenueEvent[] events, RejectCode reason)
    {
        Assert.That(events.Kinds(), Is.EqualTo([EventKind.MassQuoteDone]));
        Assert.That((events[0].Quote.Accepted, events[0].Quote.Reason), Is.EqualTo((0u, reason)));
    }

    /// <summary>Why the one refused entry of a mass quote was refused.</summary>
    public static RejectCode RefusedEntry(this VenueEvent[] events) =>
        events.Single(e => e.Header.Kind == EventKind.QuoteEntryRejected).Quote.Reason;

    /// <summary>Trades as (price, lots, maker's account).</summary>
    public static (long Price, long Lots, AccountId Maker)[] Trades(this VenueEvent[] events) =>
    [
        .. events.Where(e => e.Header.Kind == EventKind.Trade)
            .Select(e => (e.Trade.PriceTicks, e.Trade.Lots, e.Trade.Maker.Account)),
    ];
}
