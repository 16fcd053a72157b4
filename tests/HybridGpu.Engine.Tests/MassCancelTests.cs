using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Mass cancels and kill switches.</summary>
public sealed class MassCancelTests : RulesFixture
{
    [TestCase(MassCancelScope.Account, Side.None, 5u)]
    [TestCase(MassCancelScope.Account, Side.Buy, 3u)]
    [TestCase(MassCancelScope.Instrument, Side.None, 3u)]
    [TestCase(MassCancelScope.Underlying, Side.None, 2u)]
    [TestCase(MassCancelScope.QuoteGroup, Side.None, 1u)]
    public void It_takes_what_is_in_its_scope(MassCancelScope scope, Side side, uint cancelled)
    {
        InstrumentId other = Venue.List(AnInstrument.Perpetual(underlying: 1));
        RiskRow row = RiskRow.Linear(1_000 * AnInstrument.TickValue, 10_000);
        Venue.Price((default, row), (other, row));
        Protect(Alice, 4, (ref Command c) => c.SetQuoteProtection.TradesMax = 10);
        Venue.Rest(Alice, AnOrder.Buy(1).At(990));
        Venue.Rest(Alice, AnOrder.Buy(1).At(990).InGroup(4));
        Venue.Rest(Alice, AnOrder.Sell(1).At(1_010));
        Venue.Quote(Alice, TestVenue.Entry(other, 990, 2, 1_010, 2));
        Venue.Rest(Bob, AnOrder.Buy(1).At(990));

        VenueEvent[] events = Send(CommandKind.MassCancel, (ref Command c) =>
            (c.MassCancel.Account, c.MassCancel.Scope, c.MassCancel.Side, c.MassCancel.Underlying,
                c.MassCancel.QuoteGroup) = (Alice, scope, side, new UnderlyingId(1), 4));

        MassCancelResult done = events[^1].MassCancel;
        Assert.That((done.Reason, done.Cancelled), Is.EqualTo((RejectCode.None, cancelled)));
        Assert.That(Venue.Engine.OpenOrderCount, Is.EqualTo(6 - (int)cancelled));
    }

    [TestCase(MassCancelTarget.All, 3u)]
    [TestCase(MassCancelTarget.Orders, 1u)]
    [TestCase(MassCancelTarget.Quotes, 2u)]
    public void It_takes_orders_or_quotes_or_both(MassCancelTarget target, uint cancelled)
    {
        Venue.Price((default, RiskRow.Linear(1_000 * AnInstrument.TickValue, 10_000)));
        Venue.Rest(Alice, AnOrder.Buy(1).At(990));
        Venue.Quote(Alice, TestVenue.Entry(default, 990, 2, 1_010, 2));

        VenueEvent[] events = Send(CommandKind.MassCancel, (ref Command c) =>
            (c.MassCancel.Account, c.MassCancel.Target) = (Alice, target));

        Assert.That(events[^1].MassCancel.Cancelled, Is.EqualTo(cancelled));
        Assert.That(
            events.Where(e => e.Header.Kind == EventKind.OrderCancelled)
                .Select(e => (e.Order.Traits & OrderTraits.Quote) != 0),
            target == MassCancelTarget.Orders ? Has.None.True : Has.Exactly(2).True);
    }

    [Test]
    public void An_expiry_is_that_of_one_underlying()
    {
        const long Expiry = 2_000_000_000_000_000_000;
        InstrumentId future = Venue.List(AnInstrument.Future(Expiry));
        InstrumentId option = Venue.List(AnInstrument.Call(1_000_000, Expiry));
        InstrumentId otherExpiry = Venue.List(AnInstrument.Future(Expiry + 1));
        InstrumentId otherUnderlying = Venue.List(AnInstrument.Future(Expiry, underlying: 1));
        RiskRow row = RiskRow.Linear(1_000 * AnInstrument.TickValue, 10_000);
        InstrumentId[] all = [default, future, option, otherExpiry, otherUnderlying];
        Venue.Price([.. all.Select(instrument => (instrument, row))]);
        foreach (InstrumentId instrument in all)
        {
            Venue.Rest(Alice, AnOrder.Buy(1).At(990).In(instrument));
        }

        VenueEvent[] events = Send(CommandKind.MassCancel, (ref Command c) =>
            (c.MassCancel.Account, c.MassCancel.Scope, c.MassCancel.Instrument) =
                (Alice, MassCancelScope.Expiry, future));

        Assert.That(
            events.Where(e => e.Header.Kind == EventKind.OrderCancelled).Select(e => e.Order.Instrument),
            Is.EquivalentTo([future, option]));
    }

    [Test]
    public void The_venue_cancels_what_a_session_entered()
    {
        SessionId session = Venue.Register("ALICE", Alice);
        Venue.Submit(Alice, AnOrder.Buy(1).At(990).Named("hers"), session, 1);
        Venue.Rest(Alice, AnOrder.Buy(1).At(990).Named("another's"));

        VenueEvent[] events = Send(CommandKind.MassCancel, (ref Command c) =>
            (c.MassCancel.Account, c.MassCancel.Scope, c.MassCancel.Session) =
                (Alice, MassCancelScope.Session, session));

        Assert.That(events[^1].MassCancel.Cancelled, Is.EqualTo(1));
        Assert.That(events[0].Order.ClOrdId, Is.EqualTo(Text40.Create("hers")));
    }

    [Test]
    public void A_client_cancels_only_its_own()
    {
        SessionId session = Venue.Register("ALICE", Alice);
        Venue.Rest(Bob, AnOrder.Buy(1).At(990));

        Command command = Command.Of(CommandKind.MassCancel);
        command.MassCancel.Account = Bob;
        command.Header.Session = session;
        command.Header.MsgSeqNum = 1;

        Assert.That(Venue.Apply(command)[^1].MassCancel.Reason, Is.EqualTo(RejectCode.NotAuthorised));
        Assert.That(Venue.Engine.OpenOrderCount, Is.EqualTo(1));
    }

    [TestCase(KillScope.Account)]
    [TestCase(KillScope.Firm)]
    [TestCase(KillScope.Venue)]
    public void A_kill_switch_cancels_everything_in_its_scope_and_refuses_orders_until_released(KillScope scope)
    {
        SetLimits(Alice, (ref Command c) => c.SetAccountLimits.Firm = 7);
        Venue.Rest(Alice, AnOrder.Buy(1).At(990).Named("a"));
        Venue.Rest(Bob, AnOrder.Buy(1).At(990));

        VenueEvent[] engaged = Kill(scope, engage: 1);
        VenueEvent[] order = Venue.Submit(Alice, AnOrder.Buy(1));
        VenueEvent[] quote = Venue.Quote(Alice, TestVenue.Entry(default, 990, 2, 1_010, 2));
        Kill(scope, engage: 0);

        Assert.That(engaged[^1].KillSwitch.Cancelled, Is.EqualTo(scope == KillScope.Venue ? 2 : 1));
        order.AreRejectOf(RejectCode.KillSwitchOn);
        quote.AreQuoteRejectOf(RejectCode.KillSwitchOn);
        Venue.Rest(Alice, AnOrder.Buy(1).At(990));
    }

    [Test]
    public void A_client_stops_its_own_session_and_account_and_not_what_the_venue_holds()
    {
        SessionId session = Venue.Register("ALICE", Alice);
        ulong number = 0;
        VenueEvent[] FromClient(KillScope scope, byte engage)
        {
            Command command = Command.Of(CommandKind.KillSwitch);
            command.KillSwitch.Scope = scope;
            command.KillSwitch.Engage = engage;
            command.KillSwitch.Account = Alice;
            command.KillSwitch.Session = session;
            command.Header.Session = session;
            command.Header.MsgSeqNum = ++number;
            return Venue.Apply(command);
        }

        FromClient(KillScope.Venue, 1).AreCommandRejectOf(RejectCode.NotAuthorised);
        FromClient(KillScope.Firm, 1).AreCommandRejectOf(RejectCode.NotAuthorised);
        FromClient(KillScope.Session, 1);
        Venue.Submit(Alice, AnOrder.Buy(1), session, ++number).AreRejectOf(RejectCode.KillSwitchOn);
        FromClient(KillScope.Session, 0);
        Kill(KillScope.Account, 1);
        FromClient(KillScope.Account, 0);

        Venue.Submit(Alice, AnOrder.Buy(1), session, ++number).AreRejectOf(RejectCode.KillSwitchOn);
    }

    private VenueEvent[] Kill(KillScope scope, byte engage) =>
        Send(CommandKind.KillSwitch, (ref Command c) =>
            (c.KillSwitch.Scope, c.KillSwitch.Engage, c.KillSwitch.Account, c.KillSwitch.Firm) =
                (scope, engage, Alice, 7));

    private void Protect(AccountId account, ushort group, Fill fill) =>
        Send(CommandKind.SetQuoteProtection, (ref Command c) =>
        {
            c.SetQuoteProtection.Account = account;
            c.SetQuoteProtection.QuoteGroup = group;
            c.SetQuoteProtection.WindowNs = 1_000;
            fill(ref c);
        });
}
