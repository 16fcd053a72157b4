using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Order slots and their nonces, and the time at which orders die.</summary>
public sealed class SlotTests
{
    private TestVenue _venue = null!;
    private AccountId _alice;
    private AccountId _bob;

    [SetUp]
    public void SetUp()
    {
        _venue = TestVenue.WithPerpetual();
        _alice = _venue.OpenAccount(TestVenue.Rich);
        _bob = _venue.OpenAccount(TestVenue.Rich);
    }

    [TearDown]
    public void State_is_sound() => Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));

    [Test]
    public void A_higher_nonce_replaces_what_its_slot_held()
    {
        OrderId old = _venue.Rest(_alice, AnOrder.Buy(5).At(990).InSlot(7, 3));

        VenueEvent[] events = _venue.Submit(_alice, AnOrder.Buy(6).At(991).InSlot(7, 4));

        Assert.That(
            events.Kinds(), Is.EqualTo([EventKind.OrderCancelled, EventKind.OrderAccepted, EventKind.OrderRested]));
        Assert.That((events[0].Order.OrderId, events[0].Order.Cause), Is.EqualTo((old, CancelCause.Replaced)));
        Assert.That((events[2].Order.Slot, events[2].Order.Nonce), Is.EqualTo(((ushort)7, 4UL)));
        Assert.That(_venue.Engine.OpenOrderCount, Is.EqualTo(1));
    }

    [TestCase(3UL)]
    [TestCase(2UL)]
    [TestCase(0UL)]
    public void A_lower_or_equal_nonce_is_dead_even_when_the_slot_is_free(ulong nonce)
    {
        _venue.Rest(_alice, AnOrder.Buy(5).At(990).InSlot(7, 3).Named("a"));
        _venue.Submit(_alice, AnOrder.Buy(6).At(991).InSlot(7, nonce)).AreRejectOf(RejectCode.StaleNonce);
        _venue.Cancel(_alice, "a");
        _venue.Submit(_alice, AnOrder.Buy(6).At(991).InSlot(7, nonce)).AreRejectOf(RejectCode.StaleNonce);
    }

    [Test]
    public void Nonce_zero_and_slots_beyond_the_last_are_refused()
    {
        _venue.Submit(_alice, AnOrder.Buy(1).InSlot(0, 0)).AreRejectOf(RejectCode.StaleNonce);
        _venue.Submit(_alice, AnOrder.Buy(1).InSlot(1_024, 1)).AreRejectOf(RejectCode.StaleNonce);
        _venue.Submit(_alice, AnOrder.Buy(1).InSlot(ushort.MaxValue - 1, 1)).AreRejectOf(RejectCode.StaleNonce);
        _venue.Rest(_alice, AnOrder.Buy(1).InSlot(1_023, 1));
    }

    [Test]
    public void A_replacement_that_the_gate_refuses_has_still_given_up_the_old_order()
    {
        AccountId poor = _venue.OpenAccount(400_000);
        _venue.Rest(poor, AnOrder.Buy(1).InSlot(0, 1));

        VenueEvent[] events = _venue.Submit(poor, AnOrder.Buy(2).InSlot(0, 2));

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.OrderCancelled, EventKind.OrderRejected]));
        Assert.That(events[1].Order.Reason, Is.EqualTo(RejectCode.InsufficientMargin));
        _venue.Submit(poor, AnOrder.Buy(1).InSlot(0, 2)).AreRejectOf(RejectCode.StaleNonce);
    }

    [Test]
    public void The_venue_picks_the_lowest_free_slot_and_its_next_nonce()
    {
        _venue.Rest(_alice, AnOrder.Buy(1).InSlot(0, 9).Named("a"));
        VenueEvent[] second = _venue.Submit(_alice, AnOrder.Buy(1));
        Assert.That((second[0].Order.Slot, second[0].Order.Nonce), Is.EqualTo(((ushort)1, 1UL)));
        _venue.Cancel(_alice, "a");
        VenueEvent[] third = _venue.Submit(_alice, AnOrder.Buy(1));
        Assert.That((third[0].Order.Slot, third[0].Order.Nonce), Is.EqualTo(((ushort)0, 10UL)));
    }

    [Test]
    public void An_account_has_1024_open_orders_at_most()
    {
        for (int i = 0; i < 1_024; i++)
        {
            _venue.Rest(_alice, AnOrder.Buy(1).At(900));
        }

        _venue.Submit(_alice, AnOrder.Buy(1).At(900)).AreRejectOf(RejectCode.OpenOrderLimit);
        _venue.Rest(_bob, AnOrder.Buy(1).At(900));
    }

    [Test]
    public void A_slot_whose_nonces_are_used_up_is_never_picked_again()
    {
        _venue.Rest(_alice, AnOrder.Buy(1).At(900).InSlot(0, ulong.MaxValue).Named("last"));
        _venue.Cancel(_alice, "last");
        _venue.Rest(_bob, AnOrder.Sell(1).At(1_000));
        _venue.Submit(_alice, AnOrder.Buy(1).At(1_000).InSlot(1, ulong.MaxValue));

        VenueEvent[] events = _venue.Submit(_alice, AnOrder.Buy(1).At(900));

        Assert.That((events[0].Order.Slot, events[0].Order.Nonce), Is.EqualTo(((ushort)2, 1UL)));
        _venue.Submit(_alice, AnOrder.Buy(1).At(900).InSlot(0, ulong.MaxValue)).AreRejectOf(RejectCode.StaleNonce);
    }

    [Test]
    public void An_order_whose_time_has_passed_is_refused()
    {
        _venue.NowNs = 2_000;
        _venue.Submit(_alice, AnOrder.Buy(1).Until(2_000)).AreRejectOf(RejectCode.OrderExpired);
        _venue.Submit(_alice, AnOrder.Buy(1).Until(long.MinValue)).AreRejectOf(RejectCode.OrderExpired);
        _venue.Rest(_alice, AnOrder.Buy(1).Until(2_001));
    }

    [Test]
    public void The_clock_cancels_orders_in_the_order_of_their_expiry_and_then_of_their_age()
    {
        OrderId late = _venue.Rest(_alice, AnOrder.Buy(1).At(990).Until(2_500));
        OrderId[] same =
            [.. Enumerable.Range(0, 6).Select(_ => _venue.Rest(_bob, AnOrder.Buy(1).At(990).Until(2_400)))];
        OrderId later = _venue.Rest(_alice, AnOrder.Buy(1).At(990).Until(3_000));

        _venue.NowNs = 2_500;
        VenueEvent[] events = _venue.Clock();

        Assert.That(events[0].Header.Kind, Is.EqualTo(EventKind.ClockAdvanced));
        Assert.That(events[1..].Select(e => e.Order.OrderId), Is.EqualTo([.. same, late]));
        Assert.That(events[1..], Has.All.Matches<VenueEvent>(e =>
            e.Order.Cause == CancelCause.Expired && e.Order.Reason == RejectCode.OrderExpired));
        Assert.That(_venue.Cancel(_alice, later).Kinds(), Is.EqualTo([EventKind.OrderCancelled]));
    }

    [Test]
    public void A_maker_whose_time_has_passed_is_cancelled_instead_of_filled_and_the_next_one_trades()
    {
        OrderId dead = _venue.Rest(_bob, AnOrder.Sell(1).At(1_000).Until(2_000));
        _venue.Rest(_bob, AnOrder.Sell(1).At(1_001));
        _venue.NowNs = 2_000;

        VenueEvent[] events = _venue.Submit(_alice, AnOrder.Buy(1).At(1_001));

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.OrderAccepted, EventKind.OrderCancelled, EventKind.Trade]));
        Assert.That((events[1].Order.OrderId, events[1].Order.Cause), Is.EqualTo((dead, CancelCause.Expired)));
        Assert.That(events[2].Trade.PriceTicks, Is.EqualTo(1_001));
    }

    [Test]
    public void Time_never_runs_backwards()
    {
        _venue.NowNs = 5_000;
        _venue.MarketNs = 6_000;
        _venue.Clock();
        _venue.NowNs = -1;
        _venue.MarketNs = long.MinValue;

        EventHeader header = _venue.Clock()[0].Header;

        Assert.That((header.SequencedNs, header.MarketNs), Is.EqualTo((5_000L, 6_000L)));
        _venue.Submit(_alice, AnOrder.Buy(1).Until(5_000)).AreRejectOf(RejectCode.OrderExpired);
    }

    [Test]
    public void Orders_that_come_and_go_with_a_far_expiry_leave_no_memory_behind()
    {
        // A maker's orders, none of which lives: only what is open may be remembered.
        OrderId kept = _venue.Rest(_bob, AnOrder.Buy(1).At(900).Until(1L << 59));
        for (int i = 0; i < 10_000; i++)
        {
            _venue.Submit(_alice, AnOrder.Buy(1).Named("a").Until(1L << 60));
            _venue.Cancel(_alice, "a");
        }

        Assert.That(_venue.Engine.ExpiriesRemembered, Is.LessThan(3_000));
        _venue.NowNs = 1L << 59;
        Assert.That(_venue.Clock()[1].Order.OrderId, Is.EqualTo(kept));
    }
}
