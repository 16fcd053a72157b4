using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>The attached chain's queue: entries apply once, in order, and are used up whatever becomes of
/// them.</summary>
public sealed class ChainQueueTests
{
    private TestVenue _venue = null!;
    private AccountId _account;

    [SetUp]
    public void SetUp()
    {
        _venue = TestVenue.WithPerpetual();
        _account = _venue.OpenAccount(1_000_000);
    }

    [TearDown]
    public void State_is_sound() => Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));

    [Test]
    public void An_entry_is_applied_once_and_only_in_its_turn()
    {
        _venue.ApplyInVain(Deposit(1)).AreCommandRejectOf(RejectCode.OutOfSequence);
        _venue.ApplyInVain(Deposit(uint.MaxValue)).AreCommandRejectOf(RejectCode.OutOfSequence);
        VenueEvent[] events = _venue.Apply(Deposit(0));
        Assert.That(events.Kinds(), Is.EqualTo([EventKind.Deposited]));
        Assert.That(
            (events[0].Account.Account, events[0].Account.CashMicros, events[0].Account.Source.QueueEntry),
            Is.EqualTo((_account, 1_000_500L, 0u)));

        _venue.ApplyInVain(Deposit(0)).AreCommandRejectOf(RejectCode.DuplicateChainEvent);
        _venue.ApplyInVain(Deposit(2)).AreCommandRejectOf(RejectCode.OutOfSequence);
        Assert.That(_venue.Apply(Deposit(1)).Kinds(), Is.EqualTo([EventKind.Deposited]));
        Assert.That(_venue.Engine.QueueCursor, Is.EqualTo(2UL));
        Assert.That(_venue.Engine.BalanceOf(_account).CashMicros, Is.EqualTo(1_001_000));
    }

    [Test]
    public void An_entry_is_the_same_whichever_block_holds_it()
    {
        _venue.Apply(Deposit(0));
        Command moved = Deposit(0);
        moved.ChainEvent.BlockHash = new Hash256([.. Enumerable.Repeat((byte)7, 32)]);
        moved.ChainEvent.LogIndex = 99;
        _venue.ApplyInVain(moved).AreCommandRejectOf(RejectCode.DuplicateChainEvent);

        // And another entry may lie where the first one did.
        Assert.That(_venue.Apply(Deposit(1)).Kinds(), Is.EqualTo([EventKind.Deposited]));
    }

    [Test]
    public void The_first_chain_seen_is_the_only_one()
    {
        Command other = Deposit(0);
        other.ChainEvent.ChainId = 1;
        Command early = Deposit(5);
        early.ChainEvent.ChainId = 1;
        _venue.ApplyInVain(early).AreCommandRejectOf(RejectCode.OutOfSequence);
        Assert.That(_venue.Engine.ChainId, Is.Zero, "an entry that wasn't taken attaches no chain");

        _venue.Apply(Deposit(0));
        Assert.That(_venue.Engine.ChainId, Is.EqualTo(31_337UL));
        _venue.ApplyInVain(other).AreCommandRejectOf(RejectCode.NotAuthorised);
        other.ChainEvent.QueueEntry = 1;
        _venue.ApplyInVain(other).AreCommandRejectOf(RejectCode.NotAuthorised);
        Assert.That(_venue.Deposit(_account, 1).Kinds(), Is.EqualTo([EventKind.Deposited]), "the venue's own book");
    }

    [TestCase(1u, 5L, (ushort)1, (ushort)0, RejectCode.UnknownAccount)]
    [TestCase(0u, 5L, (ushort)1, (ushort)0, RejectCode.UnknownAccount)]
    [TestCase(9_999u, 5L, (ushort)1, (ushort)0, RejectCode.UnknownAccount)]
    [TestCase(uint.MaxValue, 5L, (ushort)2, (ushort)0, RejectCode.UnknownAccount)]
    [TestCase(16u, 0L, (ushort)1, (ushort)0, RejectCode.AmountOutOfRange)]
    [TestCase(16u, -1L, (ushort)1, (ushort)0, RejectCode.AmountOutOfRange)]
    [TestCase(16u, long.MaxValue, (ushort)1, (ushort)0, RejectCode.AmountOutOfRange)]
    [TestCase(16u, (1L << 60) - 1_000_000, (ushort)1, (ushort)0, RejectCode.AmountOutOfRange)]
    [TestCase(16u, 5L, (ushort)1, (ushort)1, RejectCode.AmountOutOfRange)]
    [TestCase(16u, 0L, (ushort)2, (ushort)0, RejectCode.AmountOutOfRange)]
    [TestCase(16u, long.MinValue, (ushort)2, (ushort)0, RejectCode.AmountOutOfRange)]
    [TestCase(16u, 1_000_001L, (ushort)2, (ushort)0, RejectCode.AmountOutOfRange)]
    [TestCase(16u, 5L, (ushort)2, (ushort)1, RejectCode.AmountOutOfRange)]
    [TestCase(16u, 5L, (ushort)0, (ushort)0, RejectCode.UnknownCommand)]
    [TestCase(16u, 5L, (ushort)3, (ushort)0, RejectCode.UnknownCommand)]
    public void An_entry_that_cant_be_honoured_is_used_up_without_effect(
        uint account, long amountMicros, ushort kind, ushort asset, RejectCode reason)
    {
        Command entry = TestVenue.QueueCommand((ChainEventKind)kind, new AccountId(account), amountMicros, 0);
        entry.ChainEvent.Asset = asset;
        VenueEvent[] events = _venue.Apply(entry);
        events.AreQueueRefusalOf(reason);
        AccountChanged refused = events[0].Account;
        Assert.That(refused.Source, Is.EqualTo(entry.ChainEvent));
        Assert.That(refused.Account, Is.EqualTo(new AccountId(account)));
        Assert.That(refused.CashMicros, Is.EqualTo(account == 16 ? 1_000_000 : 0));
        Assert.That(_venue.Engine.BalanceOf(_account).CashMicros, Is.EqualTo(1_000_000));

        _venue.ApplyInVain(entry).AreCommandRejectOf(RejectCode.DuplicateChainEvent);
        Assert.That(_venue.Apply(Deposit(1)).Kinds(), Is.EqualTo([EventKind.Deposited]));
    }

    [Test]
    public void A_client_may_not_send_entries()
    {
        SessionId session = _venue.Register("S", _account);
        Command entry = Deposit(0);
        entry.Header.Session = session;
        entry.Header.MsgSeqNum = 1;
        _venue.ApplyInVain(entry).AreCommandRejectOf(RejectCode.NotAuthorised);
    }

    [Test]
    public void What_is_used_up_shows_in_the_hash_and_replays_to_it()
    {
        _venue.Apply(TestVenue.QueueCommand(ChainEventKind.Deposit, new AccountId(9_999), 5, 0));
        StateHash refused = _venue.Engine.StateHash;
        (VenueEngine twin, _) = TestVenue.Replay(_venue.Recorded);
        Assert.That(twin.StateHash, Is.EqualTo(refused));
        Assert.That((twin.QueueCursor, twin.ChainId), Is.EqualTo((1UL, 31_337UL)));

        var other = new TestVenue();
        foreach (RecordedCommand recorded in _venue.Recorded.SkipLast(1))
        {
            other.Apply(recorded.Command, recorded.Payload, recorded.Arrays);
        }

        other.Clock();
        Assert.That(other.Engine.StateHash, Is.Not.EqualTo(refused));
    }

    private Command Deposit(ulong entry) => TestVenue.QueueCommand(ChainEventKind.Deposit, _account, 500, entry);
}
