using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Risk;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>What the venue itself commands: accounts, deposits, listings, epochs, batches; and what isn't a
/// command.</summary>
public sealed class VenueCommandTests
{
    private TestVenue _venue = null!;

    [SetUp]
    public void SetUp() => _venue = TestVenue.WithPerpetual();

    [TearDown]
    public void State_is_sound() => Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));

    [Test]
    public void Accounts_open_once_and_within_the_tree()
    {
        AccountId account = _venue.OpenAccount();
        Assert.That(_venue.Engine.HasAccount(account));
        foreach ((uint id, RejectCode reason) in ((uint, RejectCode)[])
            [
                (account.Value, RejectCode.OutOfSequence),
                (0, RejectCode.OutOfSequence),
                (AccountId.Fees.Value, RejectCode.OutOfSequence),
                (AccountId.Capacity, RejectCode.CapacityReached),
                (uint.MaxValue, RejectCode.CapacityReached),
            ])
        {
            Command command = Command.Of(CommandKind.OpenAccount);
            command.OpenAccount.Account = new AccountId(id);
            _venue.ApplyInVain(command).AreCommandRejectOf(reason);
        }

        Command last = Command.Of(CommandKind.OpenAccount);
        last.OpenAccount.Account = new AccountId(AccountId.Capacity - 1);
        Assert.That(_venue.Apply(last).Kinds(), Is.EqualTo([EventKind.AccountOpened]));
    }

    [Test]
    public void An_account_opens_with_all_that_its_command_says()
    {
        Command command = Command.Of(CommandKind.OpenAccount);
        command.OpenAccount = new OpenAccount
        {
            Account = new AccountId(40),
            Delegates = 1,
            Owner0 = 1,
            Owner1 = ulong.MaxValue,
            Owner2 = 3,
        };
        Assert.That(_venue.Apply(command)[0].OpenAccount, Is.EqualTo(command.OpenAccount));
    }

    [Test]
    public void An_opening_credit_is_credited_once_by_block_and_log_index()
    {
        AccountId account = _venue.OpenAccount();
        AccountId other = _venue.OpenAccount();
        VenueEvent[] events = _venue.Apply(TestVenue.DepositCommand(account, 500, 7));
        Assert.That((events[0].Account.CashMicros, events[0].Account.Source.LogIndex), Is.EqualTo((500L, 7u)));

        _venue.ApplyInVain(TestVenue.DepositCommand(account, 500, 7))
            .AreCommandRejectOf(RejectCode.DuplicateChainEvent);
        _venue.ApplyInVain(TestVenue.DepositCommand(other, 400, 7)).AreCommandRejectOf(RejectCode.DuplicateChainEvent);
        _venue.Apply(TestVenue.DepositCommand(account, 500, 8));
        Command otherBlock = TestVenue.DepositCommand(account, 500, 7);
        otherBlock.ChainEvent.BlockHash = new Hash256([.. Enumerable.Repeat((byte)1, 32)]);
        _venue.Apply(otherBlock);
        Assert.That(_venue.Engine.BalanceOf(account).CashMicros, Is.EqualTo(1_500));
    }

    [TestCase(0L)]
    [TestCase(-1L)]
    [TestCase(long.MinValue)]
    [TestCase(long.MaxValue)]
    public void A_deposit_must_be_positive_and_fit(long amountMicros)
    {
        AccountId account = _venue.OpenAccount();
        _venue.ApplyInVain(TestVenue.DepositCommand(account, amountMicros, 1))
            .AreCommandRejectOf(RejectCode.AmountOutOfRange);
    }

    [Test]
    public void All_deposits_together_are_bounded()
    {
        AccountId first = _venue.OpenAccount((1L << 60) - 10);
        AccountId second = _venue.OpenAccount();
        _venue.ApplyInVain(TestVenue.DepositCommand(second, 10, 900)).AreCommandRejectOf(RejectCode.AmountOutOfRange);
        Assert.That(_venue.Deposit(second, 9).Kinds(), Is.EqualTo([EventKind.Deposited]));
        Assert.That(_venue.Engine.BalanceOf(first).CashMicros, Is.EqualTo((1L << 60) - 10));
    }

    [Test]
    public void A_deposit_needs_an_account_a_kind_and_the_stablecoin()
    {
        AccountId account = _venue.OpenAccount();
        _venue.ApplyInVain(TestVenue.DepositCommand(new AccountId(9_999), 5, 1))
            .AreCommandRejectOf(RejectCode.UnknownAccount);
        Command asset = TestVenue.DepositCommand(account, 5, 1);
        asset.ChainEvent.Asset = 1;
        _venue.ApplyInVain(asset).AreCommandRejectOf(RejectCode.AmountOutOfRange);
        Command kind = TestVenue.DepositCommand(account, 5, 1);
        kind.ChainEvent.Kind = (ChainEventKind)9;
        _venue.ApplyInVain(kind).AreCommandRejectOf(RejectCode.AmountOutOfRange);
    }

    [Test]
    public void Instruments_are_listed_under_the_next_id_and_a_new_symbol()
    {
        InstrumentSpec terms = AnInstrument.Perpetual();
        terms.Symbol = Text40.Create("NEW");
        terms.Id = new InstrumentId(2);
        RefusesListing(terms, RejectCode.OutOfSequence);
        terms.Id = new InstrumentId(0);
        RefusesListing(terms, RejectCode.OutOfSequence);
        terms.Id = new InstrumentId(1);
        RefusesListing(terms with { Symbol = Text40.Create("I0") }, RejectCode.OutOfSequence);
        RefusesListing(terms with { Symbol = default }, RejectCode.BadInstrumentTerms);
        RefusesListing(terms with { StrikeMicros = 1 }, RejectCode.BadInstrumentTerms);
        RefusesListing(terms with { Kind = (InstrumentKind)5 }, RejectCode.BadInstrumentTerms);
        RefusesListing(terms with { TickSizeMicros = 1, LotSizeMicros = 1 }, RejectCode.TickValueNotInteger);
        RefusesListing(terms with { ReferencePriceMicros = long.MaxValue }, RejectCode.LotTooLarge);
        RefusesListing(terms with { PriceTicksMax = long.MaxValue }, RejectCode.LotTooLarge);
        Assert.That(_venue.ListAs(terms).Kinds(), Is.EqualTo([EventKind.InstrumentListed]));
    }

    [Test]
    public void Terms_whose_products_would_wrap_are_refused()
    {
        InstrumentSpec terms = AnInstrument.Perpetual();
        terms.Symbol = Text40.Create("NEW");
        terms.Id = new InstrumentId(1);

        // 2^58 x 64 x 15,625 is 0 in 64 bits; 2^62 x 2^62 x 16 is 0 in 128.
        RefusesListing(
            terms with { TickSizeMicros = 1L << 58, LotSizeMicros = 1_000_000, ReferencePriceMicros = 1 },
            RejectCode.LotTooLarge);
        RefusesListing(
            terms with { TickSizeMicros = 160, PriceTicksMax = 1L << 62, OrderLotsMax = 1L << 62 },
            RejectCode.LotTooLarge);

        // A put pays up to its strike: that must fit what a lot may be worth.
        RefusesListing(
            AnInstrument.Put(long.MaxValue, 5_000) with { Symbol = Text40.Create("NEW"), Id = new InstrumentId(1) },
            RejectCode.LotTooLarge);
    }

    [Test]
    public void The_number_of_instruments_is_bounded()
    {
        var venue = TestVenue.WithPerpetual(new EngineOptions { InstrumentsMax = 1 });
        venue.ListAs(AnInstrument.Perpetual() with { Symbol = Text40.Create("X"), Id = new InstrumentId(1) })
            .AreCommandRejectOf(RejectCode.CapacityReached);
    }

    [Test]
    public void More_than_the_first_table_of_instruments_can_be_listed()
    {
        while (_venue.Engine.InstrumentCount < 600)
        {
            _venue.List(AnInstrument.Perpetual());
        }

        Assert.That(_venue.Engine.InstrumentCount, Is.EqualTo(600));
    }

    [Test]
    public void A_risk_epoch_must_be_newer_and_match_its_arrays()
    {
        RiskArrays current = _venue.Engine.Arrays!;
        RiskArrays next = TestVenue.ArraysOf(2, (default, RiskRow.Linear(1_000_000, 10_000)));
        Command good = TestVenue.EpochCommand(next);
        _venue.ApplyInVain(good).AreCommandRejectOf(RejectCode.BadRiskEpoch);
        _venue.ApplyInVain(TestVenue.EpochCommand(current), default, current)
            .AreCommandRejectOf(RejectCode.BadRiskEpoch);
        foreach (Action<Ref<RiskEpoch>> spoil in (Action<Ref<RiskEpoch>>[])
            [
                epoch => epoch.Value.Epoch = 3,
                epoch => epoch.Value.ContractCount = 2,
                epoch => epoch.Value.ContractCount = uint.MaxValue,
                epoch => epoch.Value.ScenarioSetVersion = 2,
            ])
        {
            Command bad = good;
            var body = new Ref<RiskEpoch> { Value = bad.RiskEpoch };
            spoil(body);
            bad.RiskEpoch = body.Value;
            _venue.ApplyInVain(bad, default, next).AreCommandRejectOf(RejectCode.BadRiskEpoch);
        }

        Assert.That(_venue.Engine.Arrays, Is.SameAs(current));
        Assert.That(_venue.Apply(good, default, next).Kinds(), Is.EqualTo([EventKind.RiskEpochApplied]));
        Assert.That(_venue.Engine.Arrays, Is.SameAs(next));
    }

    [Test]
    public void Who_asks_is_told_of_an_epoch_that_counts_before_its_event_and_of_no_other()
    {
        RiskArrays next = TestVenue.ArraysOf(2, (default, RiskRow.Linear(1_000_000, 10_000)));
        byte[] inputs = [1, 2, 3];
        _venue.Apply(TestVenue.EpochCommand(next), inputs);
        _venue.Apply(TestVenue.EpochCommand(next), inputs, next);
        _venue.Apply(TestVenue.EpochCommand(next), inputs, next);

        var events = new EventLog();
        var told = new List<(ulong Epoch, string Inputs, RiskArrays Arrays, int EventsBefore)>();
        var engine = new VenueEngine(
            new EngineOptions(),
            events,
            (in RiskEpoch epoch, ReadOnlySpan<byte> payload, RiskArrays arrays) =>
                told.Add((epoch.Epoch, Convert.ToHexString(payload), arrays, events.Count)));
        foreach (RecordedCommand recorded in _venue.Recorded)
        {
            engine.Apply(in recorded.Command, recorded.Payload, recorded.Arrays);
        }

        Assert.That(told, Has.Count.EqualTo(2));
        Assert.That((told[1].Epoch, told[1].Inputs), Is.EqualTo((2UL, "010203")));
        Assert.That(told[1].Arrays, Is.SameAs(next));
        Assert.That(
            told.Select(t => events[t.EventsBefore].Header.Kind), Is.All.EqualTo(EventKind.RiskEpochApplied));
    }

    [Test]
    public void Batches_are_recorded_in_their_order()
    {
        foreach ((ulong number, bool isNext) in ((ulong, bool)[])
            [(0, false), (2, false), (1, true), (1, false), (3, false), (2, true), (ulong.MaxValue, false)])
        {
            Command command = Command.Of(CommandKind.BatchSealed);
            command.BatchSealed.Batch = number;
            if (isNext)
            {
                Assert.That(_venue.Apply(command)[0].BatchSealed.Batch, Is.EqualTo(number));
            }
            else
            {
                _venue.ApplyInVain(command).AreCommandRejectOf(RejectCode.OutOfSequence);
            }
        }
    }

    [TestCase((ushort)0)]
    [TestCase((ushort)12)]
    [TestCase((ushort)15)]
    [TestCase((ushort)65)]
    [TestCase(ushort.MaxValue)]
    public void What_is_no_command_is_refused(ushort kind) =>
        _venue.ApplyInVain(Command.Of((CommandKind)kind)).AreCommandRejectOf(RejectCode.UnknownCommand);

    [TestCase(-1L)]
    [TestCase(1L)]
    [TestCase(1_000L)]
    public void A_gap_in_the_sequence_is_a_callers_bug_and_is_thrown(long offset)
    {
        Command command = Command.Of(CommandKind.Clock);
        command.Header.Sequence = (ulong)((long)_venue.Engine.Sequence + 1 + offset);
        StateHash before = _venue.Engine.StateHash;

        Assert.That(() => _venue.Engine.Apply(in command, default), Throws.InvalidOperationException);
        Assert.That(_venue.Engine.StateHash, Is.EqualTo(before));
        Assert.That(_venue.Clock().Kinds(), Is.EqualTo([EventKind.ClockAdvanced]));
    }

    [Test]
    public void Each_command_ends_with_one_last_event_that_names_its_source()
    {
        AccountId account = _venue.OpenAccount(TestVenue.Rich);
        SessionId session = _venue.Register("S", account);
        VenueEvent[] events = _venue.Submit(account, AnOrder.Buy(1), session, 12);

        Assert.That(events.Select(e => e.Header.EndsCommand), Is.EqualTo([0, 1]));
        Assert.That(events, Has.All.Matches<VenueEvent>(e =>
            e.Header.Session == session && e.Header.MsgSeqNum == 12 && e.Header.Sequence == _venue.Engine.Sequence));
    }

    private void RefusesListing(InstrumentSpec terms, RejectCode reason)
    {
        Command command = Command.Of(CommandKind.ListInstrument);
        command.Instrument = terms;
        _venue.ApplyInVain(command).AreCommandRejectOf(reason);
    }

    private sealed class Ref<T>
    {
        public T Value = default!;
    }
}
