using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Trading states and the auction between pre-open and continuous trading.</summary>
public sealed class TradingStateTests : RulesFixture
{
    [TestCase(TradingState.PreOpen)]
    [TestCase(TradingState.Auction)]
    public void Orders_are_collected_without_matching(TradingState state)
    {
        Go(state);

        Venue.Rest(Alice, AnOrder.Buy(5).At(1_010));
        Venue.Rest(Bob, AnOrder.Sell(5).At(990));
        VenueEvent[] quote = Venue.Quote(Carol, TestVenue.Entry(default, 1_000, 2, 1_005, 2));

        Assert.That(quote[^1].Quote.Accepted, Is.EqualTo(1));
        Assert.That(Venue.Engine.OpenOrderCount, Is.EqualTo(4));
        Assert.That(Venue.Engine.LotsOf(Alice, default), Is.Zero);
    }

    [Test]
    public void Going_on_to_continuous_trading_trades_most_at_one_price()
    {
        Go(TradingState.Auction);
        Venue.Rest(Alice, AnOrder.Buy(5).At(1_010));
        Venue.Rest(Alice, AnOrder.Buy(5).At(1_004));
        Venue.Rest(Bob, AnOrder.Sell(4).At(998));
        Venue.Rest(Carol, AnOrder.Sell(4).At(1_003));

        VenueEvent[] events = Go(TradingState.Continuous);

        TradingStateChanged changed = events[^1].TradingState;
        Assert.That((changed.Before, changed.State), Is.EqualTo((TradingState.Auction, TradingState.Continuous)));
        // Either limit between the crossing orders trades 8 lots and leaves 2 of the bids: their pressure takes the
        // higher.
        Assert.That(
            (changed.UncrossTicks, changed.UncrossLots, changed.SurplusLots), Is.EqualTo((1_004L, 8L, 2L)));
        Assert.That(events.Trades().Select(trade => trade.Price), Is.All.EqualTo(changed.UncrossTicks));
        Assert.That(Levels(Side.Buy).Single().Lots, Is.EqualTo(2));
        Assert.That(Levels(Side.Sell), Is.Empty);
    }

    [Test]
    public void A_halt_takes_cancels_only_and_keeps_what_an_auction_collected()
    {
        Go(TradingState.Auction);
        Venue.Rest(Alice, AnOrder.Buy(5).At(1_010));
        Venue.Rest(Bob, AnOrder.Sell(5).At(990));
        Venue.Rest(Carol, AnOrder.Sell(5).At(991).Named("c"));
        Go(TradingState.Halt);

        Venue.Submit(Carol, AnOrder.Buy(1)).AreRejectOf(RejectCode.InstrumentHalted);
        Assert.That(Replace(Carol, "c", 991, 2)[0].Order.Reason, Is.EqualTo(RejectCode.InstrumentHalted));
        Assert.That(
            Venue.Quote(Carol, TestVenue.Entry(default, 990, 1, 1_010, 1)).RefusedEntry(),
            Is.EqualTo(RejectCode.InstrumentHalted));
        Assert.That(Venue.Cancel(Carol, "c").Kinds(), Is.EqualTo([EventKind.OrderCancelled]));
        Assert.That(Go(TradingState.Continuous).Trades(), Has.Length.EqualTo(1));
    }

    [Test]
    public void Immediate_orders_need_continuous_trading()
    {
        Go(TradingState.PreOpen);

        Venue.Submit(Alice, AnOrder.Buy(1).ImmediateOrCancel()).AreRejectOf(RejectCode.NotInThisState);
        Venue.Submit(Alice, AnOrder.Buy(1).FillOrKill()).AreRejectOf(RejectCode.NotInThisState);
        Venue.Submit(Alice, AnOrder.Buy(1).AtMarket(1_010)).AreRejectOf(RejectCode.NotInThisState);
    }

    [Test]
    public void Reduce_only_takes_what_lies_within_the_position()
    {
        Hold(Alice, 5);
        Go(TradingState.ReduceOnly);

        Venue.Submit(Alice, AnOrder.Sell(6)).AreRejectOf(RejectCode.ReduceOnlyState);
        Venue.Submit(Bob, AnOrder.Sell(1)).AreRejectOf(RejectCode.ReduceOnlyState);
        Venue.Rest(Alice, AnOrder.Sell(5));
    }

    [Test]
    public void Who_can_not_cover_its_fill_any_more_leaves_the_auction()
    {
        AccountId poor = Venue.OpenAccount(2_000_000);
        Go(TradingState.Auction);
        Venue.Rest(poor, AnOrder.Buy(4).At(1_000));
        Venue.Rest(Bob, AnOrder.Sell(4).At(1_000));
        Venue.Price((default, RiskRow.Linear(1_000 * AnInstrument.TickValue, 500_000)));

        VenueEvent[] events = Go(TradingState.Continuous);

        Assert.That(events.Trades(), Is.Empty);
        Assert.That(TheCancel(events).Cause, Is.EqualTo(CancelCause.MarginCheck));
    }

    [Test]
    public void A_state_can_be_set_for_an_instrument_an_underlying_or_the_venue()
    {
        InstrumentId other = Venue.List(AnInstrument.Perpetual(underlying: 1));

        VenueEvent[] underlying = Send(CommandKind.SetTradingState, (ref Command c) =>
            (c.SetTradingState.Scope, c.SetTradingState.Underlying, c.SetTradingState.State) =
                (TradingScope.Class, new UnderlyingId(1), TradingState.Halt));
        VenueEvent[] venue = Send(CommandKind.SetTradingState, (ref Command c) =>
            (c.SetTradingState.Scope, c.SetTradingState.State) = (TradingScope.Venue, TradingState.Halt));

        Assert.That(underlying.Select(e => e.TradingState.Instrument), Is.EqualTo([other]));
        Assert.That(venue, Has.Length.EqualTo(2));
        Command unknown = Command.Of(CommandKind.SetTradingState);
        unknown.SetTradingState.Instrument = new InstrumentId(9);
        Venue.ApplyInVain(unknown).AreCommandRejectOf(RejectCode.UnknownInstrument);
    }

    private VenueEvent[] Go(TradingState state) =>
        Send(CommandKind.SetTradingState, (ref Command c) => c.SetTradingState.State = state);
}
