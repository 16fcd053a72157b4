using System.Numerics;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Random entries of the chain's queue and groups at their bound, against an oracle in big integers that hears
/// the events alone.</summary>
public sealed class RandomChainTests
{
    private static readonly EngineOptions Options = new()
    {
        Fees = new FeeSchedule(10_000_007, 3_000_001, 500_009, 200_003),
        AccountLotsMax = 2_000,
    };

    [Test]
    public void Entries_of_the_queue_come_to_what_the_oracle_says([Values(21, 22, 23, 24)] int fallback)
    {
        var random = new RandomVenue(Seed.Of(fallback), Options);
        var observed = new ObservedVenue(Options.Fees);
        var outcomes = new Dictionary<(EventKind, RejectCode), int>();
        int heard = 0;
        ulong cursor = 0;
        for (int step = 0; step < 9_000; step++)
        {
            int first = random.Venue.Events.Count;
            random.Step();
            RecordedCommand last = random.Venue.Recorded[^1];
            if (last.Command.Header.Kind == CommandKind.ChainEvent && last.Command.ChainEvent.ChainId != 0)
            {
                (EventKind Kind, RejectCode Reason) expected =
                    Expect(in last.Command.ChainEvent, cursor, random, observed);
                VenueEvent actual = random.Venue.Events[first];
                EventKind kind = actual.Header.Kind;
                RejectCode reason = kind == EventKind.CommandRejected ? actual.Outcome.Reason : actual.Account.Reason;
                if ((kind, reason) != expected)
                {
                    Assert.Fail($"step {step}: {(kind, reason)} instead of {expected}");
                }

                cursor += kind == EventKind.CommandRejected ? 0UL : 1;
                outcomes[expected] = outcomes.GetValueOrDefault(expected) + 1;
            }

            Hear(random, observed, ref heard);
            Assert.That(random.Venue.Engine.QueueCursor, Is.EqualTo(cursor));
        }

        Assert.That(random.Venue.Engine.CheckConservation(), Is.EqualTo("ok"));
        foreach (((EventKind, RejectCode) outcome, int count) in outcomes)
        {
            TestContext.Out.WriteLine($"{outcome,-40} {count}");
        }

        Assert.That(outcomes.Keys, Is.SupersetOf(((EventKind, RejectCode)[])
            [
                (EventKind.Withdrawn, RejectCode.None),
                (EventKind.QueueEntryRefused, RejectCode.InsufficientMargin),
                (EventKind.QueueEntryRefused, RejectCode.UnknownAccount),
                (EventKind.CommandRejected, RejectCode.DuplicateChainEvent),
                (EventKind.CommandRejected, RejectCode.OutOfSequence),
                (EventKind.CommandRejected, RejectCode.NotAuthorised),
            ]));
    }

    [Test]
    public void Groups_are_those_in_which_the_oracle_knows_something_and_refusals_are_at_the_bound(
        [Values(25, 26, 27)] int fallback)
    {
        EngineOptions options = Options with { AccountGroupsMax = 1 };
        var random = new RandomVenue(Seed.Of(fallback), options, spares: 5);
        var observed = new ObservedVenue(options.Fees);
        int refusals = 0;
        int heard = 0;
        for (int step = 0; step < 5_000; step++)
        {
            random.Step();
            for (; heard < random.Venue.Events.Count; heard++)
            {
                VenueEvent e = random.Venue.Events[heard];
                observed.Fold(in e);
                (AccountId Account, InstrumentId Instrument)? refused = e.Header.Kind switch
                {
                    EventKind.OrderRejected when e.Order.Reason == RejectCode.AccountGroupLimit =>
                        (e.Order.Account, e.Order.Instrument),
                    EventKind.QuoteEntryRejected when e.Quote.Reason == RejectCode.AccountGroupLimit =>
                        (e.Quote.Account, e.Quote.Entry.Instrument),
                    _ => null,
                };
                if (refused is { } at && !observed.IsCombo(at.Instrument))
                {
                    refusals++;
                    IReadOnlySet<uint> groups = observed.GroupsOf(at.Account);
                    Assert.That(groups, Has.Count.EqualTo(options.AccountGroupsMax), $"step {step}");
                    Assert.That(groups, Does.Not.Contain(at.Instrument.Group), $"step {step}");
                }
            }

            if (step % 10 == 0)
            {
                Assert.That(random.Venue.Engine.CheckConservation(), Is.EqualTo("ok"), $"step {step}");
                foreach (AccountId account in random.Accounts)
                {
                    Assert.That(observed.GroupsOf(account), Has.Count.AtMost(options.AccountGroupsMax));
                }
            }
        }

        TestContext.Out.WriteLine($"{refusals} refusals");
        Assert.That(refusals, Is.GreaterThan(20));
    }

    private static (EventKind Kind, RejectCode Reason) Expect(
        in ChainEvent entry, ulong cursor, RandomVenue random, ObservedVenue observed)
    {
        if (entry.ChainId != 31_337)
        {
            return (EventKind.CommandRejected, RejectCode.NotAuthorised);
        }

        if (entry.QueueEntry != cursor)
        {
            return (
                EventKind.CommandRejected,
                entry.QueueEntry < cursor ? RejectCode.DuplicateChainEvent : RejectCode.OutOfSequence);
        }

        AccountId account = entry.Account;
        if (!random.Accounts.Contains(account))
        {
            return (EventKind.QueueEntryRefused, RejectCode.UnknownAccount);
        }

        BigInteger amount = entry.AmountMicros;
        switch (entry.Kind)
        {
            case ChainEventKind.Deposit:
                bool fits = amount > 0 && observed.Deposited + amount < BigInteger.Pow(2, 60);
                return fits
                    ? (EventKind.Deposited, RejectCode.None)
                    : (EventKind.QueueEntryRefused, RejectCode.AmountOutOfRange);
            case ChainEventKind.WithdrawalRequest:
                if (amount <= 0 || amount > observed.Deposited - observed.Withdrawn)
                {
                    return (EventKind.QueueEntryRefused, RejectCode.AmountOutOfRange);
                }

                bool stays = !observed.HasUnpriced(account, random.Rows)
                    && observed.EquityOf(account, random.Rows) - amount >= observed.MarginOf(account, random.Rows);
                return stays
                    ? (EventKind.Withdrawn, RejectCode.None)
                    : (EventKind.QueueEntryRefused, RejectCode.InsufficientMargin);
            default:
                return (EventKind.QueueEntryRefused, RejectCode.UnknownCommand);
        }
    }

    private static void Hear(RandomVenue random, ObservedVenue observed, ref int heard)
    {
        for (; heard < random.Venue.Events.Count; heard++)
        {
            observed.Fold(random.Venue.Events[heard]);
        }
    }
}
