using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Tests.Kit;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Tests;

/// <summary>Stop orders: they wait, are set off by a trade or a mark, and go the way of a new order.</summary>
public sealed class StopOrderTests : RulesFixture
{
    [Test]
    public void A_stop_waits_outside_the_book_and_is_set_off_by_a_trade()
    {
        VenueEvent[] placed = Venue.Submit(Alice, AnOrder.Buy(4).StopAt(1_005, worstTicks: 1_020).Named("stop"));
        Assert.That(placed.Kinds(), Is.EqualTo([EventKind.OrderAccepted]));
        Assert.That(Levels(Side.Buy), Is.Empty);
        Venue.Rest(Bob, AnOrder.Sell(1).At(1_004));
        Venue.Rest(Bob, AnOrder.Sell(2).At(1_005));
        Venue.Rest(Bob, AnOrder.Sell(9).At(1_010));

        VenueEvent[] below = Venue.Submit(Carol, AnOrder.Buy(1).At(1_004));
        VenueEvent[] reached = Venue.Submit(Carol, AnOrder.Buy(2).At(1_005));

        Assert.That(below.Kinds(), Does.Not.Contain(EventKind.StopTriggered));
        Assert.That(reached.Kinds(), Does.Contain(EventKind.StopTriggered));
        Assert.That(reached.Trades(), Is.EqualTo([(1_005L, 2L, Bob), (1_010L, 4L, Bob)]));
    }

    [Test]
    public void A_stop_limit_rests_at_its_price_once_set_off()
    {
        Venue.Submit(Alice, AnOrder.Sell(4).At(990).StopLimitAt(995));
        Venue.Rest(Bob, AnOrder.Buy(1).At(994));

        Venue.Submit(Carol, AnOrder.Sell(1).At(994));

        Assert.That(Levels(Side.Sell), Is.EqualTo([new PriceLevel(990, 4, 1)]));
    }

    [Test]
    public void A_stop_by_mark_is_set_off_by_the_epoch_that_reaches_it()
    {
        Venue.Submit(Alice, AnOrder.Buy(4).At(1_008).StopLimitAt(1_006, StopTrigger.Mark));

        VenueEvent[] below = Reprice(1_005);
        VenueEvent[] reached = Reprice(1_006);

        Assert.That(below.Kinds(), Does.Not.Contain(EventKind.StopTriggered));
        Assert.That(reached.Kinds(), Does.Contain(EventKind.StopTriggered));
        Assert.That(Levels(Side.Buy), Is.EqualTo([new PriceLevel(1_008, 4, 1)]));
    }

    [Test]
    public void Stops_set_each_other_off_the_nearest_first()
    {
        Venue.Submit(Alice, AnOrder.Buy(2).StopAt(1_005, worstTicks: 1_100).Named("second"));
        Venue.Submit(Bob, AnOrder.Buy(2).StopAt(1_003, worstTicks: 1_100).Named("first"));
        Venue.Rest(Carol, AnOrder.Sell(1).At(1_003));
        Venue.Rest(Carol, AnOrder.Sell(2).At(1_006));
        Venue.Rest(Carol, AnOrder.Sell(2).At(1_007));

        VenueEvent[] events = Venue.Submit(Bob, AnOrder.Buy(1).At(1_003));

        string[] setOff = [.. events.Where(e => e.Header.Kind == EventKind.StopTriggered)
            .Select(e => e.Order.ClOrdId.ToString())];
        Assert.That(setOff, Is.EqualTo(["first", "second"]));
        Assert.That(events.Trades().Select(trade => trade.Price), Is.EqualTo([1_003L, 1_006L, 1_007L]));
    }

    [Test]
    public void A_stop_whose_price_is_reached_already_is_refused()
    {
        Venue.Submit(Alice, AnOrder.Buy(1).StopAt(1_000, 1_010)).AreRejectOf(RejectCode.StopWouldTrigger);
        Venue.Submit(Alice, AnOrder.Sell(1).StopAt(1_000, 990)).AreRejectOf(RejectCode.StopWouldTrigger);
    }

    [Test]
    public void A_waiting_stop_takes_no_margin_and_passes_the_gate_when_it_is_set_off()
    {
        AccountId poor = Venue.OpenAccount(1_000);
        long margin = Venue.Engine.MarginOf(poor).InitialMarginMicros;
        Venue.Submit(poor, AnOrder.Buy(500).StopAt(1_005, worstTicks: 1_020));
        Assert.That(Venue.Engine.MarginOf(poor).InitialMarginMicros, Is.EqualTo(margin));
        Venue.Rest(Bob, AnOrder.Sell(600).At(1_005));

        VenueEvent[] events = Venue.Submit(Carol, AnOrder.Buy(1).At(1_005));

        Assert.That(TheCancel(events).Cause, Is.EqualTo(CancelCause.StopRefused));
        Assert.That(TheCancel(events).Reason, Is.EqualTo(RejectCode.InsufficientMargin));
        Assert.That(Venue.Engine.LotsOf(poor, default), Is.Zero);
    }

    [Test]
    public void A_waiting_stop_can_be_cancelled_replaced_and_expires()
    {
        Venue.Submit(Alice, AnOrder.Buy(4).At(1_008).StopLimitAt(1_006).Named("a"));
        Venue.Submit(Alice, AnOrder.Buy(4).At(1_008).StopLimitAt(1_006).Named("b").Until(5_000));

        VenueEvent[] replaced = Replace(Alice, "a", 1_009, 6);
        VenueEvent[] cancelled = Venue.Cancel(Alice, "a");
        Venue.NowNs = 5_000;
        VenueEvent[] expired = Venue.Clock();

        Assert.That(replaced.Kinds(), Is.EqualTo([EventKind.OrderReplaced]));
        Assert.That((TheCancel(cancelled).LeavesLots, TheCancel(cancelled).WasResting), Is.EqualTo((6L, (byte)0)));
        Assert.That(TheCancel(expired).Cause, Is.EqualTo(CancelCause.Expired));
        Assert.That(Venue.Engine.OpenOrderCount, Is.Zero);
    }

    [Test]
    public void Stops_wait_through_a_halt_and_look_at_the_mark_when_it_ends()
    {
        Venue.Submit(Alice, AnOrder.Buy(4).At(1_008).StopLimitAt(1_006, StopTrigger.Mark));
        Send(CommandKind.SetTradingState, (ref Command c) => c.SetTradingState.State = TradingState.Halt);

        VenueEvent[] halted = Reprice(1_007);
        VenueEvent[] resumed = Send(CommandKind.SetTradingState, (ref Command _) => { });

        Assert.That(halted.Kinds(), Does.Not.Contain(EventKind.StopTriggered));
        Assert.That(resumed.Kinds(), Does.Contain(EventKind.StopTriggered));
    }

    [Test]
    public void Waiting_stops_end_with_their_instrument()
    {
        InstrumentId future = Venue.List(AnInstrument.Future(9_000));
        Venue.Price((future, RiskRow.Linear(1_000 * AnInstrument.TickValue, 10_000)));
        Venue.Submit(Alice, AnOrder.Buy(4).In(future).At(1_008).StopLimitAt(1_006));
        Venue.MarketNs = 9_000;

        VenueEvent[] events = Venue.Settle(9_000, 10_000_000);

        Assert.That(TheCancel(events).Reason, Is.EqualTo(RejectCode.InstrumentExpired));
    }

    private VenueEvent[] Reprice(long markTicks) =>
        Venue.Price((default, RiskRow.Linear(markTicks * AnInstrument.TickValue, 10_000)));
}
