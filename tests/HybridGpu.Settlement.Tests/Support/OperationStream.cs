using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Tests.Support;

/// <summary>Random operations, most of which make sense for the state that they meet.</summary>
internal sealed class OperationStream
{
    private const ulong ExpiryNs = 1_000_000;

    private readonly Random _random;
    private readonly double _badShare;
    private readonly bool _settlesFundings;

    /// <param name="random">Its randomness.</param>
    /// <param name="badShare">Share of operations with a field spoilt.</param>
    /// <param name="settlesFundings">Whether all holders settle a funding at once, as a venue does.</param>
    public OperationStream(Random random, double badShare, bool settlesFundings = false)
    {
        _random = random;
        _badShare = badShare;
        _settlesFundings = settlesFundings;
    }

    public static SettlementParameters Parameters { get; } = new(10_000_000, 1_000_000, 500_000, 3);

    /// <summary>The payload of every risk epoch here.</summary>
    public static byte[] Inputs { get; } = [1, 2, 3, 4, 5];

    /// <summary>The next operation for a state.</summary>
    public Operation Next(SettlementState state)
    {
        if (_settlesFundings && Unsettled(state) is { } unsettled)
        {
            return unsettled;
        }

        Operation operation = Sensible(state);
        if (_settlesFundings && operation.Kind == OperationKind.FundingFixing)
        {
            // Nobody holds it on two pages: such a holder can't settle whole.
            return state.EnumerateAccounts().Any(account => PagesWith(account, operation.Instrument).Length > 1)
                ? operation with { Kind = OperationKind.Clock, Instrument = 0, FundingAmount = 0 }
                : operation with { FundingAmount = operation.FundingAmount % 1_000_000 };
        }

        return _random.NextDouble() < _badShare ? Spoil(operation) : operation;
    }

    private Operation Sensible(SettlementState state)
    {
        SystemLeaf leaf = state.System.Leaf;
        int roll = _random.Next(100);
        return roll switch
        {
            < 6 => new Operation { Kind = OperationKind.OpenAccount, Account = Account(), Owner = Owner() },
            < 16 => new Operation
            {
                Kind = OperationKind.Deposit,
                Account = Account(),
                Amount = Amount(),
                QueueIndex = leaf.QueueCursor,
            },
            < 19 => new Operation
            {
                Kind = OperationKind.Withdraw,
                Account = Account(),
                Amount = Amount(),
                QueueIndex = leaf.QueueCursor,
            },
            < 60 => Trade(state),
            < 68 => Fund(state),
            < 78 => Settle(state),
            < 83 => new Operation { Kind = OperationKind.Sweep, Account = Account() },
            _ => SystemOperation(state, roll),
        };
    }

    private Operation SystemOperation(SettlementState state, int roll)
    {
        SystemLeaf leaf = state.System.Leaf;
        var clock = new Operation
        {
            Kind = OperationKind.Clock,
            SequencedNs = leaf.SequencedNs + (ulong)_random.Next(3),
            MarketNs = leaf.MarketNs + (ulong)_random.Next(1_000),
        };
        return roll switch
        {
            < 86 => clock with
            {
                Kind = OperationKind.RiskEpoch,
                Epoch = leaf.RiskEpoch + (ulong)_random.Next(1, 3),
                RiskRoot = Keccak256.Hash([(byte)roll]),
                InputsHash = Keccak256.Hash(Inputs),
            },
            < 91 => clock with { Kind = OperationKind.ListInstrument, Terms = Terms() },
            < 94 => clock with
            {
                Kind = OperationKind.ExpiryFixing,
                Instrument = Instrument(),
                Settlement = (ulong)_random.NextInt64(200_000_000_000),
                MarketNs = Math.Max(clock.MarketNs, _random.Next(4) == 0 ? ExpiryNs : 0),
            },
            < 96 => clock with { Kind = OperationKind.QueueAdvance, QueueIndex = leaf.QueueCursor },
            < 99 => clock with
            {
                Kind = OperationKind.FundingFixing,
                Instrument = Perpetual(state),
                FundingAmount = FundingAmount(),
            },
            _ => clock,
        };
    }

    private Operation Trade(SettlementState state)
    {
        uint maker = Account();
        uint taker = Account();
        uint instrument = Instrument();
        return new Operation
        {
            Kind = OperationKind.Trade,
            Instrument = instrument,
            TakerSide = (byte)_random.Next(1, 3),
            PriceTicks = (ulong)_random.NextInt64(1, 2_000_000),
            Lots = (ulong)_random.NextInt64(1, _random.Next(10) == 0 ? 1L << 47 : 1_000),
            Maker = maker,
            Taker = taker,
            MakerPage = PageFor(state, maker, instrument),
            TakerPage = PageFor(state, taker, instrument),
            MakerOrder = Operation.NoOrder,
            TakerOrder = Operation.NoOrder,
        };
    }

    private Operation Settle(SettlementState state)
    {
        uint account = Account();
        uint instrument = Instrument();
        return new Operation
        {
            Kind = OperationKind.SettleExpiry,
            Account = account,
            Instrument = instrument,
            Page = PageFor(state, account, instrument),
        };
    }

    private Operation Fund(SettlementState state)
    {
        uint account = Account();
        FundingFixing last = state.System.Funding;
        return new Operation
        {
            Kind = OperationKind.SettleFunding,
            Account = account,
            Instrument = last.Instrument,
            Page = PageFor(state, account, last.Instrument),
            Epoch = last.Epoch,
            FundingAmount = last.AmountPerLot,
            PreviousRoot = last.Previous,
        };
    }

    private Operation? Unsettled(SettlementState state)
    {
        FundingFixing last = state.System.Funding;
        AccountState? next = state.EnumerateAccounts().FirstOrDefault(account =>
            account.FundingEpoch < last.Epoch && PagesWith(account, last.Instrument).Length > 0);
        return next is null ? null : Fund(state) with
        {
            Account = next.Number,
            Page = PagesWith(next, last.Instrument)[0],
        };
    }

    private static byte[] PagesWith(AccountState account, uint instrument) =>
    [
        .. Enumerable.Range(0, AccountState.PageCount).Select(page => (byte)page)
            .Where(page => account.LotsOn(page, instrument) != 0),
    ];

    // One that somebody may hold, if any is listed.
    private uint Perpetual(SettlementState state)
    {
        for (int i = 0; i < 20; i++)
        {
            uint instrument = Instrument();
            if (state.System.Instruments.TryGet(instrument, out InstrumentTerms terms) && terms.Payoff == 2)
            {
                return instrument;
            }
        }

        return Instrument();
    }

    private long FundingAmount() => _random.Next(8) == 0
        ? _random.NextInt64(-(1L << 60), (1L << 60) + 1)
        : _random.NextInt64(-3_000_000_000, 3_000_000_000);

    private byte PageFor(SettlementState state, uint account, uint instrument) => _random.Next(20) == 0
        ? (byte)_random.Next(256)
        : (byte)Math.Max(0, state.Find(account)?.PageFor(Page.GroupOf(instrument)) ?? 0);

    private Operation Spoil(Operation operation) => _random.Next(10) switch
    {
        0 => operation with { Account = _random.Next(2) == 0 ? 1u : 1u << 20, Maker = 3 },
        1 => operation with
        {
            Amount = _random.Next(2) == 0 ? 0 : 1UL << 60,
            PriceTicks = 0,
            FundingAmount = _random.Next(3) switch { 0 => 0, 1 => 1L << 60, _ => -(1L << 60) },
        },
        2 => operation with { QueueIndex = operation.QueueIndex + 1, Epoch = 0, MakerOrder = 0 },
        3 => operation with { Instrument = 999, Owner = Address.Zero, TakerOrder = 7 },
        4 => operation with { PriceTicks = ulong.MaxValue, Amount = (1UL << 60) - 1 },
        5 => operation with { Lots = _random.Next(2) == 0 ? 0 : 1UL << 47, SequencedNs = 0 },
        6 => operation with { MakerPage = 0, TakerPage = 1, Page = 0, MarketNs = 0 },
        7 => operation with { TakerSide = 3, Settlement = 1UL << 63 },
        8 => operation with
        {
            Taker = 77,
            Terms = operation.Terms with { Strike = operation.Terms.Strike == 0 ? 5u : 0 },
        },
        _ => operation with { Lots = 1UL << 46, PriceTicks = 1, Terms = operation.Terms with { LotSize = 1 } },
    };

    private InstrumentTerms Terms()
    {
        byte payoff = (byte)_random.Next(1, 5);
        return new InstrumentTerms
        {
            Instrument = Instrument(),
            Underlying = (byte)_random.Next(16),
            Payoff = payoff,
            Strike = payoff >= 3 ? (ulong)_random.NextInt64(1, 200_000_000_000) : 0,
            ExpiryNs = payoff == 2 ? long.MaxValue : ExpiryNs,
            TickSize = 100_000,
            LotSize = (ulong)_random.Next(1, 50) * 10,
        };
    }

    private uint Account() => 16 + (uint)_random.Next(6);

    // Groups 0 to 3, so that accounts hold several pages.
    private uint Instrument() => (uint)_random.Next(12) * 5;

    private ulong Amount() => (ulong)_random.NextInt64(1, 1L << _random.Next(20, 60));

    private Address Owner()
    {
        byte[] bytes = new byte[Address.Size];
        _random.NextBytes(bytes);
        return new Address(bytes);
    }
}
