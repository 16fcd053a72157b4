using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Tick tables, bands, fat-finger and message limits.</summary>
public sealed class TradingRulesTests : RulesFixture
{
    [TestCase(98L, RejectCode.None)]
    [TestCase(99L, RejectCode.PriceOffTick)]
    [TestCase(100L, RejectCode.None)]
    [TestCase(104L, RejectCode.PriceOffTick)]
    [TestCase(105L, RejectCode.None)]
    [TestCase(505L, RejectCode.PriceOffTick)]
    [TestCase(525L, RejectCode.None)]
    [TestCase(1_025L, RejectCode.PriceOffTick)]
    [TestCase(1_050L, RejectCode.None)]
    public void A_price_is_a_multiple_of_the_step_at_its_level(long price, RejectCode reason)
    {
        Rules((ref SetTradingRules r) =>
            (r.Step0, r.From1, r.Step1, r.From2, r.Step2, r.From3, r.Step3) = (2, 100, 5, 500, 25, 1_000, 50));

        VenueEvent[] order = Venue.Submit(Alice, AnOrder.Buy(1).At(price));
        VenueEvent[] quote = Venue.Quote(Bob, TestVenue.Entry(default, price, 1, 2_000, 0));

        Assert.That(order[0].Order.Reason, Is.EqualTo(reason));
        Assert.That(quote[^1].Quote.Accepted, Is.EqualTo(reason == RejectCode.None ? 1 : 0));
    }

    [Test]
    public void A_buy_above_and_a_sell_below_the_band_are_refused()
    {
        // 3 ticks and 1 % of a mark of 1,000 ticks: 13 either side.
        Rules((ref SetTradingRules r) => (r.BandTicks, r.BandNano) = (3, 10_000_000));

        Venue.Submit(Alice, AnOrder.Buy(1).At(1_014)).AreRejectOf(RejectCode.PriceOutsideBand);
        Venue.Submit(Alice, AnOrder.Sell(1).At(986)).AreRejectOf(RejectCode.PriceOutsideBand);
        Venue.Rest(Alice, AnOrder.Buy(1).At(1_013));
        Venue.Rest(Alice, AnOrder.Buy(1).At(500));
        Venue.Submit(Alice, AnOrder.Sell(1).At(987));
        Assert.That(
            Venue.Quote(Bob, TestVenue.Entry(default, 1_014, 1, 1_020, 1)).RefusedEntry(),
            Is.EqualTo(RejectCode.PriceOutsideBand));
    }

    [Test]
    public void An_order_worth_more_than_the_instruments_or_the_accounts_limit_is_refused()
    {
        // A lot at 1,000 ticks is worth a million micro-USD.
        Rules((ref SetTradingRules r) => r.NotionalMaxMicros = 10_000_000);
        SetLimits(Bob, (ref Command c) =>
            (c.SetAccountLimits.OrderNotionalMaxMicros, c.SetAccountLimits.OrderLotsMax) = (5_000_000, 7));

        Venue.Submit(Alice, AnOrder.Buy(11)).AreRejectOf(RejectCode.NotionalTooLarge);
        Venue.Rest(Alice, AnOrder.Buy(10));
        Venue.Submit(Bob, AnOrder.Buy(6).At(999)).AreRejectOf(RejectCode.NotionalTooLarge);
        Venue.Submit(Bob, AnOrder.Buy(8).At(100)).AreRejectOf(RejectCode.QuantityOutOfRange);
        Venue.Rest(Bob, AnOrder.Buy(7).At(100));
    }

    [Test]
    public void An_accounts_open_orders_are_bounded_and_replacing_one_in_its_slot_is_no_new_one()
    {
        SetLimits(Alice, (ref Command c) => c.SetAccountLimits.OpenOrdersMax = 2);
        Venue.Rest(Alice, AnOrder.Buy(1).At(990).InSlot(0, 1));
        Venue.Submit(Alice, AnOrder.Buy(1).At(1_050).StopLimitAt(1_040));

        Venue.Submit(Alice, AnOrder.Buy(1).At(990)).AreRejectOf(RejectCode.OpenOrderLimit);
        Assert.That(
            Venue.Submit(Alice, AnOrder.Buy(1).At(991).InSlot(0, 2)).Kinds(), Does.Contain(EventKind.OrderRested));
    }

    [Test]
    public void Messages_are_bounded_by_trades_and_cancels_never_are()
    {
        SetLimits(Alice, (ref Command c) =>
            (c.SetAccountLimits.MessagesFree, c.SetAccountLimits.MessagesPerTrade, c.SetAccountLimits.WindowNs) =
                (2, 3, 1_000));
        Venue.Rest(Alice, AnOrder.Buy(1).At(990).Named("a"));
        Replace(Alice, "a", 989, 1);

        Venue.Submit(Alice, AnOrder.Buy(1)).AreRejectOf(RejectCode.MessageLimit);
        Assert.That(Replace(Alice, "a", 988, 1)[0].Order.Reason, Is.EqualTo(RejectCode.MessageLimit));
        Assert.That(
            Venue.Quote(Alice, TestVenue.Entry(default, 980, 1, 1_010, 1)).RefusedEntry(),
            Is.EqualTo(RejectCode.MessageLimit));
        Venue.Submit(Bob, AnOrder.Sell(1).At(989));
        for (int i = 0; i < 3; i++)
        {
            Venue.Rest(Alice, AnOrder.Buy(1).At(980).Named($"b{i}"));
            Venue.Cancel(Alice, $"b{i}");
        }

        Venue.Submit(Alice, AnOrder.Buy(1)).AreRejectOf(RejectCode.MessageLimit);
        Venue.NowNs += 1_000;
        Venue.Rest(Alice, AnOrder.Buy(1).At(980));
    }

    [Test]
    public void Rules_of_a_class_hold_for_what_is_listed_and_what_will_be()
    {
        Send(CommandKind.SetTradingRules, (ref Command c) =>
            (c.SetTradingRules.Scope, c.SetTradingRules.Kind, c.SetTradingRules.Step0) =
                (TradingScope.Class, InstrumentKind.Perpetual, 10));
        InstrumentId listedAfter = Venue.List(AnInstrument.Perpetual());
        RiskRow row = RiskRow.Linear(1_000 * AnInstrument.TickValue, 10_000);
        Venue.Price((default, row), (listedAfter, row));

        Venue.Submit(Alice, AnOrder.Buy(1).At(995)).AreRejectOf(RejectCode.PriceOffTick);
        Venue.Submit(Alice, AnOrder.Buy(1).At(995).In(listedAfter)).AreRejectOf(RejectCode.PriceOffTick);
    }

    [Test]
    public void Allocation_changes_only_while_the_book_is_empty()
    {
        Venue.Rest(Alice, AnOrder.Buy(1).At(990));

        Rules((ref SetTradingRules r) => r.Allocation = MatchAllocation.ProRata)
            .AreCommandRejectOf(RejectCode.BookNotEmpty);
    }

    [Test]
    public void Rules_that_contradict_themselves_are_refused()
    {
        foreach (RulesChange change in (RulesChange[])
            [
                (ref SetTradingRules r) => r.BandTicks = -1,
                (ref SetTradingRules r) => r.NotionalMaxMicros = -1,
                (ref SetTradingRules r) => r.Step0 = -1,
                (ref SetTradingRules r) => (r.From1, r.Step1) = (10, 0),
                (ref SetTradingRules r) => (r.From2, r.Step2) = (10, 2),
                (ref SetTradingRules r) => (r.From1, r.Step1, r.From2, r.Step2) = (10, 2, 10, 5),
                (ref SetTradingRules r) => r.Allocation = (MatchAllocation)3,
                (ref SetTradingRules r) => r.Scope = TradingScope.Venue,
            ])
        {
            Command command = Command.Of(CommandKind.SetTradingRules);
            change(ref command.SetTradingRules);
            Venue.ApplyInVain(command).AreCommandRejectOf(RejectCode.BadTradingRules);
        }
    }

    private delegate void RulesChange(ref SetTradingRules rules);

    private VenueEvent[] Rules(RulesChange change) =>
        Send(CommandKind.SetTradingRules, (ref Command c) => change(ref c.SetTradingRules));
}
