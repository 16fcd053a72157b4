using System.Globalization;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>A small venue that lives through random commands: trading, quoting, epochs, listings, expiries,
/// deposits,
/// withdrawals, sweeps of fees.</summary>
internal sealed partial class RandomVenue
{
    private const long ExpiryStepNs = 40_000;

    private readonly Random _random;
    private readonly int _spares;
    private readonly List<AccountId> _accounts = [];
    private readonly List<SessionId> _sessions = [];
    private readonly List<(InstrumentId Id, InstrumentSpec Terms)> _alive = [];
    private readonly Dictionary<InstrumentId, long> _markTicks = [];
    private readonly Dictionary<InstrumentId, ComboLeg[]> _combos = [];
    private readonly ulong[] _msgSeqNums;
    private ulong _nonce;
    private uint _logIndex;
    private long _nextExpiryNs = ExpiryStepNs;

    /// <param name="seed">Of everything random in it.</param>
    /// <param name="options">The venue's bounds.</param>
    /// <param name="spares">Instruments listed and left alone before each one that is traded, to spread these over
    /// groups.</param>
    public RandomVenue(int seed, EngineOptions options, int spares = 0)
    {
        _spares = spares;
        _random = new Random(seed);
        Venue = new TestVenue(options);
        for (int i = 0; i < 8; i++)
        {
            _accounts.Add(Venue.OpenAccount(i < 3 ? TestVenue.Rich : 20_000_000L << i));
            _sessions.Add(Venue.Register(string.Create(CultureInfo.InvariantCulture, $"CLIENT{i}"), _accounts[i]));
        }

        _msgSeqNums = new ulong[_sessions.Count];
        List(AnInstrument.Perpetual());
        List(AnInstrument.Perpetual(underlying: 1));
        ListExpiry();
        Reprice();
    }

    public TestVenue Venue { get; }

    public IReadOnlyList<AccountId> Accounts => _accounts;

    /// <summary>The rows of the current epoch.</summary>
    public IReadOnlyDictionary<InstrumentId, RiskRow> Rows => Venue.Epochs[Venue.Engine.Arrays!.Epoch];

    /// <summary>One random command.</summary>
    public void Step()
    {
        Venue.NowNs += _random.Next(0, 100);
        Venue.MarketNs += _random.Next(0, 50);
        switch (_random.Next(112))
        {
            case >= 100:
                Special();
                break;
            case < 46:
                Order();
                break;
            case < 54:
                Replace();
                break;
            case < 67:
                Cancel();
                break;
            case < 85:
                Quote();
                break;
            case < 89:
                Reprice();
                break;
            case < 94:
                Venue.Clock();
                break;
            case < 96:
                Venue.Apply(TestVenue.DepositCommand(Pick(_accounts), _random.Next(1, 5_000_000), Redone()));
                break;
            case < 98:
                QueueEntry();
                break;
            case < 99:
                Venue.Sweep();
                break;
            default:
                Expire();
                break;
        }
    }

    private uint Redone() => _random.Next(4) == 0 ? _logIndex : ++_logIndex + 1_000;

    /// <summary>Mostly the next entry of the chain's queue, and mostly one that could be honoured.</summary>
    private void QueueEntry()
    {
        ulong next = Venue.Engine.QueueCursor;
        AccountId account = _random.Next(12) == 0 ? new AccountId((uint)_random.Next(30)) : Pick(_accounts);
        long amount = _random.Next(10) == 0 ? _random.NextInt64(-5, 1L << 61) : _random.NextInt64(1, 40_000_000);
        Command entry = TestVenue.QueueCommand(
            _random.Next(8) == 0 ? (ChainEventKind)_random.Next(4) : ChainEventKind.WithdrawalRequest,
            account,
            amount,
            _random.Next(5) == 0 ? next + (ulong)_random.Next(-2, 3) : next);
        entry.ChainEvent.ChainId += next > 0 && _random.Next(15) == 0 ? 1UL : 0;
        Venue.Apply(entry);
    }

    /// <summary>When what it has listed last expires.</summary>
    public long NextExpiryNs => _nextExpiryNs;

    private long PriceNear(InstrumentId id, int offset) =>
        _combos.ContainsKey(id) ? _markTicks[id] + offset : Math.Max(1, _markTicks[id] + offset);

    private T Pick<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];

    private void Order()
    {
        int client = _random.Next(_accounts.Count);
        (InstrumentId id, _) = Pick(_alive);
        AnOrder order = AnOrder.Of(_random.Next(2) == 0 ? Side.Buy : Side.Sell, _random.Next(1, 30))
            .In(id)
            .At(PriceNear(id, _random.Next(-12, 13)))
            .Named(string.Create(CultureInfo.InvariantCulture, $"c{_random.Next(40)}"));
        order = _random.Next(14) switch
        {
            8 => order.With((ref NewOrder o) => o.TimeInForce = TimeInForce.FillOrKill),
            9 => order.With((ref NewOrder o) => o.DisplayLots = 1 + (o.Lots / 3)),
            10 => order.With((ref NewOrder o) => o.Traits = OrderTraits.ReduceOnly),
            11 => order.With((ref NewOrder o) => o.Traits = OrderTraits.PostOnlySlide),
            12 => Stop(order, id),
            13 => order.With((ref NewOrder o) =>
                (o.Type, o.TimeInForce, o.PriceTicks) =
                    (OrderType.Market, TimeInForce.ImmediateOrCancel, _random.Next(3) == 0 ? 0 : o.PriceTicks)),
            0 => order.ImmediateOrCancel(),
            1 => order.PostOnly(),
            2 => order.Until(Venue.NowNs + _random.Next(0, 3_000)),
            3 => order.InSlot((ushort)_random.Next(4), _nonce += (ulong)_random.Next(2)),
            _ => order,
        };
        if (_random.Next(4) == 0)
        {
            order = order.With((ref NewOrder o) => o.SelfTrade = (SelfTradeAction)_random.Next(6));
        }

        if (_random.Next(5) == 0)
        {
            order = order.With((ref NewOrder o) => o.QuoteGroup = (ushort)_random.Next(3));
        }

        bool byVenue = _random.Next(3) == 0;
        SessionId session = byVenue ? SessionId.Venue : _sessions[client];
        Venue.Submit(_accounts[client], order, session, byVenue ? 0 : NextMsgSeqNum(client));
    }

    // Now and then a message is sent again.
    private ulong NextMsgSeqNum(int client) =>
        _random.Next(50) == 0 ? _msgSeqNums[client] : ++_msgSeqNums[client];

    private void Cancel()
    {
        int client = _random.Next(_accounts.Count);
        string name = string.Create(CultureInfo.InvariantCulture, $"c{_random.Next(40)}");
        if (_random.Next(2) == 0)
        {
            Venue.Cancel(_accounts[client], name);
        }
        else
        {
            Venue.Cancel(_accounts[client], name, _sessions[client], NextMsgSeqNum(client));
        }
    }

    private void Quote()
    {
        var entries = new QuoteEntry[_random.Next(1, 6)];
        for (int i = 0; i < entries.Length; i++)
        {
            (InstrumentId id, _) = Pick(_alive);
            long bid = PriceNear(id, _random.Next(-8, 3));
            long ask = PriceNear(id, _random.Next(-2, 9));
            entries[i] = TestVenue.Entry(id, bid, _random.Next(0, 6) * 5, ask, _random.Next(0, 6) * 5);
        }

        Command quote = TestVenue.QuoteCommand(Pick(_accounts), (uint)entries.Length);
        quote.MassQuote.QuoteGroup = (ushort)_random.Next(3);
        if (entries.Length == 5)
        {
            // Signed: mostly of a version that is still to come, with an end that comes soon.
            ulong sequence = Venue.Engine.Sequence;
            quote.MassQuote.Version = Math.Max(1, sequence - (sequence % 7));
            quote.MassQuote.ExpiryNs = Venue.NowNs + (100 * (long)(sequence % 40)) - 100;
        }

        Venue.Apply(quote, MemoryMarshal.AsBytes(entries.AsSpan()));
    }

    private void List(InstrumentSpec terms)
    {
        for (int i = 0; i < _spares; i++)
        {
            Venue.List(AnInstrument.Perpetual());
        }

        InstrumentId id = Venue.List(terms);
        terms.Id = id;
        _alive.Add((id, terms));
        _markTicks[id] = terms.IsOption ? _random.Next(200, 600) : _random.Next(900, 1_100);
    }

    private void ListExpiry()
    {
        List(AnInstrument.Call(_random.Next(8_000, 12_000) * 10_000L, _nextExpiryNs));
        List(AnInstrument.Put(_random.Next(8_000, 12_000) * 10_000L, _nextExpiryNs));
        List(AnInstrument.Future(_nextExpiryNs, underlying: 1));
    }

    /// <summary>New marks and cells; now and then an instrument is left out.</summary>
    private void Reprice()
    {
        var rows = new List<(InstrumentId, RiskRow)>();
        foreach ((InstrumentId id, InstrumentSpec terms) in _alive)
        {
            if (terms.Kind == InstrumentKind.Combo)
            {
                continue;
            }

            _markTicks[id] = Math.Max(20, _markTicks[id] + _random.Next(-6, 7));
            long mark = (_markTicks[id] * AnInstrument.TickValue) + _random.Next(-500, 500);
            int slope = _random.Next(4_000, 9_000);
            if (_random.Next(25) != 0)
            {
                rows.Add((id, terms.Kind switch
                {
                    InstrumentKind.Call => RiskRow.Convex(mark, slope, _random.Next(10, 60)),
                    InstrumentKind.Put => RiskRow.Convex(mark, -slope, _random.Next(10, 60)),
                    _ => RiskRow.Linear(mark, slope),
                }));
            }
        }

        MarkCombos();
        Venue.Price([.. rows]);
    }

    /// <summary>Settles what has come to its end, too early at times, and lists the next.</summary>
    private void Expire()
    {
        if (Venue.MarketNs < _nextExpiryNs && _random.Next(6) != 0)
        {
            Venue.Clock();
            return;
        }

        bool isDue = Venue.MarketNs >= _nextExpiryNs;
        Venue.Settle(_nextExpiryNs, _random.NextInt64(80_000_003, 120_000_000), underlying: 0);
        Venue.Settle(_nextExpiryNs, _random.NextInt64(80_000_003, 120_000_000), underlying: 1);
        if (isDue)
        {
            _alive.RemoveAll(listed => listed.Terms.ExpiryNs == _nextExpiryNs);
            foreach (InstrumentId over in _combos.Keys.Where(id => _alive.All(listed => listed.Id != id)).ToList())
            {
                _combos.Remove(over);
            }

            // At the end of time nothing can expire later.
            if (Venue.MarketNs < long.MaxValue - ExpiryStepNs)
            {
                _nextExpiryNs = Venue.MarketNs + ExpiryStepNs;
                ListExpiry();
            }
        }
    }
}
