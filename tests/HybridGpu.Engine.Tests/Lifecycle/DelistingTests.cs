using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests.Lifecycle;

internal sealed class DelistingTests
{
    private TestVenue _venue = null!;
    private readonly InstrumentId _perpetual = new(0);
    private AccountId _account;

    [SetUp]
    public void OpenVenue()
    {
        _venue = TestVenue.WithPerpetual();
        _account = _venue.OpenAccount(TestVenue.Rich);
    }

    [TearDown]
    public void State_is_sound() => Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));

    [Test]
    public void Its_orders_and_quotes_go_and_no_new_ones_are_taken()
    {
        _venue.Rest(_account, AnOrder.Buy(1).In(_perpetual).At(900));
        _venue.Quote(_account, TestVenue.Entry(_perpetual, 901, 2, 1_100, 2));

        VenueEvent[] events = _venue.Apply(TestVenue.DelistingOf(_perpetual));

        Assert.That(events, Has.Length.EqualTo(4));
        Assert.That(events[..3], Has.All.Matches<VenueEvent>(e => e.Header.Kind == EventKind.OrderCancelled
            && e.Order.Cause == CancelCause.Delisted && e.Order.Reason == RejectCode.InstrumentDelisted));
        Assert.That(events[3].Header.Kind, Is.EqualTo(EventKind.InstrumentDelisted));
        Assert.That(events[3].Delisted.Instrument, Is.EqualTo(_perpetual));
        Assert.That(_venue.Engine.OpenOrderCount, Is.Zero);
        _venue.Submit(_account, AnOrder.Buy(1).In(_perpetual)).AreRejectOf(RejectCode.InstrumentDelisted);
        Assert.That(
            _venue.Quote(_account, TestVenue.Entry(_perpetual, 901, 2, 1_100, 2)).RefusedEntry(),
            Is.EqualTo(RejectCode.InstrumentDelisted));
    }

    [Test]
    public void It_is_refused_while_anybody_holds_it_and_leaves_the_orders_then()
    {
        AccountId other = _venue.OpenAccount(TestVenue.Rich);
        _venue.Rest(other, AnOrder.Sell(1).In(_perpetual));
        _venue.Submit(_account, AnOrder.Buy(1).In(_perpetual));
        _venue.Rest(_account, AnOrder.Buy(1).In(_perpetual).At(900));

        _venue.ApplyInVain(TestVenue.DelistingOf(_perpetual)).AreCommandRejectOf(RejectCode.PositionsOpen);

        Assert.That(_venue.Engine.OpenOrderCount, Is.EqualTo(1));
        _venue.Rest(_account, AnOrder.Sell(1).In(_perpetual).At(1_005));
        _venue.Submit(other, AnOrder.Buy(1).In(_perpetual).At(1_005));
        Assert.That(
            _venue.Apply(TestVenue.DelistingOf(_perpetual))[^1].Header.Kind, Is.EqualTo(EventKind.InstrumentDelisted));
    }

    [Test]
    public void What_is_unknown_settled_or_delisted_already_is_refused()
    {
        InstrumentId future = _venue.List(AnInstrument.Future(2_000));
        _venue.MarketNs = 2_000;
        _venue.Settle(2_000, 100_000_000);
        _venue.ApplyInVain(TestVenue.DelistingOf(future)).AreCommandRejectOf(RejectCode.InstrumentExpired);
        _venue.ApplyInVain(TestVenue.DelistingOf(new InstrumentId(5))).AreCommandRejectOf(RejectCode.UnknownInstrument);
        _venue.Apply(TestVenue.DelistingOf(_perpetual));
        _venue.ApplyInVain(TestVenue.DelistingOf(_perpetual)).AreCommandRejectOf(RejectCode.InstrumentDelisted);
    }

    [Test]
    public void A_delisted_future_still_settles_in_its_time()
    {
        InstrumentId future = _venue.List(AnInstrument.Future(2_000));
        _venue.Apply(TestVenue.DelistingOf(future));
        _venue.MarketNs = 2_000;

        Assert.That(_venue.Settle(2_000, 100_000_000).Kinds(), Is.EqualTo([EventKind.InstrumentSettled]));
    }

    [Test]
    public void What_has_expired_does_not_uncross_while_it_waits_for_its_settlement()
    {
        InstrumentId future = _venue.List(AnInstrument.Future(2_000));
        _venue.Price((future, RiskRow.Linear(1_000_000, 10_000)));
        AccountId other = _venue.OpenAccount(TestVenue.Rich);
        Command state = Command.Of(CommandKind.SetTradingState);
        state.SetTradingState.Instrument = future;
        state.SetTradingState.State = TradingState.Auction;
        Assert.That(_venue.Apply(state)[^1].Header.Kind, Is.EqualTo(EventKind.TradingStateChanged));
        _venue.Rest(_account, AnOrder.Buy(1).In(future).At(1_010));
        _venue.Rest(other, AnOrder.Sell(1).In(future).At(990));
        _venue.MarketNs = 2_000;
        state.SetTradingState.State = TradingState.Continuous;

        _venue.ApplyInVain(state).AreCommandRejectOf(RejectCode.UnknownInstrument);
        Assert.That(
            _venue.Settle(2_000, 100_000_000).Kinds(),
            Is.EqualTo([EventKind.OrderCancelled, EventKind.OrderCancelled, EventKind.InstrumentSettled]));
    }

    [Test]
    public void The_state_hash_knows_what_was_delisted()
    {
        var twin = TestVenue.WithPerpetual();
        twin.OpenAccount(TestVenue.Rich);
        _venue.Apply(TestVenue.DelistingOf(_perpetual));
        twin.Clock();

        Assert.That(_venue.Engine.StateHash, Is.Not.EqualTo(twin.Engine.StateHash));
    }
}
