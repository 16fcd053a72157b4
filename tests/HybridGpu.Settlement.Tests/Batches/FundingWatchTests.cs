using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Tests.Support;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Tests.Batches;

/// <summary>What no single step shows: that everybody who holds a perpetual settles its funding before anything
/// else.</summary>
[TestFixture]
internal sealed class FundingWatchTests
{
    private const uint Perpetual = 5;
    private const uint Other = 35;

    private BatchBuilder _builder = null!;
    private ulong _ordinal;

    [SetUp]
    public void Trade_a_perpetual()
    {
        _builder = new BatchBuilder(new SettlementState(OperationStream.Parameters));
        _ordinal = 0;
        foreach (uint account in new uint[] { 16, 17, 18 })
        {
            Add(new Operation
            {
                Kind = OperationKind.OpenAccount,
                Account = account,
                Owner = new Address([.. Enumerable.Repeat((byte)account, 20)]),
            });
        }

        List(Perpetual);
        List(Other);
        Add(Trade(Perpetual, 16, 17));
        Add(Trade(Other, 17, 18));
    }

    [Test]
    public void All_holders_in_any_order_and_across_batches_are_right()
    {
        Add(Fixing(Perpetual, 1_500_000));
        Add(Settlement(17));
        SettlementBatch first = _builder.Seal();
        Add(Settlement(16));
        Add(Fixing(Other, -1));
        Add(Settlement(18));
        Add(Settlement(17));
        Add(new Operation { Kind = OperationKind.Sweep, Account = 17 });
        SettlementBatch second = _builder.Seal();

        BatchReplay replay = BatchKit.NewReplay();
        Assert.That(replay.Apply(first), Is.Null);
        Assert.That(replay.Apply(second), Is.Null);
        Assert.That(replay.State.Find(17)!.FundingEpoch, Is.EqualTo(2));
        Assert.That(replay.State.StateRoot, Is.EqualTo(_builder.State.StateRoot));
    }

    [Test]
    public void A_fixing_that_nobody_holds_asks_nothing()
    {
        List(50);
        Add(Fixing(50, 7));
        Add(Fixing(50, 8));

        Assert.That(BatchKit.NewReplay().Apply(_builder.Seal()), Is.Null);
    }

    [Test]
    public void Anything_before_the_last_holder_is_a_fault_also_in_the_next_batch()
    {
        Add(Fixing(Perpetual, 1_500_000));
        Add(Settlement(17));
        SettlementBatch first = _builder.Seal();
        Add(new Operation { Kind = OperationKind.Clock });
        SettlementBatch second = _builder.Seal();

        BatchReplay replay = BatchKit.NewReplay();
        Assert.That(replay.Apply(first), Is.Null);
        BatchFault? fault = replay.Apply(second);
        Assert.That((fault?.Kind, fault?.Item), Is.EqualTo((BatchFaultKind.Funding, 0)));
        Assert.That(fault!.Message, Does.Contain("account 16").And.Contain("Clock"));
    }

    [Test]
    public void A_second_fixing_before_the_first_is_settled_is_a_fault()
    {
        Add(Fixing(Perpetual, 1_500_000));
        Add(Settlement(17));
        Add(Fixing(Other, 1_500_000));

        BatchFault? fault = BatchKit.NewReplay().Apply(_builder.Seal());
        Assert.That((fault?.Kind, fault?.Item), Is.EqualTo((BatchFaultKind.Funding, (int)_ordinal - 1)));
    }

    [Test]
    public void A_holder_on_two_pages_would_settle_only_one_and_is_a_fault()
    {
        Add(Trade(Perpetual, 16, 18) with { MakerPage = 9 });
        Add(Fixing(Perpetual, 1_500_000));
        Add(Settlement(16));

        BatchFault? fault = BatchKit.NewReplay().Apply(_builder.Seal());
        Assert.That(fault?.Kind, Is.EqualTo(BatchFaultKind.Funding));
        Assert.That(fault!.Message, Does.Contain("another page"));
    }

    [Test]
    public void Every_step_of_a_settlement_conserves_cash_and_the_rest_stays_with_the_fee_account()
    {
        Add(Trade(Perpetual, 18, 17));
        long Sum() => _builder.State.EnumerateAccounts().Sum(account => account.Cash);
        Add(Fixing(Perpetual, 333_333));
        foreach (uint account in new uint[] { 16, 17, 18 })
        {
            Add(Settlement(account));
            Assert.That(Sum(), Is.Zero);
        }

        // 14 lots long pay 4.67, rounded up; twice 7 short receive 2.33, rounded down.
        Assert.That(_builder.State.Find(1)!.Cash, Is.EqualTo(1));
    }

    private void Add(Operation operation) =>
        Assert.That(_builder.Add(in operation, ++_ordinal), Is.EqualTo(TransitionError.None), $"{operation}");

    private void List(uint instrument) => Add(new Operation
    {
        Kind = OperationKind.ListInstrument,
        Terms = new InstrumentTerms
        {
            Instrument = instrument,
            Underlying = 1,
            Payoff = InstrumentTerms.Perpetual,
            ExpiryNs = long.MaxValue,
            TickSize = 100_000,
            LotSize = 1_010,
        },
    });

    private static Operation Fixing(uint instrument, long amount) => new()
    {
        Kind = OperationKind.FundingFixing,
        Instrument = instrument,
        FundingAmount = amount,
    };

    private Operation Settlement(uint account)
    {
        FundingFixing last = _builder.State.System.Funding;
        return new Operation
        {
            Kind = OperationKind.SettleFunding,
            Account = account,
            Instrument = last.Instrument,
            Page = (byte)(last.Instrument / 16),
            Epoch = last.Epoch,
            FundingAmount = last.AmountPerLot,
            PreviousRoot = last.Previous,
        };
    }

    private static Operation Trade(uint instrument, uint maker, uint taker) => new()
    {
        Kind = OperationKind.Trade,
        Instrument = instrument,
        TakerSide = 1,
        PriceTicks = 1_001,
        Lots = 7,
        Maker = maker,
        Taker = taker,
        MakerPage = (byte)(instrument / 16),
        TakerPage = (byte)(instrument / 16),
        MakerOrder = Operation.NoOrder,
        TakerOrder = Operation.NoOrder,
    };
}
