using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Tests;

/// <summary>Order replace: what keeps its place, what loses it, and what leaves the order as it was.</summary>
public sealed class ReplaceTests : RulesFixture
{
    [Test]
    public void A_smaller_quantity_at_the_same_price_keeps_the_place_and_takes_the_new_name()
    {
        Venue.Rest(Alice, AnOrder.Sell(5).Named("a"));
        Venue.Rest(Bob, AnOrder.Sell(5));

        VenueEvent[] events = Replace(Alice, "a", 1_000, 3, "a2");

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.OrderReduced, EventKind.OrderReplaced]));
        Assert.That(
            (events[1].Order.ClOrdId.ToString(), events[1].Order.OrigClOrdId.ToString()), Is.EqualTo(("a2", "a")));
        Assert.That(Venue.Submit(Carol, AnOrder.Buy(4)).Trades(), Is.EqualTo([(1_000L, 3L, Alice), (1_000L, 1L, Bob)]));
    }

    [Test]
    public void More_quantity_or_another_price_goes_behind_the_others()
    {
        Venue.Rest(Alice, AnOrder.Sell(5).Named("a"));
        Venue.Rest(Bob, AnOrder.Sell(5));

        VenueEvent[] events = Replace(Alice, "a", 1_000, 6);

        Assert.That(
            events.Kinds(),
            Is.EqualTo([EventKind.OrderPulled, EventKind.OrderReplaced, EventKind.OrderRested]));
        Assert.That(Venue.Submit(Carol, AnOrder.Buy(6)).Trades(), Is.EqualTo([(1_000L, 5L, Bob), (1_000L, 1L, Alice)]));
    }

    [Test]
    public void The_quantity_counts_what_has_traded()
    {
        Venue.Rest(Alice, AnOrder.Sell(5).Named("a"));
        Venue.Submit(Bob, AnOrder.Buy(2));

        VenueEvent[] below = Replace(Alice, "a", 1_000, 2);
        Replace(Alice, "a", 1_001, 6);

        Assert.That(below[0].Order.Reason, Is.EqualTo(RejectCode.ReplaceBelowTraded));
        Assert.That(Levels(Side.Sell), Is.EqualTo([new PriceLevel(1_001, 4, 1)]));
    }

    [Test]
    public void A_replace_may_trade_on_arrival()
    {
        Venue.Rest(Alice, AnOrder.Buy(5).At(990).Named("a"));
        Venue.Rest(Bob, AnOrder.Sell(3));

        Assert.That(Replace(Alice, "a", 1_000, 5).Trades(), Is.EqualTo([(1_000L, 3L, Bob)]));
    }

    [Test]
    public void A_refused_replace_leaves_the_order_in_its_place()
    {
        AccountId poor = Venue.OpenAccount(60_000_000);
        Venue.Rest(poor, AnOrder.Sell(5).Named("a"));
        Venue.Rest(Bob, AnOrder.Sell(5));
        Venue.Rest(poor, AnOrder.Buy(1).At(900).Named("other"));

        (VenueEvent[] Events, RejectCode Reason)[] refused =
        [
            (Replace(poor, "a", 1_000, 9_000), RejectCode.InsufficientMargin),
            (Replace(poor, "a", 0, 5), RejectCode.PriceOutOfRange),
            (Replace(poor, "a", 1_000, 0), RejectCode.QuantityOutOfRange),
            (Replace(poor, "a", 1_000, 100_000), RejectCode.QuantityOutOfRange),
            (Replace(poor, "a", 1_001, 5, "other"), RejectCode.DuplicateClOrdId),
            (Replace(poor, "nobody", 1_001, 5), RejectCode.UnknownOrder),
            (Replace(Bob, "a", 1_001, 5), RejectCode.UnknownOrder),
        ];

        foreach ((VenueEvent[] events, RejectCode reason) in refused)
        {
            Assert.That(events.Kinds(), Is.EqualTo([EventKind.ReplaceRejected]));
            Assert.That(events[0].Order.Reason, Is.EqualTo(reason));
        }

        Assert.That(Venue.Submit(Carol, AnOrder.Buy(6)).Trades(), Is.EqualTo([(1_000L, 5L, poor), (1_000L, 1L, Bob)]));
    }

    [Test]
    public void A_post_only_order_is_not_replaced_into_a_trade()
    {
        Venue.Rest(Alice, AnOrder.Buy(5).At(990).Named("a").PostOnly());
        Venue.Rest(Bob, AnOrder.Sell(3));

        Assert.That(Replace(Alice, "a", 1_000, 5)[0].Order.Reason, Is.EqualTo(RejectCode.PostOnlyWouldTrade));
    }
}
