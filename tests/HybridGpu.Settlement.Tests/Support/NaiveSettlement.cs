using System.Buffers.Binary;
using System.Numerics;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Tests.Support;

/// <summary>Section 12 of docs/wire.md once more: dictionaries and big integers, no hashes.</summary>
internal sealed class NaiveSettlement
{
    private static readonly BigInteger Int64Bound = BigInteger.One << 63;
    private static readonly BigInteger LotsBound = BigInteger.One << 47;

    private readonly SettlementParameters _parameters;

    public NaiveSettlement(SettlementParameters parameters)
    {
        _parameters = parameters;
    }

    public Dictionary<uint, NaiveAccount> Accounts { get; } = [];

    public Dictionary<uint, InstrumentTerms> Instruments { get; } = [];

    public BigInteger Deposited { get; private set; }

    public BigInteger Withdrawn { get; private set; }

    public ulong SequencedNs { get; private set; }

    public ulong MarketNs { get; private set; }

    public ulong Epoch { get; private set; }

    public ulong Cursor { get; private set; }

    /// <summary>Every fixing, the first first.</summary>
    public List<(uint Instrument, long Amount)> Fixings { get; } = [];

    public TransitionError Apply(Operation op) => op.Kind switch
    {
        OperationKind.OpenAccount => Open(op),
        OperationKind.Deposit => MoveCash(op, 1),
        OperationKind.Withdraw => MoveCash(op, -1),
        OperationKind.Trade => Trade(op),
        OperationKind.SettleExpiry => Settle(op),
        OperationKind.Sweep => Sweep(op),
        OperationKind.SettleFunding => Fund(op),
        _ => ApplySystem(op),
    };

    /// <summary>What a lot of a settled instrument pays a long.</summary>
    public static BigInteger PayoffDown(InstrumentTerms terms) => Scaled(terms) / 1_000_000;

    private static BigInteger Scaled(InstrumentTerms terms)
    {
        BigInteger price = terms.Settlement;
        BigInteger unit = terms.Payoff switch
        {
            3 => BigInteger.Max(0, price - terms.Strike),
            4 => BigInteger.Max(0, terms.Strike - price),
            _ => price,
        };
        return unit * terms.LotSize;
    }

    private static BigInteger Up(BigInteger value, BigInteger divisor) => (value + divisor - 1) / divisor;

    private static bool Fits(BigInteger value) => value >= -Int64Bound && value < Int64Bound;

    private bool IsOpen(uint account) => account >= 16 && Accounts.TryGetValue(account, out NaiveAccount? found)
        && found.Owner != Address.Zero;

    private NaiveAccount Get(uint account)
    {
        if (!Accounts.TryGetValue(account, out NaiveAccount? found))
        {
            Accounts.Add(account, found = new NaiveAccount());
        }

        return found;
    }

    private TransitionError Open(Operation op)
    {
        if (op.Account is < 16 or >= 1 << 20 || op.Owner == Address.Zero)
        {
            return TransitionError.BadAccount;
        }

        if (IsOpen(op.Account))
        {
            return TransitionError.AlreadyOpen;
        }

        Get(op.Account).Owner = op.Owner;
        return TransitionError.None;
    }

    private TransitionError MoveCash(Operation op, int sign)
    {
        if (!IsOpen(op.Account))
        {
            return TransitionError.BadAccount;
        }

        if (op.Amount == 0 || op.Amount >= BigInteger.One << 60)
        {
            return TransitionError.BadAmount;
        }

        if (op.QueueIndex != Cursor)
        {
            return TransitionError.QueueOutOfOrder;
        }

        NaiveAccount account = Get(op.Account);
        BigInteger taken = sign < 0 ? account.Withdrawn + op.Amount : account.Withdrawn;
        BigInteger cash = account.Cash + (sign * (BigInteger)op.Amount);
        if (!Fits(cash) || !Fits(taken))
        {
            return TransitionError.Overflow;
        }

        (account.Cash, account.Withdrawn) = (cash, taken);
        Deposited += sign > 0 ? op.Amount : 0;
        Withdrawn += sign < 0 ? op.Amount : 0;
        Cursor++;
        return TransitionError.None;
    }

    private TransitionError CheckTrade(Operation op)
    {
        if (!IsOpen(op.Maker) || !IsOpen(op.Taker))
        {
            return TransitionError.BadAccount;
        }

        if (op.MakerOrder != 0xFFFF || op.TakerOrder != 0xFFFF)
        {
            return TransitionError.SignedOrder;
        }

        if (!Instruments.TryGetValue(op.Instrument, out InstrumentTerms terms))
        {
            return TransitionError.UnknownInstrument;
        }

        if (terms.IsSettled)
        {
            return TransitionError.AlreadySettled;
        }

        return MarketNs >= terms.ExpiryNs ? TransitionError.Expired
            : op.PriceTicks == 0 ? TransitionError.BadPrice
            : op.Lots == 0 || op.Lots >= LotsBound || op.TakerSide is not (1 or 2) ? TransitionError.BadQuantity
            : TransitionError.None;
    }

    private TransitionError Trade(Operation op)
    {
        TransitionError error = CheckTrade(op);
        if (error != TransitionError.None)
        {
            return error;
        }

        InstrumentTerms terms = Instruments[op.Instrument];
        BigInteger tickValue = (BigInteger)terms.TickSize * terms.LotSize / 1_000_000;
        BigInteger value = (BigInteger)op.PriceTicks * op.Lots * tickValue;
        if (value >= Int64Bound)
        {
            return TransitionError.Overflow;
        }

        bool isOption = terms.Payoff >= 3;
        BigInteger makerFee = Up(value * (isOption ? _parameters.OptionMaker : _parameters.LinearMaker), 1_000_000_000);
        BigInteger takerFee = Up(value * (isOption ? _parameters.OptionTaker : _parameters.LinearTaker), 1_000_000_000);
        NaiveAccount maker = Get(op.Maker);
        NaiveAccount taker = Get(op.Taker);
        if (op.Maker == op.Taker)
        {
            BigInteger fees = maker.Fees + makerFee + takerFee;
            maker.Fees = Fits(fees) ? fees : maker.Fees;
            return Fits(fees) ? TransitionError.None : TransitionError.Overflow;
        }

        int taken = op.TakerSide == 1 ? 1 : -1;
        if (!Fits(maker.Cash + (taken * value)) || !Fits(taker.Cash - (taken * value))
            || !Fits(maker.Fees + makerFee) || !Fits(taker.Fees + takerFee))
        {
            return TransitionError.Overflow;
        }

        if (!maker.MayUse(op.MakerPage, op.Instrument) || !taker.MayUse(op.TakerPage, op.Instrument))
        {
            return TransitionError.WrongPage;
        }

        BigInteger makerLots = maker.LotsOn(op.MakerPage, op.Instrument) - (taken * (BigInteger)op.Lots);
        BigInteger takerLots = taker.LotsOn(op.TakerPage, op.Instrument) + (taken * (BigInteger)op.Lots);
        if (makerLots < -LotsBound || makerLots >= LotsBound || takerLots < -LotsBound || takerLots >= LotsBound)
        {
            return TransitionError.Overflow;
        }

        (maker.Cash, taker.Cash) = (maker.Cash + (taken * value), taker.Cash - (taken * value));
        (maker.Fees, taker.Fees) = (maker.Fees + makerFee, taker.Fees + takerFee);
        maker.Put(op.MakerPage, op.Instrument, makerLots);
        taker.Put(op.TakerPage, op.Instrument, takerLots);
        return TransitionError.None;
    }

    private TransitionError Settle(Operation op)
    {
        if (!IsOpen(op.Account))
        {
            return TransitionError.BadAccount;
        }

        if (!Instruments.TryGetValue(op.Instrument, out InstrumentTerms terms))
        {
            return TransitionError.UnknownInstrument;
        }

        if (!terms.IsSettled)
        {
            return TransitionError.NotExpired;
        }

        NaiveAccount account = Get(op.Account);
        if (!account.Pages.ContainsKey(op.Page) || !account.MayUse(op.Page, op.Instrument))
        {
            return TransitionError.WrongPage;
        }

        BigInteger lots = account.LotsOn(op.Page, op.Instrument);
        if (lots.IsZero)
        {
            return TransitionError.NothingToDo;
        }

        BigInteger down = PayoffDown(terms);
        BigInteger up = Up(Scaled(terms), 1_000_000);
        BigInteger cash = account.Cash + (lots * (lots.Sign > 0 ? down : up));
        BigInteger collected = Get(1).Cash + (lots.Sign > 0 ? 0 : -lots * (up - down));
        if (!Fits(cash) || !Fits(collected))
        {
            return TransitionError.Overflow;
        }

        account.Cash = cash;
        Get(1).Cash = collected;
        account.Put(op.Page, op.Instrument, 0);
        return TransitionError.None;
    }

    private TransitionError Sweep(Operation op)
    {
        if (!IsOpen(op.Account))
        {
            return TransitionError.BadAccount;
        }

        NaiveAccount account = Get(op.Account);
        if (account.Fees <= 0)
        {
            return TransitionError.NothingToDo;
        }

        if (!Fits(account.Cash - account.Fees) || !Fits(Get(1).Cash + account.Fees))
        {
            return TransitionError.Overflow;
        }

        account.Cash -= account.Fees;
        Get(1).Cash += account.Fees;
        account.Fees = 0;
        return TransitionError.None;
    }

    // A root stands for the whole list of fixings: an operation names the last of them, and what came before.
    private TransitionError Fund(Operation op)
    {
        if (!IsOpen(op.Account))
        {
            return TransitionError.BadAccount;
        }

        if (Fixings.Count == 0 || op.Epoch != (ulong)Fixings.Count || Fixings[^1] != (op.Instrument, op.FundingAmount)
            || op.PreviousRoot != RootOf(Fixings.SkipLast(1)))
        {
            return TransitionError.FundingMismatch;
        }

        NaiveAccount account = Get(op.Account);
        if (account.FundingEpoch >= op.Epoch)
        {
            return TransitionError.FundingSettled;
        }

        if (!account.Pages.ContainsKey(op.Page) || !account.MayUse(op.Page, op.Instrument))
        {
            return TransitionError.WrongPage;
        }

        BigInteger lots = account.LotsOn(op.Page, op.Instrument);
        if (lots.IsZero)
        {
            return TransitionError.NothingToDo;
        }

        BigInteger owed = lots * op.FundingAmount;
        BigInteger received = owed.Sign > 0 ? -Up(owed, 1_000_000) : -owed / 1_000_000;
        if (!Fits(account.Cash + received) || !Fits(Get(1).Cash - received))
        {
            return TransitionError.Overflow;
        }

        account.Cash += received;
        account.FundingEpoch = (uint)op.Epoch;
        Get(1).Cash -= received;
        return TransitionError.None;
    }

    private static Hash32 RootOf(IEnumerable<(uint Instrument, long Amount)> fixings)
    {
        Hash32 root = default;
        ulong epoch = 0;
        foreach ((uint instrument, long amount) in fixings)
        {
            byte[] bytes = new byte[52];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, ++epoch);
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), instrument);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(12), amount);
            root.CopyTo(bytes.AsSpan(20));
            root = Keccak256.Hash(bytes);
        }

        return root;
    }

    private TransitionError ApplySystem(Operation op)
    {
        if (op.SequencedNs < SequencedNs || op.MarketNs < MarketNs)
        {
            return TransitionError.TimeRunsBack;
        }

        TransitionError error = op.Kind switch
        {
            OperationKind.RiskEpoch => op.Epoch <= Epoch ? TransitionError.EpochNotAhead : TransitionError.None,
            OperationKind.ListInstrument => CheckListing(op.Terms),
            OperationKind.ExpiryFixing => CheckFixing(op),
            OperationKind.FundingFixing => CheckFunding(op),
            OperationKind.QueueAdvance => op.QueueIndex != Cursor
                ? TransitionError.QueueOutOfOrder
                : TransitionError.None,
            _ => TransitionError.None,
        };
        if (error != TransitionError.None)
        {
            return error;
        }

        (SequencedNs, MarketNs) = (op.SequencedNs, op.MarketNs);
        Epoch = op.Kind == OperationKind.RiskEpoch ? op.Epoch : Epoch;
        Cursor += op.Kind == OperationKind.QueueAdvance ? 1UL : 0;
        if (op.Kind == OperationKind.ListInstrument)
        {
            Instruments.Add(op.Terms.Instrument, op.Terms);
        }

        if (op.Kind == OperationKind.FundingFixing)
        {
            Fixings.Add((op.Instrument, op.FundingAmount));
        }

        if (op.Kind == OperationKind.ExpiryFixing)
        {
            Instruments[op.Instrument] = Instruments[op.Instrument] with
            {
                IsSettled = true,
                Settlement = op.Settlement,
            };
        }

        return TransitionError.None;
    }

    private TransitionError CheckListing(InstrumentTerms terms)
    {
        BigInteger scaled = (BigInteger)terms.TickSize * terms.LotSize;
        bool isOption = terms.Payoff is 3 or 4;
        bool isGood = terms.Instrument < 1 << 20 && terms.Underlying < 16 && terms.Payoff is (1 or 2 or 3 or 4)
            && (isOption ? terms.Strike > 0 : terms.Strike == 0)
            && terms.ExpiryNs > 0 && (terms.Payoff == 2) == (terms.ExpiryNs == long.MaxValue)
            && scaled.Sign > 0 && scaled % 1_000_000 == 0 && scaled < Int64Bound;
        return !isGood ? TransitionError.BadTerms
            : Instruments.ContainsKey(terms.Instrument) ? TransitionError.AlreadyListed
            : TransitionError.None;
    }

    private TransitionError CheckFunding(Operation op) =>
        !Instruments.TryGetValue(op.Instrument, out InstrumentTerms terms) ? TransitionError.UnknownInstrument
        : terms.Payoff != 2 ? TransitionError.BadTerms
        : op.FundingAmount == 0 || BigInteger.Abs(op.FundingAmount) >= BigInteger.One << 60 ? TransitionError.BadAmount
        : TransitionError.None;

    private TransitionError CheckFixing(Operation op) =>
        !Instruments.TryGetValue(op.Instrument, out InstrumentTerms terms) ? TransitionError.UnknownInstrument
        : terms.IsSettled ? TransitionError.AlreadySettled
        : op.MarketNs < terms.ExpiryNs ? TransitionError.NotExpired
        : op.Settlement >= Int64Bound ? TransitionError.BadPrice
        : TransitionError.None;
}
