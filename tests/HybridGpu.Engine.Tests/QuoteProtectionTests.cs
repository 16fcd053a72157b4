using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Market-maker protection: each limit, the rolling window, the trip, the reset.</summary>
public sealed class QuoteProtectionTests : RulesFixture
{
    private const ushort Group = 3;

    [Test]
    public void More_trades_than_allowed_cancel_the_whole_group_in_the_same_step()
    {
        Protect((ref Command c) => c.SetQuoteProtection.TradesMax = 1);
        QuoteInGroup(1_000, 5);
        Venue.Rest(Alice, AnOrder.Buy(3).At(950).InGroup(Group));
        Venue.Rest(Alice, AnOrder.Buy(3).At(949));
        Venue.Submit(Bob, AnOrder.Buy(1).At(1_000));

        VenueEvent[] events = Venue.Submit(Bob, AnOrder.Buy(1).At(1_000));

        QuoteProtectionChanged tripped = events[^1].QuoteProtection;
        Assert.That(LastKind(events), Is.EqualTo(EventKind.QuoteProtectionTripped));
        Assert.That((tripped.Trades, tripped.Cancelled), Is.EqualTo((2u, 3u)));
        Assert.That(
            events.Where(e => e.Header.Kind == EventKind.OrderCancelled).Select(e => e.Order.Cause),
            Is.All.EqualTo(CancelCause.QuoteProtection));
        Assert.That(Venue.Engine.OpenOrderCount, Is.EqualTo(1), "what isn't in the group stays");
    }

    [Test]
    public void Quantity_is_counted_in_the_underlying()
    {
        // A lot is 0.1 units: 10 lots are a unit.
        Protect((ref Command c) => c.SetQuoteProtection.QuantityMaxMicros = 1_000_000);
        QuoteInGroup(1_000, 50);

        Assert.That(LastKind(Venue.Submit(Bob, AnOrder.Buy(10))), Is.Not.EqualTo(EventKind.QuoteProtectionTripped));
        Assert.That(LastKind(Venue.Submit(Bob, AnOrder.Buy(1))), Is.EqualTo(EventKind.QuoteProtectionTripped));
    }

    [Test]
    public void Delta_and_vega_net_buys_against_sells()
    {
        // Columns 32 and 26 are 6 moves of 10,000 apart: half of it, 30,000, is a lot's delta. 28 and 30: -10,000 vega.
        Protect((ref Command c) => c.SetQuoteProtection.DeltaMaxMicros = 60_000);
        QuoteInGroup(1_000, 50, bidTicks: 999);
        Venue.Submit(Bob, AnOrder.Buy(2).At(1_000));
        Venue.Submit(Bob, AnOrder.Sell(2).At(999));
        Venue.Submit(Bob, AnOrder.Buy(2).At(1_000));
        VenueEvent[] deltas = Venue.Submit(Bob, AnOrder.Buy(1).At(1_000));
        Protect((ref Command c) => c.SetQuoteProtection.VegaMaxMicros = 20_000);
        Reset();
        QuoteInGroup(1_000, 50);
        VenueEvent[] two = Venue.Submit(Bob, AnOrder.Buy(2).At(1_000));
        VenueEvent[] three = Venue.Submit(Bob, AnOrder.Buy(1).At(1_000));

        Assert.That(deltas[^1].QuoteProtection.DeltaMicros, Is.EqualTo(-90_000));
        Assert.That(LastKind(two), Is.Not.EqualTo(EventKind.QuoteProtectionTripped));
        Assert.That(three[^1].QuoteProtection.VegaMicros, Is.EqualTo(30_000));
    }

    [Test]
    public void Fills_leave_the_window_one_by_one()
    {
        Protect((ref Command c) => c.SetQuoteProtection.TradesMax = 2);
        QuoteInGroup(1_000, 50);
        for (int i = 0; i < 20; i++)
        {
            // Two in any thousand nanoseconds.
            Venue.NowNs += 500;
            VenueEvent[] events = Venue.Submit(Bob, AnOrder.Buy(1));
            Assert.That(LastKind(events), Is.Not.EqualTo(EventKind.QuoteProtectionTripped), $"fill {i}");
        }

        Venue.NowNs += 499;
        Assert.That(LastKind(Venue.Submit(Bob, AnOrder.Buy(1))), Is.EqualTo(EventKind.QuoteProtectionTripped));
    }

    [Test]
    public void A_tripped_group_takes_nothing_until_it_is_reset()
    {
        Trip(freezeNs: 0);
        Venue.NowNs += 1_000_000;

        VenueEvent[] quote = QuoteInGroup(1_000, 5);
        VenueEvent[] order = Venue.Submit(Alice, AnOrder.Buy(1).InGroup(Group));
        VenueEvent[] reset = Reset();
        VenueEvent[] again = QuoteInGroup(1_000, 5);

        Assert.That(quote.RefusedEntry(), Is.EqualTo(RejectCode.QuoteGroupShut));
        order.AreRejectOf(RejectCode.QuoteGroupShut);
        Assert.That(reset[0].QuoteProtection.Reason, Is.EqualTo(RejectCode.None));
        Assert.That(again[^1].Quote.Accepted, Is.EqualTo(1));
    }

    [Test]
    public void A_frozen_group_opens_by_itself()
    {
        Trip(freezeNs: 700);

        Venue.NowNs += 699;
        VenueEvent[] early = QuoteInGroup(1_000, 5);
        Venue.NowNs += 1;
        VenueEvent[] late = QuoteInGroup(1_000, 5);

        Assert.That(early.RefusedEntry(), Is.EqualTo(RejectCode.QuoteGroupShut));
        Assert.That(late[^1].Quote.Accepted, Is.EqualTo(1));
    }

    [Test]
    public void A_trip_between_two_entries_of_a_mass_quote_refuses_the_rest()
    {
        InstrumentId other = Venue.List(AnInstrument.Perpetual());
        RiskRow row = RiskRow.Linear(1_000 * AnInstrument.TickValue, 10_000);
        Venue.Price((default, row), (other, row));
        Protect((ref Command c) => c.SetQuoteProtection.QuantityMaxMicros = 100_000);
        Venue.Rest(Bob, AnOrder.Sell(5).At(1_000));

        Command command = TestVenue.QuoteCommand(Alice, 2);
        command.MassQuote.QuoteGroup = Group;
        QuoteEntry[] entries =
            [TestVenue.Entry(default, 1_000, 5, 1_010, 5), TestVenue.Entry(other, 990, 5, 1_010, 5)];
        VenueEvent[] events = Venue.Apply(
            command, System.Runtime.InteropServices.MemoryMarshal.AsBytes(entries.AsSpan()));

        Assert.That(events.RefusedEntry(), Is.EqualTo(RejectCode.QuoteGroupShut));
        Assert.That(Venue.Engine.OpenOrderCount, Is.Zero);
    }

    [Test]
    public void A_group_that_was_never_set_or_is_out_of_range_is_refused()
    {
        Venue.Submit(Alice, AnOrder.Buy(1).InGroup(9)).AreRejectOf(RejectCode.UnknownQuoteGroup);
        VenueEvent[] set = Send(CommandKind.SetQuoteProtection, (ref Command c) =>
            (c.SetQuoteProtection.Account, c.SetQuoteProtection.QuoteGroup) = (Alice, 65));
        Assert.That(set[0].QuoteProtection.Reason, Is.EqualTo(RejectCode.UnknownQuoteGroup));
    }

    [Test]
    public void More_fills_than_a_window_can_hold_trip_the_group()
    {
        Protect((ref Command c) => c.SetQuoteProtection.WindowNs = long.MaxValue / 2);
        QuoteInGroup(1_000, 5_000);
        int fills = 0;
        while (LastKind(Venue.Submit(Bob, AnOrder.Buy(1))) != EventKind.QuoteProtectionTripped)
        {
            Assert.That(++fills, Is.LessThan(2_000));
        }

        Assert.That(fills, Is.EqualTo(1_023));
    }

    private void Trip(long freezeNs)
    {
        Protect((ref Command c) =>
            (c.SetQuoteProtection.QuantityMaxMicros, c.SetQuoteProtection.FreezeNs) = (100_000, freezeNs));
        QuoteInGroup(1_000, 5);
        Assert.That(LastKind(Venue.Submit(Bob, AnOrder.Buy(2))), Is.EqualTo(EventKind.QuoteProtectionTripped));
    }

    private VenueEvent[] QuoteInGroup(long askTicks, long lots, long bidTicks = 900)
    {
        Command command = TestVenue.QuoteCommand(Alice, 1);
        command.MassQuote.QuoteGroup = Group;
        QuoteEntry[] entries = [TestVenue.Entry(default, bidTicks, lots, askTicks, lots)];
        return Venue.Apply(command, System.Runtime.InteropServices.MemoryMarshal.AsBytes(entries.AsSpan()));
    }

    private VenueEvent[] Reset() => Send(CommandKind.ResetQuoteProtection, (ref Command c) =>
        (c.ResetQuoteProtection.Account, c.ResetQuoteProtection.QuoteGroup) = (Alice, Group));

    private void Protect(Fill fill) => Send(CommandKind.SetQuoteProtection, (ref Command c) =>
    {
        c.SetQuoteProtection.Account = Alice;
        c.SetQuoteProtection.QuoteGroup = Group;
        c.SetQuoteProtection.WindowNs = 1_000;
        fill(ref c);
    });
}
