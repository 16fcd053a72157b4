using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Tests;

/// <summary>What each order type and instruction does.</summary>
public sealed class OrderTypeTests : RulesFixture
{
    [Test]
    public void A_fill_or_kill_order_trades_all_of_it()
    {
        Venue.Rest(Bob, AnOrder.Sell(3).At(1_000));
        Venue.Rest(Carol, AnOrder.Sell(7).At(1_001));

        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Buy(10).At(1_001).FillOrKill());

        Assert.That(events.Trades(), Is.EqualTo([(1_000L, 3L, Bob), (1_001L, 7L, Carol)]));
    }

    [Test]
    public void A_fill_or_kill_order_trades_nothing_when_a_lot_is_missing()
    {
        Venue.Rest(Bob, AnOrder.Sell(3).At(1_000));
        Venue.Rest(Carol, AnOrder.Sell(6).At(1_001));

        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Buy(10).At(1_001).FillOrKill());

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.OrderAccepted, EventKind.OrderCancelled]));
        Assert.That(TheCancel(events).Cause, Is.EqualTo(CancelCause.FillOrKill));
        Assert.That(TheCancel(events).Reason, Is.EqualTo(RejectCode.CannotFillWhole));
        Assert.That(Levels(Side.Sell), Has.Length.EqualTo(2));
    }

    [Test]
    public void A_fill_or_kill_order_in_an_empty_book_is_cancelled_as_one()
    {
        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Buy(10).At(1_001).FillOrKill());

        Assert.That(TheCancel(events).Cause, Is.EqualTo(CancelCause.FillOrKill));
        Assert.That(TheCancel(events).Reason, Is.EqualTo(RejectCode.CannotFillWhole));
    }

    [Test]
    public void A_fill_or_kill_order_does_not_count_on_its_own_traders_orders()
    {
        Venue.Rest(Alice, AnOrder.Sell(3).At(1_000));
        Venue.Rest(Carol, AnOrder.Sell(7).At(1_001));

        VenueEvent[] events = Venue.Submit(
            Alice, AnOrder.Buy(10).At(1_001).FillOrKill().OnSelfTrade(SelfTradeAction.CancelTaker));

        Assert.That(events.Trades(), Is.Empty);
    }

    [Test]
    public void A_market_order_trades_within_its_own_worst_price_and_never_rests()
    {
        Venue.Rest(Bob, AnOrder.Sell(3).At(1_000));
        Venue.Rest(Bob, AnOrder.Sell(3).At(1_010));

        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Buy(10).AtMarket(worstTicks: 1_005));

        Assert.That(events.Trades(), Is.EqualTo([(1_000L, 3L, Bob)]));
        Assert.That(TheCancel(events).LeavesLots, Is.EqualTo(7));
        Assert.That(Levels(Side.Buy), Is.Empty);
    }

    [Test]
    public void A_market_order_without_a_price_is_bounded_by_the_price_band()
    {
        Send(CommandKind.SetTradingRules, (ref Command c) => c.SetTradingRules.BandTicks = 4);
        Venue.Rest(Bob, AnOrder.Sell(3).At(1_004));
        Venue.Rest(Carol, AnOrder.Buy(3).At(996));

        VenueEvent[] buys = Venue.Submit(Alice, AnOrder.Buy(10).AtMarket());
        VenueEvent[] sells = Venue.Submit(Alice, AnOrder.Sell(10).AtMarket());

        Assert.That(buys.Trades(), Is.EqualTo([(1_004L, 3L, Bob)]));
        Assert.That(buys[0].Order.PriceTicks, Is.EqualTo(1_004));
        Assert.That(sells.Trades(), Is.EqualTo([(996L, 3L, Carol)]));
    }

    [Test]
    public void A_market_order_that_nothing_bounds_is_refused() =>
        Venue.Submit(Alice, AnOrder.Buy(10).AtMarket()).AreRejectOf(RejectCode.NoPriceForMarket);

    [Test]
    public void A_reduce_only_order_is_cut_to_the_position()
    {
        Hold(Alice, 5);

        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Sell(8).At(1_010).ReduceOnly());

        Assert.That(events[0].Order.Lots, Is.EqualTo(5));
        Assert.That(Levels(Side.Sell), Is.EqualTo([new PriceLevel(1_010, 5, 1)]));
    }

    [Test]
    public void Reduce_only_orders_share_the_position()
    {
        Hold(Alice, 5);
        Venue.Submit(Alice, AnOrder.Sell(3).At(1_010).ReduceOnly());
        Venue.Submit(Alice, AnOrder.Sell(3).At(1_011).ReduceOnly());

        VenueEvent[] third = Venue.Submit(Alice, AnOrder.Sell(1).At(1_012).ReduceOnly());

        Assert.That(Levels(Side.Sell)[1].Lots, Is.EqualTo(2));
        third.AreRejectOf(RejectCode.NothingToReduce);
    }

    [Test]
    public void A_reduce_only_order_without_a_position_or_on_its_side_is_refused()
    {
        Venue.Submit(Bob, AnOrder.Sell(3).ReduceOnly()).AreRejectOf(RejectCode.NothingToReduce);
        Hold(Alice, 5);
        Venue.Submit(Alice, AnOrder.Buy(3).At(900).ReduceOnly()).AreRejectOf(RejectCode.NothingToReduce);
    }

    [Test]
    public void Reduce_only_orders_shrink_with_the_position_the_youngest_first()
    {
        Hold(Alice, 10);
        Venue.Submit(Alice, AnOrder.Sell(6).At(1_010).Named("old").ReduceOnly());
        Venue.Submit(Alice, AnOrder.Sell(4).At(1_011).Named("young").ReduceOnly());
        Venue.Rest(Bob, AnOrder.Buy(7).At(1_005));

        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Sell(7).At(1_005));

        Assert.That(TheCancel(events).ClOrdId.ToString(), Is.EqualTo("young"));
        Assert.That(TheCancel(events).Cause, Is.EqualTo(CancelCause.ReduceOnly));
        Assert.That(Levels(Side.Sell), Is.EqualTo([new PriceLevel(1_010, 3, 1)]));
    }

    [Test]
    public void A_reduce_only_maker_never_turns_the_position_within_one_match()
    {
        Hold(Alice, 10);
        Venue.Rest(Alice, AnOrder.Sell(8).At(1_001));
        Venue.Submit(Alice, AnOrder.Sell(10).At(1_002).ReduceOnly());

        VenueEvent[] events = Venue.Submit(Bob, AnOrder.Buy(18).At(1_002));

        Assert.That(events.Trades(), Is.EqualTo([(1_001L, 8L, Alice), (1_002L, 2L, Alice)]));
        Assert.That(Venue.Engine.LotsOf(Alice, default), Is.Zero);
    }

    [Test]
    public void A_sliding_order_rests_one_step_behind_the_best_of_the_other_side()
    {
        Send(CommandKind.SetTradingRules, (ref Command c) => c.SetTradingRules.Step0 = 5);
        Venue.Rest(Bob, AnOrder.Sell(3).At(1_000));
        Venue.Rest(Bob, AnOrder.Buy(3).At(980));

        Venue.Submit(Alice, AnOrder.Buy(2).At(1_010).Slide());
        Venue.Submit(Carol, AnOrder.Sell(2).At(970).Slide());

        Assert.That(Levels(Side.Buy)[0], Is.EqualTo(new PriceLevel(995, 2, 1)));
        Assert.That(Levels(Side.Sell)[0], Is.EqualTo(new PriceLevel(1_000, 5, 2)));
    }

    [Test]
    public void An_iceberg_shows_a_part_and_goes_behind_the_others_with_each_new_one()
    {
        Venue.Rest(Bob, AnOrder.Sell(10).At(1_000).Showing(4));
        Venue.Rest(Carol, AnOrder.Sell(3).At(1_000));
        Assert.That(Levels(Side.Sell), Is.EqualTo([new PriceLevel(1_000, 7, 2)]));

        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Buy(9).At(1_000));

        Assert.That(
            events.Trades(), Is.EqualTo([(1_000L, 4L, Bob), (1_000L, 3L, Carol), (1_000L, 2L, Bob)]));
        Assert.That(
            events.Single(e => e.Header.Kind == EventKind.OrderReplenished).Order.ShownLots, Is.EqualTo(4));
        Assert.That(Levels(Side.Sell), Is.EqualTo([new PriceLevel(1_000, 2, 1)]));
    }

    [TestCase(-1L)]
    [TestCase(11L)]
    public void An_icebergs_shown_quantity_lies_within_the_order(long shown) =>
        Venue.Submit(Alice, AnOrder.Buy(10).Showing(shown)).AreRejectOf(RejectCode.BadDisplayQuantity);

    [Test]
    public void An_order_that_never_rests_shows_nothing() =>
        Venue.Submit(Alice, AnOrder.Buy(10).Showing(3).ImmediateOrCancel())
            .AreRejectOf(RejectCode.BadDisplayQuantity);

    [TestCase(MatchAllocation.ProRata, 7L, 3L)]
    [TestCase(MatchAllocation.TimeProRata, 8L, 2L)]
    public void Fills_at_a_price_are_shared_as_the_rules_say(MatchAllocation allocation, long first, long second)
    {
        Send(CommandKind.SetTradingRules, (ref Command c) => c.SetTradingRules.Allocation = allocation);
        Venue.Rest(Bob, AnOrder.Sell(20).At(1_000));
        Venue.Rest(Carol, AnOrder.Sell(10).At(1_000));

        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Buy(10).At(1_000));

        long ofBob = events.Trades().Where(trade => trade.Maker == Bob).Sum(trade => trade.Lots);
        long ofCarol = events.Trades().Where(trade => trade.Maker == Carol).Sum(trade => trade.Lots);
        Assert.That((ofBob, ofCarol), Is.EqualTo((first, second)));
    }
}
