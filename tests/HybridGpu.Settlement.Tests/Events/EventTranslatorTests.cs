using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Risk;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.Events;
using HybridGpu.Settlement.Risk;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Tests.Support;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Tests.Events;

[TestFixture]
internal sealed class EventTranslatorTests
{
    private const int KindsWanted = 10;

    [Test]
    public void Settlement_follows_a_random_venue_to_the_same_cash_fees_and_lots()
    {
        int seed = Seed.Random().Next();
        HashSet<OperationKind> met = [];
        for (int run = 0; run < 3 || (met.Count < KindsWanted && run < 12); run++)
        {
            var venue = new FollowedVenue(seed + run, batchRecords: 400);
            for (int i = 0; i < 3_000; i++)
            {
                venue.Step();
                if (i % 100 == 0)
                {
                    venue.Follow();
                    AssertSame(venue);
                }
            }

            venue.Follow();
            AssertSame(venue);
            var replay = new BatchReplay(venue.Parameters);
            Assert.That(venue.Batches, Is.Not.Empty);
            foreach (SettlementBatch batch in venue.Batches)
            {
                Assert.That(replay.Apply(batch), Is.Null);
            }

            Operation[] operations = [.. OperationsOf(venue.Batches)];
            TestContext.Out.WriteLine(string.Join(", ", operations.CountBy(operation => operation.Kind)));
            met.UnionWith(operations.Select(operation => operation.Kind));
        }

        // One venue may stop early, by a kill switch; some of them together meet nearly everything.
        Assert.That(met, Has.Count.GreaterThanOrEqualTo(KindsWanted));
    }

    [Test]
    public void Funding_and_averages_leave_the_settled_state_where_the_engine_is()
    {
        FollowedVenue venue = FollowedVenue.OfLifecycle(Seed.Random().Next(), batchRecords: 300);
        for (int i = 0; i < 2_000; i++)
        {
            venue.Step();
            if (i % 50 == 0)
            {
                venue.Follow();
                AssertSame(venue);
            }
        }

        venue.Follow();
        AssertSame(venue);
        var replay = new BatchReplay(venue.Parameters);
        foreach (SettlementBatch batch in venue.Batches)
        {
            Assert.That(replay.Apply(batch), Is.Null);
        }

        Dictionary<OperationKind, int> counts =
            OperationsOf(venue.Batches).CountBy(operation => operation.Kind).ToDictionary();
        TestContext.Out.WriteLine(string.Join(", ", counts));
        Assert.That(counts[OperationKind.FundingFixing], Is.GreaterThan(20));
        Assert.That(counts[OperationKind.SettleFunding], Is.GreaterThan(counts[OperationKind.FundingFixing]));
    }

    [Test]
    public void A_funding_of_nothing_is_no_operation_and_one_whose_payments_are_missing_is_a_bug()
    {
        (BatchBuilder builder, EventTranslator translator) = NewTranslator();
        VenueEvent fixing = Event(EventKind.FundingFixed, 1);
        translator.Apply(fixing);
        Assert.That(builder.RecordCount, Is.Zero);

        fixing.FundingFixed.AmountPerLotPico = 5;
        fixing.FundingFixed.PositionCount = 1;
        Assert.Throws<InvalidOperationException>(() => translator.Apply(fixing));
    }

    [Test]
    public void A_clock_goes_before_an_account_operation_once_100_ms_have_passed()
    {
        (BatchBuilder builder, EventTranslator translator) = NewTranslator();

        translator.Apply(Opened(16, 5_000_000_000));
        translator.Apply(Opened(17, 5_099_999_999));
        translator.Apply(Opened(18, 5_100_000_000));

        Assert.That(
            OperationsOf([builder.Seal()]).Select(operation => operation.Kind),
            Is.EqualTo(new[]
            {
                OperationKind.Clock, OperationKind.OpenAccount, OperationKind.OpenAccount, OperationKind.Clock,
                OperationKind.OpenAccount,
            }));
        Assert.That(builder.State.System.Leaf.SequencedNs, Is.EqualTo(5_100_000_000));
    }

    [Test]
    public void Accounts_without_an_owner_and_their_opening_credits_are_counted_and_left_out()
    {
        (BatchBuilder builder, EventTranslator translator) = NewTranslator();
        VenueEvent opened = Event(EventKind.AccountOpened, 1);
        opened.OpenAccount.Account = AccountId.Fees;
        VenueEvent credit = Event(EventKind.Deposited, 1);
        credit.Account.Account = AccountId.Fees;

        translator.Apply(opened);
        translator.Apply(credit);

        Assert.That((translator.SkippedAccounts, translator.SkippedCredits), Is.EqualTo((1, 1)));
        Assert.That(builder.RecordCount, Is.Zero);
    }

    [Test]
    public void What_settlement_refuses_or_sees_otherwise_is_a_bug_that_says_where()
    {
        (_, EventTranslator translator) = NewTranslator();
        translator.Apply(Opened(16, 1));
        VenueEvent deposit = Event(EventKind.Deposited, 1);
        deposit.Header.Ordinal = 4711;
        deposit.Account.Account = new AccountId(16);
        deposit.Account.CashMicros = 8;
        deposit.Account.Source.AmountMicros = 7;
        deposit.Account.Source.ChainId = 1;

        InvalidOperationException other = Assert.Throws<InvalidOperationException>(() => translator.Apply(deposit))!;
        Assert.That(other.Message, Does.Contain("4711").And.Contain("cash is 7 here and 8 there"));

        (_, translator) = NewTranslator();
        deposit.Account.Source.QueueEntry = 3;
        translator.Apply(Opened(16, 1));
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => translator.Apply(deposit))!;
        Assert.That(refused.Message, Does.Contain("4711").And.Contain("QueueOutOfOrder"));
    }

    [Test]
    public void An_event_of_more_operations_than_a_batch_holds_goes_on_in_the_next()
    {
        (BatchBuilder builder, EventTranslator translator) = NewTranslator();
        while (builder.RecordCount < BatchLimits.RecordsMax - 1)
        {
            builder.Add(new Operation { Kind = OperationKind.Clock }, 1);
        }

        Assert.That(translator.Apply(Opened(16, 1_000_000_000)), Is.False, "its clock was the last record");
        Assert.That(translator.IsIdle, Is.False);
        builder.Seal();
        Assert.That(translator.Advance(), Is.True);
        Assert.That(builder.RecordCount, Is.EqualTo(1));
    }

    [Test]
    public void An_epoch_is_taken_by_number_and_earlier_ones_are_dropped()
    {
        var inbox = new RiskEpochInbox(capacity: 2);
        inbox.Add(Epoch(3));
        inbox.Add(Epoch(5));

        Assert.That(inbox.TryTake(4, out _), Is.False);
        Assert.That(inbox.TryTake(5, out RiskEpochData? epoch), Is.True);
        Assert.That(epoch!.Epoch, Is.EqualTo(5));

        (_, EventTranslator translator) = NewTranslator();
        VenueEvent applied = Event(EventKind.RiskEpochApplied, 1);
        Assert.Throws<InvalidOperationException>(() => translator.Apply(applied));
    }

    [Test]
    public void Whoever_puts_an_epoch_into_a_full_inbox_waits_until_one_is_taken_or_it_is_closed()
    {
        var inbox = new RiskEpochInbox(capacity: 1);
        inbox.Add(Epoch(1));

        Task second = Task.Run(() => inbox.Add(Epoch(2)));
        Assert.That(second.Wait(TimeSpan.FromMilliseconds(50)), Is.False, "it waits");
        Assert.That(inbox.TryTake(1, out _), Is.True);
        Assert.That(second.Wait(TimeSpan.FromSeconds(10)), Is.True, "there was room");
        Task third = Task.Run(() => inbox.Add(Epoch(3)));
        inbox.Close();

        Assert.That(third.Wait(TimeSpan.FromSeconds(10)), Is.True, "nobody takes any more");
        Assert.That(inbox.TryTake(2, out _), Is.False);
    }

    private static RiskEpochData Epoch(ulong number)
    {
        var arrays = new RiskArrays(contractCapacity: 1, instrumentCapacity: 1);
        arrays.Seal(number, contractCount: 0);
        return new RiskEpochData(arrays, default);
    }

    private static void AssertSame(FollowedVenue venue)
    {
        SettlementState state = venue.Builder.State;
        Assert.That(state.Find(1)?.Cash ?? 0, Is.EqualTo(venue.Engine.BalanceOf(AccountId.Fees).CashMicros));
        foreach (AccountId account in venue.Accounts)
        {
            AccountState settled = state.Find(account.Value)!;
            Assert.That((settled.Cash, settled.FeesAccrued), Is.EqualTo(venue.Engine.BalanceOf(account)));
            for (uint instrument = 0; instrument < venue.Engine.InstrumentCount; instrument++)
            {
                Assert.That(
                    settled.LotsOf(instrument),
                    Is.EqualTo(venue.Engine.LotsOf(account, new InstrumentId(instrument))));
            }
        }
    }

    private static IEnumerable<Operation> OperationsOf(IEnumerable<SettlementBatch> batches) =>
        from batch in batches
        from item in BatchKitItems(batch)
        select item;

    private static IEnumerable<Operation> BatchKitItems(SettlementBatch batch)
    {
        foreach (byte[] item in Tests.Batches.BatchKit.ItemsOf(batch, BatchSection.Records))
        {
            Assert.That(BatchRecord.TryDecode(item, out BatchRecord record), Is.True);
            yield return record.Operation;
        }
    }

    private static (BatchBuilder Builder, EventTranslator Translator) NewTranslator()
    {
        var builder = new BatchBuilder(new SettlementState(OperationStream.Parameters));
        return (builder, new EventTranslator(builder, new RiskEpochInbox(capacity: 1)));
    }

    private static VenueEvent Opened(uint account, long sequencedNs)
    {
        VenueEvent opened = Event(EventKind.AccountOpened, sequencedNs);
        opened.OpenAccount = new OpenAccount { Account = new AccountId(account), Owner1 = 9 };
        return opened;
    }

    private static VenueEvent Event(EventKind kind, long sequencedNs)
    {
        VenueEvent venueEvent = default;
        venueEvent.Header.Kind = kind;
        venueEvent.Header.SequencedNs = sequencedNs;
        venueEvent.Header.MarketNs = sequencedNs;
        return venueEvent;
    }
}
