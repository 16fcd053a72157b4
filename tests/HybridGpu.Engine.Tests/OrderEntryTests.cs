using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Tests;

/// <summary>Single orders: limits, matching, what becomes of the rest.</summary>
public sealed class OrderEntryTests
{
    private TestVenue _venue = null!;
    private AccountId _alice;
    private AccountId _bob;
    private AccountId _carol;

    [SetUp]
    public void SetUp()
    {
        _venue = TestVenue.WithPerpetual();
        _alice = _venue.OpenAccount(TestVenue.Rich);
        _bob = _venue.OpenAccount(TestVenue.Rich);
        _carol = _venue.OpenAccount(TestVenue.Rich);
    }

    [TearDown]
    public void State_is_sound() => Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));

    [Test]
    public void A_limit_order_that_meets_nothing_rests_at_its_price()
    {
        VenueEvent[] events = _venue.Submit(_alice, AnOrder.Buy(10).At(990).Named("a"));

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.OrderAccepted, EventKind.OrderRested]));
        OrderState rested = events[1].Order;
        Assert.That(
            (rested.PriceTicks, rested.Lots, rested.LeavesLots, rested.CumLots),
            Is.EqualTo((990L, 10L, 10L, 0L)));
        Assert.That(rested.ClOrdId.ToString(), Is.EqualTo("a"));
        Assert.That(Levels(Side.Buy), Is.EqualTo([new PriceLevel(990, 10, 1)]));
    }

    [Test]
    public void A_crossing_order_trades_at_the_makers_price_and_rests_with_what_is_left()
    {
        OrderId maker = _venue.Rest(_bob, AnOrder.Sell(4).At(1_000));

        VenueEvent[] events = _venue.Submit(_alice, AnOrder.Buy(10).At(1_005));

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.OrderAccepted, EventKind.Trade, EventKind.OrderRested]));
        Trade trade = events[1].Trade;
        Assert.That((trade.PriceTicks, trade.Lots, trade.TakerSide), Is.EqualTo((1_000L, 4L, Side.Buy)));
        Assert.That((trade.Maker.OrderId, trade.Maker.LeavesLots, trade.Taker.LeavesLots), Is.EqualTo((maker, 0L, 6L)));
        Assert.That((events[2].Order.LeavesLots, events[2].Order.CumTickLots), Is.EqualTo((6L, 4_000L)));
        Assert.That(Levels(Side.Sell), Is.Empty);
        Assert.That(Levels(Side.Buy), Is.EqualTo([new PriceLevel(1_005, 6, 1)]));
    }

    [Test]
    public void Cash_moves_by_price_times_quantity_and_the_taker_owes_the_fee()
    {
        _venue.Rest(_bob, AnOrder.Sell(4).At(1_001));
        VenueEvent[] events = _venue.Submit(_alice, AnOrder.Buy(4).At(1_001));

        // 4 lots x 1,001 ticks x 1,000 micro-USD; 5 basis points of it.
        Assert.That(_venue.Engine.BalanceOf(_alice), Is.EqualTo((TestVenue.Rich - 4_004_000, 2_002L)));
        Assert.That(_venue.Engine.BalanceOf(_bob), Is.EqualTo((TestVenue.Rich + 4_004_000, 0L)));
        Assert.That(events[1].Trade.Taker.FeeMicros, Is.EqualTo(2_002));
        Assert.That(_venue.Engine.LotsOf(_alice, default), Is.EqualTo(4));
        Assert.That(_venue.Engine.LotsOf(_bob, default), Is.EqualTo(-4));
    }

    [Test]
    public void Better_prices_trade_first_and_the_older_order_first_at_one_price()
    {
        _venue.Rest(_bob, AnOrder.Sell(3).At(1_002));
        _venue.Rest(_bob, AnOrder.Sell(3).At(1_001));
        _venue.Rest(_carol, AnOrder.Sell(3).At(1_001));

        VenueEvent[] events = _venue.Submit(_alice, AnOrder.Buy(8).At(1_002));

        Assert.That(events.Trades(), Is.EqualTo([(1_001L, 3L, _bob), (1_001L, 3L, _carol), (1_002L, 2L, _bob)]));
        Assert.That(Levels(Side.Sell), Is.EqualTo([new PriceLevel(1_002, 1, 1)]));
    }

    [Test]
    public void A_maker_fills_in_parts_and_keeps_count()
    {
        _venue.Rest(_bob, AnOrder.Sell(10).At(1_000).Named("m"));
        _venue.Submit(_alice, AnOrder.Buy(3).At(1_000));
        VenueEvent[] events = _venue.Submit(_alice, AnOrder.Buy(4).At(1_000));

        TradeParty maker = events[1].Trade.Maker;
        Assert.That((maker.Lots, maker.LeavesLots, maker.CumTickLots), Is.EqualTo((10L, 3L, 7_000L)));
        Assert.That(_venue.Cancel(_bob, "m")[0].Order.LeavesLots, Is.EqualTo(3));
    }

    [Test]
    public void Immediate_or_cancel_trades_what_it_can_and_gives_up_the_rest()
    {
        _venue.Rest(_bob, AnOrder.Sell(4).At(1_000));

        VenueEvent[] events = _venue.Submit(_alice, AnOrder.Buy(10).At(1_000).ImmediateOrCancel());

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.OrderAccepted, EventKind.Trade, EventKind.OrderCancelled]));
        OrderState cancelled = events[2].Order;
        Assert.That((cancelled.Cause, cancelled.WasResting), Is.EqualTo((CancelCause.ImmediateOrCancel, (byte)0)));
        Assert.That((cancelled.LeavesLots, cancelled.CumLots), Is.EqualTo((6L, 4L)));
        Assert.That(_venue.Engine.OpenOrderCount, Is.Zero);
    }

    [Test]
    public void Post_only_rests_when_it_would_not_trade_and_is_refused_when_it_would()
    {
        _venue.Rest(_bob, AnOrder.Sell(4).At(1_000));

        _venue.Submit(_alice, AnOrder.Buy(1).At(1_000).PostOnly()).AreRejectOf(RejectCode.PostOnlyWouldTrade);
        _venue.Rest(_alice, AnOrder.Buy(1).At(999).PostOnly());
    }

    [Test]
    public void An_order_can_be_cancelled_by_its_name()
    {
        _venue.Rest(_alice, AnOrder.Buy(10).At(990).Named("a"));

        VenueEvent[] events = _venue.Cancel(_alice, "a");

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.OrderCancelled]));
        OrderState cancelled = events[0].Order;
        Assert.That(
            (cancelled.Cause, cancelled.WasResting, cancelled.LeavesLots),
            Is.EqualTo((CancelCause.Requested, (byte)1, 10L)));
        Assert.That((cancelled.ClOrdId.ToString(), cancelled.OrigClOrdId.ToString()), Is.EqualTo(("cancel", "a")));
        Assert.That(Levels(Side.Buy), Is.Empty);
    }

    [Test]
    public void An_order_can_be_cancelled_by_the_venues_id()
    {
        OrderId id = _venue.Rest(_alice, AnOrder.Buy(10).At(990));

        Assert.That(_venue.Cancel(_alice, id)[0].Order.OrderId, Is.EqualTo(id));
        _venue.Cancel(_alice, id).AreCancelRejectOf(RejectCode.UnknownOrder);
    }

    [Test]
    public void Nobody_cancels_what_is_unknown_or_anothers()
    {
        OrderId id = _venue.Rest(_alice, AnOrder.Buy(10).At(990).Named("a"));

        _venue.Cancel(_alice, "b").AreCancelRejectOf(RejectCode.UnknownOrder);
        _venue.Cancel(_bob, "a").AreCancelRejectOf(RejectCode.UnknownOrder);
        _venue.Cancel(_bob, id).AreCancelRejectOf(RejectCode.UnknownOrder);
        _venue.Cancel(new AccountId(999), "a").AreCancelRejectOf(RejectCode.UnknownOrder);
        Assert.That(_venue.Engine.OpenOrderCount, Is.EqualTo(1));
    }

    [Test]
    public void A_name_is_taken_while_its_order_is_open_and_only_in_its_account()
    {
        _venue.Rest(_alice, AnOrder.Buy(1).At(990).Named("a"));

        _venue.Submit(_alice, AnOrder.Buy(1).At(991).Named("a")).AreRejectOf(RejectCode.DuplicateClOrdId);
        _venue.Rest(_bob, AnOrder.Buy(1).At(991).Named("a"));
        _venue.Cancel(_alice, "a");
        _venue.Rest(_alice, AnOrder.Buy(1).At(991).Named("a"));
    }

    [TestCase(0L)]
    [TestCase(-1L)]
    [TestCase(1_000_001L)]
    [TestCase(long.MaxValue)]
    [TestCase(long.MinValue)]
    public void A_price_must_be_positive_and_within_the_instruments_range(long priceTicks) =>
        RefusesInVain(AnOrder.Buy(1).At(priceTicks), RejectCode.PriceOutOfRange);

    [TestCase(0L)]
    [TestCase(-1L)]
    [TestCase(10_001L)]
    [TestCase(long.MaxValue)]
    [TestCase(long.MinValue)]
    public void A_quantity_must_be_positive_and_within_the_instruments_range(long lots) =>
        RefusesInVain(AnOrder.Buy(lots), RejectCode.QuantityOutOfRange);

    [TestCase(1u)]
    [TestCase(1u << 20)]
    [TestCase(uint.MaxValue)]
    public void An_instrument_must_be_listed(uint instrument) =>
        RefusesInVain(AnOrder.Buy(1).In(new InstrumentId(instrument)), RejectCode.UnknownInstrument);

    [TestCase(0u)]
    [TestCase(1u)]
    [TestCase(15u)]
    [TestCase(19u)]
    [TestCase(1u << 20)]
    [TestCase(uint.MaxValue)]
    public void An_account_must_be_open_and_not_reserved(uint account)
    {
        Command command = Command.Of(CommandKind.NewOrder);
        command.NewOrder = AnOrder.Buy(1).Named("x").Terms;
        command.NewOrder.Account = new AccountId(account);
        _venue.ApplyInVain(command).AreRejectOf(RejectCode.UnknownAccount);
    }

    [Test]
    public void Terms_that_mean_nothing_are_refused()
    {
        foreach (AnOrder.Change change in (AnOrder.Change[])
            [
                (ref NewOrder o) => o.Side = Side.None,
                (ref NewOrder o) => o.Side = (Side)3,
                (ref NewOrder o) => o.Side = (Side)255,
                (ref NewOrder o) => o.TimeInForce = (TimeInForce)3,
                (ref NewOrder o) => o.TimeInForce = (TimeInForce)255,
                (ref NewOrder o) => o.Traits = OrderTraits.Quote,
                (ref NewOrder o) => o.Traits = OrderTraits.Quote | OrderTraits.PostOnly,
                (ref NewOrder o) => o.Traits = (OrderTraits)128,
                (ref NewOrder o) => o.Traits = OrderTraits.Combo,
                (ref NewOrder o) => o.Traits = OrderTraits.Negotiated,
                (ref NewOrder o) => o.Traits = OrderTraits.PostOnly | OrderTraits.PostOnlySlide,
                (ref NewOrder o) => o.Type = (OrderType)4,
                (ref NewOrder o) => o.Type = OrderType.Market,
                (ref NewOrder o) => (o.Type, o.TimeInForce) = (OrderType.Stop, TimeInForce.ImmediateOrCancel),
                (ref NewOrder o) => o.StopTicks = 5,
                (ref NewOrder o) => o.Trigger = StopTrigger.Mark,
                (ref NewOrder o) => (o.Type, o.Trigger) = (OrderType.StopLimit, (StopTrigger)2),
                (ref NewOrder o) => o.SelfTrade = (SelfTradeAction)6,
                (ref NewOrder o) => (o.Traits, o.TimeInForce) = (OrderTraits.PostOnlySlide, TimeInForce.FillOrKill),
                (ref NewOrder o) => (o.Traits, o.TimeInForce) = (OrderTraits.PostOnly, TimeInForce.ImmediateOrCancel),
                (ref NewOrder o) => o.ClOrdId = default,
            ])
        {
            RefusesInVain(AnOrder.Buy(1).Named("x").With(change), RejectCode.BadOrderTerms);
        }
    }

    [Test]
    public void An_instrument_without_a_risk_array_does_not_trade_yet()
    {
        InstrumentId unpriced = _venue.List(AnInstrument.Perpetual());

        RefusesInVain(AnOrder.Buy(1).In(unpriced), RejectCode.NoRiskArray);
    }

    [Test]
    public void An_instrument_stops_trading_at_its_expiry()
    {
        InstrumentId future = _venue.List(AnInstrument.Future(expiryNs: 5_000));
        _venue.Price((future, RiskRow.Linear(1_000_000, 10_000)));
        _venue.MarketNs = 4_999;
        _venue.Rest(_alice, AnOrder.Buy(1).In(future));
        _venue.MarketNs = 5_000;

        RefusesInVain(AnOrder.Buy(1).In(future), RejectCode.InstrumentExpired);
        _venue.Settle(5_000, 100_000_000);
        RefusesInVain(AnOrder.Buy(1).In(future), RejectCode.InstrumentExpired);
    }

    [Test]
    public void A_full_pool_refuses_orders_and_takes_them_again_when_one_has_gone()
    {
        var venue = TestVenue.WithPerpetual(new EngineOptions { OpenOrdersMax = 2 });
        AccountId account = venue.OpenAccount(TestVenue.Rich);
        venue.Rest(account, AnOrder.Buy(1).At(990).Named("a"));
        venue.Rest(account, AnOrder.Buy(1).At(991));

        venue.Submit(account, AnOrder.Buy(1).At(992)).AreRejectOf(RejectCode.BookFull);
        venue.Cancel(account, "a");
        venue.Rest(account, AnOrder.Buy(1).At(992));
    }

    [Test]
    public void A_book_with_all_its_levels_in_use_takes_orders_at_those_levels_only()
    {
        var venue = TestVenue.WithPerpetual();
        AccountId[] accounts = [.. Enumerable.Range(0, 5).Select(_ => venue.OpenAccount(TestVenue.Rich))];
        for (int i = 0; i < LadderOrderBook.LevelsMaxDefault; i++)
        {
            venue.Rest(accounts[i % 5], AnOrder.Sell(1).At(2_000 + i));
        }

        venue.Submit(accounts[0], AnOrder.Sell(1).At(1_999)).AreRejectOf(RejectCode.BookFull);
        venue.Rest(accounts[0], AnOrder.Sell(1).At(2_000));
        Assert.That(venue.Engine.CheckConservation(), Is.EqualTo("ok"));
    }

    [Test]
    public void The_table_of_positions_has_a_bound()
    {
        var venue = TestVenue.WithPerpetual(new EngineOptions { PositionsMax = 1 });
        AccountId first = venue.OpenAccount(TestVenue.Rich);
        AccountId second = venue.OpenAccount(TestVenue.Rich);
        venue.Rest(first, AnOrder.Buy(1));

        venue.Submit(second, AnOrder.Buy(1)).AreRejectOf(RejectCode.CapacityReached);
        venue.Rest(first, AnOrder.Buy(1));
    }

    [Test]
    public void Order_numbers_count_acceptance_without_gaps()
    {
        OrderId first = _venue.Rest(_alice, AnOrder.Buy(1).At(990));
        AccountId poor = _venue.OpenAccount(1);
        _venue.Submit(poor, AnOrder.Buy(1).At(990)).AreRejectOf(RejectCode.InsufficientMargin);
        _venue.Rest(_bob, AnOrder.Sell(1).At(1_001));
        _venue.Submit(_alice, AnOrder.Buy(1).At(1_001).PostOnly()).AreRejectOf(RejectCode.PostOnlyWouldTrade);

        Assert.That(_venue.Rest(_alice, AnOrder.Buy(1).At(991)), Is.EqualTo(new OrderId(first.Value + 2)));
    }

    private PriceLevel[] Levels(Side side)
    {
        var levels = new PriceLevel[16];
        return levels[.._venue.Engine.CopyLevels(default, side, levels)];
    }

    private void RefusesInVain(AnOrder order, RejectCode reason)
    {
        Command command = Command.Of(CommandKind.NewOrder);
        command.NewOrder = order.Terms;
        command.NewOrder.Account = _alice;
        if (reason != RejectCode.BadOrderTerms)
        {
            command.NewOrder.ClOrdId = Text40.Create("x");
        }

        _venue.ApplyInVain(command).AreRejectOf(reason);
    }
}
