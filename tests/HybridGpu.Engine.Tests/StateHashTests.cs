using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>The marks by which a replay proves that it is the same venue.</summary>
public sealed class StateHashTests
{
    private const int Interval = (int)StateHashMark.Interval;

    [Test]
    public void Every_thousandth_command_hashes_the_state_and_marks_are_checked_against_it()
    {
        TestVenue venue = TestVenue.WithPerpetual();
        while (venue.Engine.Sequence < (2 * StateHashMark.Interval) - 1)
        {
            venue.NowNs++;
            venue.Clock();
        }

        VenueEvent[] events = venue.Clock();
        Assert.That(events.Kinds(), Is.EqualTo([EventKind.ClockAdvanced, EventKind.StateHashed]));
        StateHashMark mark = events[1].StateHash;
        Assert.That((mark.AtSequence, mark.Hash), Is.EqualTo((2UL * StateHashMark.Interval, venue.Engine.StateHash)));
        StateHashMark[] all =
            [.. venue.Events.Since(0).Where(e => e.Header.Kind == EventKind.StateHashed).Select(e => e.StateHash)];
        Assert.That(all.Select(m => m.AtSequence), Is.EqualTo([(ulong)Interval, 2UL * Interval]));

        Check(venue, mark, RejectCode.None);
        Check(venue, all[0], RejectCode.None);
        Check(venue, mark with { Hash = all[0].Hash }, RejectCode.StateHashMismatch);
        Check(venue, mark with { AtSequence = 0 }, RejectCode.OutOfSequence);
        Check(venue, mark with { AtSequence = mark.AtSequence + 1 }, RejectCode.OutOfSequence);
        Check(venue, mark with { AtSequence = mark.AtSequence + StateHashMark.Interval }, RejectCode.OutOfSequence);
        Check(venue, mark with { AtSequence = ulong.MaxValue }, RejectCode.OutOfSequence);
    }

    [Test]
    public void A_refused_command_can_be_the_one_that_is_hashed()
    {
        var venue = new TestVenue();
        while (venue.Engine.Sequence < StateHashMark.Interval - 1)
        {
            venue.Clock();
        }

        VenueEvent[] events = venue.Apply(Command.Of(CommandKind.None));
        Assert.That(events.Kinds(), Is.EqualTo([EventKind.CommandRejected, EventKind.StateHashed]));
        Assert.That(events.Select(e => e.Header.EndsCommand), Is.EqualTo([0, 1]));
    }

    [Test]
    public void A_venue_without_a_chain_hashes_as_it_did_before_there_was_one()
    {
        TestVenue venue = TestVenue.WithPerpetual();
        InstrumentId future = venue.List(AnInstrument.Future(5_000));
        RiskRow row = RiskRow.Linear(1_000 * AnInstrument.TickValue, 10_000);
        venue.Price((default, row), (future, row));
        AccountId[] accounts = [venue.OpenAccount(), venue.OpenAccount()];
        for (int i = 0; i < accounts.Length; i++)
        {
            Command credit = Command.Of(CommandKind.ChainEvent);
            credit.ChainEvent.Kind = ChainEventKind.Deposit;
            credit.ChainEvent.Account = accounts[i];
            credit.ChainEvent.AmountMicros = TestVenue.Rich + i;
            credit.ChainEvent.LogIndex = (uint)i;
            venue.Apply(credit);
        }

        SessionId session = venue.Register("S", accounts[0]);
        venue.Submit(accounts[0], AnOrder.Buy(7).Named("a"), session, 4);
        venue.Submit(accounts[1], AnOrder.Sell(3).Named("b"));
        venue.Submit(accounts[1], AnOrder.Sell(2).In(future).Named("c"));
        venue.Submit(accounts[0], AnOrder.Buy(5).In(future).Named("d"));
        venue.Quote(accounts[1], TestVenue.Entry(default, 990, 5, 1_010, 5));
        venue.Cancel(accounts[0], "d");
        venue.MarketNs = 5_000;
        venue.Settle(5_000, 100_000_005);

        // The hash that the first version of the engine gave to these commands.
        Assert.That(venue.Engine.StateHash.ToString(), Is.EqualTo("efc1751d31dac2ee54b5762356bf6bd3"));
    }

    [Test]
    public void Whatever_differs_shows_in_the_hash()
    {
        var hashes = new HashSet<StateHash>();
        foreach (Action<TestVenue, AccountId> act in (Action<TestVenue, AccountId>[])
            [
                (venue, account) => venue.Clock(),
                (venue, account) => venue.Submit(account, AnOrder.Buy(1).Named("a")),
                (venue, account) => venue.Submit(account, AnOrder.Buy(2).Named("a")),
                (venue, account) => venue.Submit(account, AnOrder.Buy(1).Named("b")),
                (venue, account) => venue.Submit(account, AnOrder.Buy(1).Named("a").At(999)),
                (venue, account) => venue.Submit(account, AnOrder.Sell(1).Named("a")),
                (venue, account) => venue.Submit(account, AnOrder.Buy(1).Named("a").InSlot(0, 2)),
                (venue, account) => venue.Submit(account, AnOrder.Buy(1).Named("a").InSlot(1, 1)),
                (venue, account) => venue.Deposit(account, 1),
                (venue, account) => venue.Deposit(AccountId.Fees, 1),
                (venue, account) => venue.Withdraw(account, 1),
                (venue, account) => venue.Withdraw(account, long.MaxValue),
                (venue, account) => venue.Apply(TestVenue.QueueCommand(ChainEventKind.Deposit, account, 1, 0)),
                (venue, account) => venue.List(AnInstrument.Perpetual()),
                (venue, account) => venue.Register("S", account),
                (venue, account) => venue.Price(),
            ])
        {
            TestVenue venue = TestVenue.WithPerpetual();
            AccountId account = venue.OpenAccount(TestVenue.Rich);
            act(venue, account);
            Assert.That(hashes.Add(venue.Engine.StateHash), Is.True, $"case {hashes.Count}");
        }
    }

    private static void Check(TestVenue venue, StateHashMark mark, RejectCode expected)
    {
        Command command = Command.Of(CommandKind.StateHashMark);
        command.StateHashMark = mark;
        VenueEvent[] events = venue.Apply(command);
        Assert.That(events.Kinds(), Is.EqualTo([EventKind.StateHashChecked]));
        Assert.That(events[0].Outcome.Reason, Is.EqualTo(expected), $"mark at {mark.AtSequence}");
    }
}
