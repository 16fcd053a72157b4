using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Who may send what, and that nothing is applied twice.</summary>
public sealed class SessionTests
{
    private TestVenue _venue = null!;
    private AccountId _alice;
    private AccountId _bob;
    private SessionId _session;

    [SetUp]
    public void SetUp()
    {
        _venue = TestVenue.WithPerpetual();
        _alice = _venue.OpenAccount(TestVenue.Rich);
        _bob = _venue.OpenAccount(TestVenue.Rich);
        _session = _venue.Register("ALICE", _alice);
    }

    [TearDown]
    public void State_is_sound() => Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));

    [Test]
    public void A_registered_session_is_found_by_its_name()
    {
        _venue.Submit(_alice, AnOrder.Buy(1), _session, 41);

        Assert.That(
            _venue.Engine.TryFindSession(
                Text40.Create("ALICE"), out SessionId id, out AccountId account, out ulong last));
        Assert.That((id, account, last), Is.EqualTo((_session, _alice, 41UL)));
        Assert.That(_venue.Engine.TryFindSession(Text40.Create("BOB"), out _, out _, out _), Is.False);
    }

    [Test]
    public void A_session_acts_for_its_own_account_only()
    {
        _venue.Rest(_bob, AnOrder.Buy(1).At(990).Named("b"));

        _venue.Submit(_bob, AnOrder.Buy(1), _session, 1).AreRejectOf(RejectCode.NotAuthorised);
        _venue.Cancel(_bob, "b", _session, 2).AreCancelRejectOf(RejectCode.NotAuthorised);
        Command quote = TestVenue.QuoteCommand(_bob, 0);
        quote.Header.Session = _session;
        quote.Header.MsgSeqNum = 3;
        _venue.Apply(quote).AreQuoteRejectOf(RejectCode.NotAuthorised);
        Assert.That(_venue.Submit(_alice, AnOrder.Buy(1), _session, 4)[0].Order.Owner, Is.EqualTo(_session));
    }

    [Test]
    public void A_message_that_was_applied_is_refused_and_changes_nothing()
    {
        _venue.Submit(_alice, AnOrder.Buy(1).At(990), _session, 5);

        foreach (ulong msgSeqNum in (ulong[])[5, 4, 0])
        {
            Command again = Command.Of(CommandKind.NewOrder);
            again.NewOrder = AnOrder.Buy(1).Named("again").Terms;
            again.NewOrder.Account = _alice;
            again.Header.Session = _session;
            again.Header.MsgSeqNum = msgSeqNum;
            _venue.ApplyInVain(again).AreCommandRejectOf(RejectCode.DuplicateMessage);
        }

        Assert.That(
            _venue.Submit(_alice, AnOrder.Buy(1), _session, 6)[0].Header.Kind,
            Is.EqualTo(EventKind.OrderAccepted));
    }

    [Test]
    public void A_refused_order_uses_its_message_number_all_the_same()
    {
        _venue.Submit(_alice, AnOrder.Buy(0), _session, 1).AreRejectOf(RejectCode.QuantityOutOfRange);
        _venue.Submit(_alice, AnOrder.Buy(1), _session, 1).AreCommandRejectOf(RejectCode.DuplicateMessage);
    }

    [Test]
    public void After_a_reset_a_session_counts_from_one_again()
    {
        _venue.Submit(_alice, AnOrder.Buy(1), _session, 9);
        Command reset = Command.Of(CommandKind.ResetSession);
        reset.ResetSession.Session = _session;

        VenueEvent[] events = _venue.Apply(reset);

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.SessionReset]));
        Assert.That((events[0].Session.Session, events[0].Session.Account), Is.EqualTo((_session, _alice)));
        Assert.That(events[0].Session.CompId.ToString(), Is.EqualTo("ALICE"));
        Assert.That(
            _venue.Submit(_alice, AnOrder.Buy(1), _session, 1)[0].Header.Kind,
            Is.EqualTo(EventKind.OrderAccepted));
    }

    [TestCase(0u)]
    [TestCase(2u)]
    [TestCase(uint.MaxValue)]
    public void A_session_that_is_not_registered_cannot_be_reset(uint session)
    {
        Command reset = Command.Of(CommandKind.ResetSession);
        reset.ResetSession.Session = new SessionId(session);
        _venue.ApplyInVain(reset).AreCommandRejectOf(RejectCode.NotAuthorised);
    }

    [TestCase(2u)]
    [TestCase(1u << 16)]
    [TestCase(uint.MaxValue)]
    public void A_session_that_is_not_registered_sends_nothing(uint session)
    {
        Command command = Command.Of(CommandKind.NewOrder);
        command.NewOrder = AnOrder.Buy(1).Named("a").Terms;
        command.NewOrder.Account = _alice;
        command.Header.Session = new SessionId(session);
        command.Header.MsgSeqNum = 1;
        _venue.ApplyInVain(command).AreCommandRejectOf(RejectCode.NotAuthorised);
    }

    [Test]
    public void A_client_sends_what_is_a_clients_and_nothing_else()
    {
        foreach (CommandKind kind in Enum.GetValues<CommandKind>()
            .Where(kind => kind >= CommandKind.OpenAccount && kind != CommandKind.ListCombo)
            .Append((CommandKind)999))
        {
            Command command = Command.Of(kind);
            command.Header.Session = _session;
            command.Header.MsgSeqNum = 1;
            _venue.ApplyInVain(command).AreCommandRejectOf(RejectCode.NotAuthorised);
        }
    }

    [Test]
    public void A_session_needs_an_open_account_and_a_name_that_is_new()
    {
        _venue.RegisterAs("X", new AccountId(500)).AreCommandRejectOf(RejectCode.UnknownAccount);
        _venue.RegisterAs("X", AccountId.Fees).AreCommandRejectOf(RejectCode.UnknownAccount);
        _venue.RegisterAs("ALICE", _bob).AreCommandRejectOf(RejectCode.OutOfSequence);
        _venue.RegisterAs("", _bob).AreCommandRejectOf(RejectCode.OutOfSequence);
        Assert.That(_venue.Register("BOB", _bob), Is.EqualTo(new SessionId(_session.Value + 1)));
    }
}
