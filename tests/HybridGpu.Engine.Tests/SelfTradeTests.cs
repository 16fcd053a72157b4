using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Tests.Kit;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Tests;

/// <summary>Self-trade prevention: what happens when one trader's orders meet.</summary>
public sealed class SelfTradeTests : RulesFixture
{
    [Test]
    public void Without_an_action_they_trade()
    {
        Venue.Rest(Alice, AnOrder.Sell(5));

        Assert.That(Venue.Submit(Alice, AnOrder.Buy(5)).Trades(), Has.Length.EqualTo(1));
    }

    [Test]
    public void Cancel_taker_cancels_what_is_left_of_the_taker_and_keeps_the_maker()
    {
        Venue.Rest(Bob, AnOrder.Sell(2).At(999));
        Venue.Rest(Alice, AnOrder.Sell(5));

        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Buy(8).OnSelfTrade(SelfTradeAction.CancelTaker));

        Assert.That(events.Trades(), Is.EqualTo([(999L, 2L, Bob)]));
        Assert.That(
            (TheCancel(events).Cause, TheCancel(events).Reason, TheCancel(events).LeavesLots),
            Is.EqualTo((CancelCause.SelfTrade, RejectCode.WouldSelfTrade, 6L)));
        Assert.That(Levels(Side.Sell), Is.EqualTo([new PriceLevel(1_000, 5, 1)]));
    }

    [Test]
    public void Cancel_maker_cancels_the_maker_and_goes_on()
    {
        Venue.Rest(Alice, AnOrder.Sell(5).Named("mine"));
        Venue.Rest(Bob, AnOrder.Sell(5));

        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Buy(4).OnSelfTrade(SelfTradeAction.CancelMaker));

        Assert.That(TheCancel(events).ClOrdId.ToString(), Is.EqualTo("mine"));
        Assert.That(events.Trades(), Is.EqualTo([(1_000L, 4L, Bob)]));
    }

    [Test]
    public void Cancel_both_cancels_both_and_stops()
    {
        Venue.Rest(Alice, AnOrder.Sell(5).Named("mine"));
        Venue.Rest(Bob, AnOrder.Sell(5));

        VenueEvent[] events = Venue.Submit(
            Alice, AnOrder.Buy(4).Named("taker").OnSelfTrade(SelfTradeAction.CancelBoth));

        string[] cancelled = [.. events.Where(e => e.Header.Kind == EventKind.OrderCancelled)
            .Select(e => e.Order.ClOrdId.ToString())];
        Assert.That(cancelled, Is.EqualTo(["mine", "taker"]));
        Assert.That(events.Trades(), Is.Empty);
    }

    [Test]
    public void Decrement_takes_the_smaller_quantity_off_both_without_a_trade()
    {
        Venue.Rest(Alice, AnOrder.Sell(5));
        Venue.Rest(Bob, AnOrder.Sell(5));

        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Buy(7).OnSelfTrade(SelfTradeAction.Decrement));

        Assert.That(events.Count(e => e.Header.Kind == EventKind.OrderReduced), Is.EqualTo(2));
        Assert.That(events.Trades(), Is.EqualTo([(1_000L, 2L, Bob)]));
        Assert.That(Venue.Engine.LotsOf(Alice, default), Is.EqualTo(2));
    }

    [Test]
    public void An_accounts_limits_give_the_action_of_orders_and_quotes_without_one()
    {
        SetLimits(Alice, (ref Command c) => c.SetAccountLimits.SelfTrade = SelfTradeAction.CancelTaker);
        Venue.Rest(Alice, AnOrder.Sell(5));

        VenueEvent[] order = Venue.Submit(Alice, AnOrder.Buy(5));
        VenueEvent[] quote = Venue.Quote(Alice, TestVenue.Entry(default, 1_000, 3, 1_010, 3));

        Assert.That(order.Trades(), Is.Empty);
        Assert.That(quote.RefusedEntry(), Is.EqualTo(RejectCode.WouldSelfTrade));
        Assert.That(Levels(Side.Buy), Is.Empty);
    }

    [Test]
    public void Accounts_of_a_firm_are_one_trader_when_both_say_so()
    {
        foreach (AccountId account in (AccountId[])[Alice, Bob])
        {
            SetLimits(account, (ref Command c) =>
                (c.SetAccountLimits.Firm, c.SetAccountLimits.SelfTradeByFirm, c.SetAccountLimits.SelfTrade) =
                    (7, 1, SelfTradeAction.CancelMaker));
        }

        Venue.Rest(Bob, AnOrder.Sell(5));
        Venue.Rest(Carol, AnOrder.Sell(5));

        Assert.That(Venue.Submit(Alice, AnOrder.Buy(5)).Trades(), Is.EqualTo([(1_000L, 5L, Carol)]));
    }

    [TestCase(SelfTradeAction.CancelMaker)]
    [TestCase(SelfTradeAction.CancelBoth)]
    [TestCase(SelfTradeAction.CancelTaker)]
    [TestCase(SelfTradeAction.Decrement)]
    public void Own_orders_that_meet_in_an_auction_do_not_trade(SelfTradeAction action)
    {
        Send(CommandKind.SetTradingState, (ref Command c) => c.SetTradingState.State = TradingState.Auction);
        Venue.Rest(Alice, AnOrder.Sell(5).At(995));
        Venue.Rest(Alice, AnOrder.Buy(5).At(1_005).OnSelfTrade(action));

        VenueEvent[] events = Send(CommandKind.SetTradingState, (ref Command _) => { });

        Assert.That(events.Trades(), Is.Empty);
        int left = action is SelfTradeAction.CancelMaker or SelfTradeAction.CancelTaker ? 1 : 0;
        Assert.That(Venue.Engine.OpenOrderCount, Is.EqualTo(left));
    }
}
