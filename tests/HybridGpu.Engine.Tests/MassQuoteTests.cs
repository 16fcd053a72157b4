using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Tests;

/// <summary>Mass quotes: replaced in one step, priority kept where nothing grew, no stale price kept.</summary>
public sealed class MassQuoteTests
{
    private static readonly InstrumentId Perpetual = new(0);

    private TestVenue _venue = null!;
    private AccountId _maker;
    private AccountId _other;

    [SetUp]
    public void SetUp()
    {
        _venue = TestVenue.WithPerpetual();
        _maker = _venue.OpenAccount(TestVenue.Rich);
        _other = _venue.OpenAccount(TestVenue.Rich);
    }

    [TearDown]
    public void State_is_sound() => Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));

    [Test]
    public void Two_sides_rest_and_the_message_is_answered()
    {
        VenueEvent[] events = _venue.Quote(_maker, TestVenue.Entry(Perpetual, 999, 5, 1_001, 6));

        Assert.That(
            events.Kinds(),
            Is.EqualTo([EventKind.OrderRested, EventKind.OrderRested, EventKind.MassQuoteDone]));
        Assert.That((events[2].Quote.Accepted, events[2].Quote.Rejected), Is.EqualTo((1u, 0u)));
        Assert.That(events[0].Order.Traits, Is.EqualTo(OrderTraits.Quote));
        Assert.That(Levels(Side.Buy), Is.EqualTo([new PriceLevel(999, 5, 1)]));
        Assert.That(Levels(Side.Sell), Is.EqualTo([new PriceLevel(1_001, 6, 1)]));
    }

    [Test]
    public void A_side_that_stays_as_it_is_makes_no_event_and_keeps_its_place()
    {
        _venue.Quote(_maker, TestVenue.Entry(Perpetual, 999, 5, 1_001, 6));
        _venue.Rest(_other, AnOrder.Buy(5).At(999));

        VenueEvent[] events = _venue.Quote(_maker, TestVenue.Entry(Perpetual, 999, 5, 1_002, 6));

        Assert.That(
            events.Kinds(),
            Is.EqualTo([EventKind.OrderCancelled, EventKind.OrderRested, EventKind.MassQuoteDone]));
        Assert.That(events[0].Order.Cause, Is.EqualTo(CancelCause.Replaced));
        Assert.That(_venue.Submit(_other, AnOrder.Sell(1).At(999)).Trades(), Is.EqualTo([(999L, 1L, _maker)]));
    }

    [Test]
    public void A_smaller_side_keeps_its_priority_and_says_what_was_taken_away()
    {
        _venue.Quote(_maker, TestVenue.Entry(Perpetual, 999, 5, 1_001, 6));
        _venue.Rest(_other, AnOrder.Buy(5).At(999));

        VenueEvent[] events = _venue.Quote(_maker, TestVenue.Entry(Perpetual, 999, 2, 1_001, 6));

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.OrderReduced, EventKind.MassQuoteDone]));
        Assert.That((events[0].Order.LeavesLots, events[0].Order.WasResting), Is.EqualTo((3L, (byte)1)));
        Assert.That(
            _venue.Submit(_other, AnOrder.Sell(4).At(999)).Trades(),
            Is.EqualTo([(999L, 2L, _maker), (999L, 2L, _other)]));
    }

    [Test]
    public void A_larger_side_goes_to_the_back()
    {
        _venue.Quote(_maker, TestVenue.Entry(Perpetual, 999, 5, 0, 0));
        _venue.Rest(_other, AnOrder.Buy(5).At(999));
        _venue.Quote(_maker, TestVenue.Entry(Perpetual, 999, 6, 0, 0));

        Assert.That(_venue.Submit(_other, AnOrder.Sell(1).At(999)).Trades(), Is.EqualTo([(999L, 1L, _other)]));
    }

    [Test]
    public void After_a_fill_the_old_size_is_a_larger_one()
    {
        _venue.Quote(_maker, TestVenue.Entry(Perpetual, 999, 5, 0, 0));
        _venue.Submit(_other, AnOrder.Sell(2).At(999));

        VenueEvent[] events = _venue.Quote(_maker, TestVenue.Entry(Perpetual, 999, 5, 0, 0));

        Assert.That(
            events.Kinds(),
            Is.EqualTo([EventKind.OrderCancelled, EventKind.OrderRested, EventKind.MassQuoteDone]));
        Assert.That(Levels(Side.Buy), Is.EqualTo([new PriceLevel(999, 5, 1)]));
    }

    [Test]
    public void Quantity_zero_cancels_its_side()
    {
        _venue.Quote(_maker, TestVenue.Entry(Perpetual, 999, 5, 1_001, 6));
        _venue.Quote(_maker, TestVenue.Entry(Perpetual, 0, 0, 1_001, 6));
        Assert.That(Levels(Side.Buy), Is.Empty);
        Assert.That(Levels(Side.Sell), Has.Length.EqualTo(1));
        _venue.Quote(_maker, TestVenue.Entry(Perpetual, 0, 0, 0, 0));
        Assert.That(_venue.Engine.OpenOrderCount, Is.Zero);
    }

    [TestCase(1_001, 5, 1_001, 5, RejectCode.QuoteCrossed)]
    [TestCase(1_002, 5, 1_001, 5, RejectCode.QuoteCrossed)]
    [TestCase(0, 5, 1_001, 5, RejectCode.PriceOutOfRange)]
    [TestCase(999, 5, long.MaxValue, 5, RejectCode.PriceOutOfRange)]
    [TestCase(999, -1, 1_001, 5, RejectCode.QuantityOutOfRange)]
    [TestCase(999, 5, 1_001, long.MaxValue, RejectCode.QuantityOutOfRange)]
    [TestCase(999, long.MinValue, 1_001, 5, RejectCode.QuantityOutOfRange)]
    public void A_refused_entry_takes_the_old_quote_with_it(
        long bidTicks, long bidLots, long askTicks, long askLots, RejectCode reason)
    {
        _venue.Quote(_maker, TestVenue.Entry(Perpetual, 999, 5, 1_001, 6));

        VenueEvent[] events = _venue.Quote(_maker, TestVenue.Entry(Perpetual, bidTicks, bidLots, askTicks, askLots));

        Assert.That(
            events.Kinds(),
            Is.EqualTo(
                [
                    EventKind.OrderCancelled, EventKind.OrderCancelled,
                    EventKind.QuoteEntryRejected, EventKind.MassQuoteDone,
                ]));
        Assert.That(events[2].Quote.Reason, Is.EqualTo(reason));
        Assert.That((events[3].Quote.Accepted, events[3].Quote.Rejected), Is.EqualTo((0u, 1u)));
        Assert.That(_venue.Engine.OpenOrderCount, Is.Zero);
    }

    [Test]
    public void One_refused_entry_does_not_hold_up_the_others()
    {
        InstrumentId unpriced = _venue.List(AnInstrument.Perpetual());

        VenueEvent[] events = _venue.Quote(
            _maker,
            TestVenue.Entry(new InstrumentId(77), 999, 5, 1_001, 6),
            TestVenue.Entry(unpriced, 999, 5, 1_001, 6),
            TestVenue.Entry(Perpetual, 999, 5, 1_001, 6));

        Assert.That(
            events.Where(e => e.Header.Kind == EventKind.QuoteEntryRejected).Select(e => e.Quote.Reason),
            Is.EqualTo([RejectCode.UnknownInstrument, RejectCode.NoRiskArray]));
        Assert.That((events[^1].Quote.Accepted, events[^1].Quote.Rejected), Is.EqualTo((1u, 2u)));
    }

    [Test]
    public void A_side_that_margin_refuses_takes_the_whole_entry_with_it()
    {
        AccountId poor = _venue.OpenAccount(700_000);

        VenueEvent[] events = _venue.Quote(poor, TestVenue.Entry(Perpetual, 999, 1, 1_001, 50));

        Assert.That(
            events.RefusedEntry(),
            Is.EqualTo(RejectCode.InsufficientMargin));
        Assert.That(_venue.Engine.OpenOrderCount, Is.Zero);
    }

    [Test]
    public void A_maker_who_moves_through_his_own_old_quote_does_not_trade_with_it()
    {
        _venue.Quote(_maker, TestVenue.Entry(Perpetual, 999, 5, 1_001, 6));

        VenueEvent[] events = _venue.Quote(_maker, TestVenue.Entry(Perpetual, 1_003, 5, 1_005, 6));

        Assert.That(events.Trades(), Is.Empty);
        Assert.That(Levels(Side.Buy), Is.EqualTo([new PriceLevel(1_003, 5, 1)]));
        Assert.That(Levels(Side.Sell), Is.EqualTo([new PriceLevel(1_005, 6, 1)]));
    }

    [Test]
    public void A_quote_that_crosses_another_maker_trades_as_taker_at_his_price()
    {
        _venue.Quote(_other, TestVenue.Entry(Perpetual, 999, 5, 1_001, 4));

        VenueEvent[] events = _venue.Quote(_maker, TestVenue.Entry(Perpetual, 1_002, 5, 1_004, 5));

        Assert.That(events.Trades(), Is.EqualTo([(1_001L, 4L, _other)]));
        Assert.That(events[0].Trade.Taker.FeeMicros, Is.EqualTo(2_002));
        Assert.That(Levels(Side.Buy), Is.EqualTo([new PriceLevel(1_002, 1, 1), new PriceLevel(999, 5, 1)]));
    }

    [Test]
    public void Quotes_take_none_of_the_1024_slots()
    {
        _venue.Quote(_maker, TestVenue.Entry(Perpetual, 999, 5, 1_001, 6));
        Assert.That(_venue.Submit(_maker, AnOrder.Buy(1).At(900))[0].Order.Slot, Is.Zero);
    }

    [Test]
    public void A_quote_cannot_be_cancelled_as_an_order()
    {
        OrderId bid = _venue.Quote(_maker, TestVenue.Entry(Perpetual, 999, 5, 1_001, 6))[0].Order.OrderId;
        _venue.Cancel(_maker, bid).AreCancelRejectOf(RejectCode.UnknownOrder);
        _venue.Cancel(_maker, "quote").AreCancelRejectOf(RejectCode.UnknownOrder);
    }

    [TestCase(1u, 0)]
    [TestCase(0u, 64)]
    [TestCase(2u, 64)]
    [TestCase(1u, 63)]
    [TestCase(1u, 65)]
    [TestCase(1u, 127)]
    [TestCase(uint.MaxValue, 64)]
    [TestCase(10_001u, 640_064)]
    public void A_payload_that_is_not_its_entries_is_malformed(uint entryCount, int payloadLength)
    {
        byte[] payload = new byte[payloadLength];
        _venue.ApplyInVain(TestVenue.QuoteCommand(_maker, entryCount), payload)
            .AreQuoteRejectOf(RejectCode.MalformedPayload);
    }

    [Test]
    public void A_mass_quote_without_entries_does_nothing()
    {
        VenueEvent[] events = _venue.ApplyInVain(TestVenue.QuoteCommand(_maker, 0));
        Assert.That((events[0].Quote.Accepted, events[0].Quote.Reason), Is.EqualTo((0u, RejectCode.None)));
    }

    [TestCase(1u)]
    [TestCase(500u)]
    [TestCase(uint.MaxValue)]
    public void The_account_must_be_open_and_not_reserved(uint account)
    {
        QuoteEntry[] entries = [TestVenue.Entry(Perpetual, 999, 5, 1_001, 6)];
        _venue.ApplyInVain(TestVenue.QuoteCommand(new AccountId(account), 1), MemoryMarshal.AsBytes(entries.AsSpan()))
            .AreQuoteRejectOf(RejectCode.UnknownAccount);
    }

    [Test]
    public void Refused_entries_take_no_room_in_the_table_of_positions()
    {
        var venue = TestVenue.WithPerpetual(new EngineOptions { PositionsMax = 1 });
        InstrumentId settled = venue.List(AnInstrument.Future(expiryNs: 2_000));
        AccountId maker = venue.OpenAccount(TestVenue.Rich);
        AccountId other = venue.OpenAccount(TestVenue.Rich);
        venue.MarketNs = 2_000;
        venue.Settle(2_000, 100_000_000);

        VenueEvent[] refused = venue.Quote(other, TestVenue.Entry(settled, 999, 5, 1_001, 6));
        Assert.That(refused[0].Quote.Reason, Is.EqualTo(RejectCode.InstrumentExpired));
        Assert.That(
            venue.Quote(maker, TestVenue.Entry(Perpetual, 999, 5, 1_001, 6))[^1].Quote.Accepted,
            Is.EqualTo(1u));
        Assert.That(
            venue.Quote(other, TestVenue.Entry(Perpetual, 999, 5, 1_001, 6))[0].Quote.Reason,
            Is.EqualTo(RejectCode.CapacityReached));
    }

    [Test]
    public void The_book_and_the_lot_limit_bound_quotes_too()
    {
        var venue = TestVenue.WithPerpetual(new EngineOptions { OpenOrdersMax = 1, AccountLotsMax = 10 });
        AccountId maker = venue.OpenAccount(TestVenue.Rich);

        Assert.That(
            venue.Quote(maker, TestVenue.Entry(Perpetual, 999, 5, 1_001, 5)).RefusedEntry(),
            Is.EqualTo(RejectCode.BookFull));
        Assert.That(
            venue.Quote(maker, TestVenue.Entry(Perpetual, 999, 11, 0, 0))[0].Quote.Reason,
            Is.EqualTo(RejectCode.AccountLotLimit));
        Assert.That(venue.Engine.OpenOrderCount, Is.Zero);
    }

    private PriceLevel[] Levels(Side side)
    {
        var levels = new PriceLevel[16];
        return levels[.._venue.Engine.CopyLevels(Perpetual, side, levels)];
    }
}
