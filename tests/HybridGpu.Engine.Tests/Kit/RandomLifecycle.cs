using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>A venue whose instruments come and go at random: listings, index moves and gaps, funding, expiries at the
/// average and at a stated price, delistings, with a little trading, deposits and withdrawals in between.</summary>
internal sealed class RandomLifecycle
{
    private const long SecondNs = 1_000_000_000;
    private const long MinuteNs = 60 * SecondNs;

    private readonly Random _random;
    private readonly List<InstrumentSpec> _alive = [];
    private readonly List<AccountId> _accounts = [];
    private readonly long[] _index = [100_000_000, 35_000_007];
    private uint _logIndex;

    public RandomLifecycle(int seed)
    {
        _random = new Random(seed);
        Venue = new TestVenue { MarketNs = 1_000 * MinuteNs };
        for (int i = 0; i < 6; i++)
        {
            _accounts.Add(Venue.OpenAccount(TestVenue.Rich));
        }

        List(AnInstrument.Perpetual());
        List(AnInstrument.Perpetual(underlying: 1));
        Reprice();
    }

    public TestVenue Venue { get; }

    public IReadOnlyList<AccountId> Accounts => _accounts;

    /// <summary>One random command, or a few that belong together.</summary>
    public void Step()
    {
        Venue.NowNs += _random.Next(1, 100);
        Venue.MarketNs += PassedNs();
        switch (_random.Next(100))
        {
            case < 35:
                Sample();
                break;
            case < 65:
                Trade();
                break;
            case < 72:
                Reprice();
                break;
            case < 80:
                Venue.Apply(TestVenue.FundingOf(Anything()));
                break;
            case < 86:
                ListSomething();
                break;
            case < 94:
                Settle();
                break;
            case < 96:
                Delist();
                break;
            case < 98:
                Venue.Apply(TestVenue.DepositCommand(Pick(_accounts), _random.Next(1, 5_000_000), ++_logIndex + 5_000));
                break;
            default:
                Venue.Withdraw(Pick(_accounts), _random.Next(1, 5_000_000));
                break;
        }
    }

    // Seconds mostly; now and then a jump over whole windows, and even over a day.
    private long PassedNs() => _random.Next(60) switch
    {
        0 => _random.NextInt64(40 * MinuteNs),
        1 => _random.Next(10) == 0 ? _random.NextInt64(3_000 * MinuteNs) : 0,
        < 20 => 0,
        _ => _random.NextInt64(2 * MinuteNs),
    };

    private T Pick<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];

    private InstrumentId Anything() => _random.Next(3) == 0
        ? new InstrumentId((uint)_random.Next(Venue.Engine.InstrumentCount + 1))
        : new InstrumentId((uint)_random.Next(2));

    private void Sample()
    {
        int u = _random.Next(2);
        _index[u] = Math.Clamp(_index[u] + _random.Next(-900_000, 900_001), 20_000_000, 150_000_000);
        Venue.Index(_random.Next(30) == 0 ? -1 : _index[u], (byte)u);
    }

    private void List(InstrumentSpec terms)
    {
        terms.Id = Venue.List(terms);
        _alive.Add(terms);
    }

    private void ListSomething()
    {
        // Whole minutes, so that different listings meet at one expiry; at times one that is past already.
        long expiryNs = ((Venue.MarketNs / MinuteNs) + _random.Next(-1, 90)) / 15 * 15 * MinuteNs;
        byte underlying = (byte)_random.Next(2);
        long strikeMicros = _random.NextInt64(20_000_000, 150_000_000);
        List(_random.Next(5) switch
        {
            0 => AnInstrument.Future(expiryNs, underlying),
            1 => AnInstrument.Call(strikeMicros, expiryNs, underlying),
            2 => AnInstrument.Put(strikeMicros, expiryNs, underlying),
            3 => AnInstrument.Perpetual(underlying),
            _ => AnInstrument.Future(expiryNs, underlying),
        });
        Reprice();
    }

    /// <summary>Marks near the index of what is linear, a few left out.</summary>
    private void Reprice()
    {
        var rows = new List<(InstrumentId, RiskRow)>();
        foreach (InstrumentSpec terms in _alive)
        {
            long lot = _index[terms.Underlying.Value] / 10;
            long mark = terms.IsOption ? _random.Next(300_000, 600_000) : lot + _random.Next(-60_000, 60_001);
            if (_random.Next(20) != 0)
            {
                rows.Add((terms.Id, RiskRow.Linear(mark, _random.Next(4_000, 9_000))));
            }
        }

        Venue.Price([.. rows]);
    }

    private void Trade()
    {
        InstrumentSpec[] trading = [.. _alive.Where(spec => spec.ExpiryNs > Venue.MarketNs)];
        InstrumentSpec terms = Pick(trading);
        long ticks = terms.IsOption ? 450 : Math.Max(1, _index[terms.Underlying.Value] / 10_000);
        Side side = _random.Next(2) == 0 ? Side.Buy : Side.Sell;
        long lots = _random.Next(1, 30);
        Venue.Submit(Pick(_accounts), AnOrder.Of(side, lots).In(terms.Id).At(ticks));
        Side other = side == Side.Buy ? Side.Sell : Side.Buy;
        Venue.Submit(Pick(_accounts), AnOrder.Of(other, lots).In(terms.Id).At(ticks + _random.Next(-1, 2)));
    }

    private void Settle()
    {
        InstrumentSpec[] dated = [.. _alive.Where(spec => spec.ExpiryNs != long.MaxValue)];
        if (dated.Length == 0)
        {
            return;
        }

        InstrumentSpec terms = _random.Next(4) == 0 ? Pick(dated) : dated[^1];

        if (_random.Next(3) != 0)
        {
            Venue.MarketNs = Math.Max(Venue.MarketNs, terms.ExpiryNs);
        }

        if (_random.Next(5) == 0)
        {
            Venue.Settle(terms.ExpiryNs, _random.NextInt64(20_000_000, 150_000_000), terms.Underlying.Value);
        }
        else
        {
            Venue.Apply(TestVenue.SettleAtAverage(terms.ExpiryNs, terms.Underlying.Value));
        }
    }

    /// <summary>Anything may be delisted; what is held is refused, so now and then its holders agree to part
    /// first.</summary>
    private void Delist()
    {
        InstrumentSpec terms = Pick(_alive);
        AccountId[] longs = [.. _accounts.Where(account => Venue.Engine.LotsOf(account, terms.Id) > 0)];
        AccountId[] shorts = [.. _accounts.Where(account => Venue.Engine.LotsOf(account, terms.Id) < 0)];
        if (longs.Length == 1 && shorts.Length == 1)
        {
            long lots = Venue.Engine.LotsOf(longs[0], terms.Id);
            Venue.Submit(longs[0], AnOrder.Sell(lots).In(terms.Id).At(1));
            Venue.Submit(shorts[0], AnOrder.Buy(lots).In(terms.Id).At(1));
        }

        // The two perpetuals that funding looks for stay.
        if (terms.Id.Value > 1)
        {
            Venue.Apply(TestVenue.DelistingOf(terms.Id));
        }
    }
}
