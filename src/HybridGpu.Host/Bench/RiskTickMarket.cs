using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Risk;
using HybridGpu.Risk.Arrays;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Positions;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Host.Bench;

/// <summary>A market for the risk tick alone: options of two underlyings, accounts with positions, trades.</summary>
internal sealed class RiskTickMarket : IDisposable
{
    private const long Day = 86_400_000_000_000;
    private const long Start = 1_770_000_000_000_000_000;
    private const int Expiries = 10;
    private const double IndexUsd = 68_000;

    private readonly SplitMix _draws;
    private readonly InstrumentCatalog _catalog;
    private readonly PositionBook _book;
    private readonly MarketState _state;
    private readonly InputsMailbox _mailbox;
    private readonly RiskArraysPool _pool;
    private readonly RiskTick _tick;
    private readonly int _accounts;
    private ulong _ordinal;
    private long _marketNs = Start;

    /// <exception cref="BenchFailedException">The tick can't be made.</exception>
    public RiskTickMarket(ulong seed, int threads, int contracts, int accounts, int positionsPerAccount)
    {
        _draws = new SplitMix(seed);
        _accounts = accounts;
        var limits = new RiskLimits
        {
            ContractCapacity = contracts,
            InstrumentCapacity = contracts,
            ExpiryCapacity = 2 * Expiries,
            AccountCapacity = accounts,
            PositionCapacity = accounts * (positionsPerAccount + 50),
        };
        _catalog = new InstrumentCatalog(limits);
        _book = new PositionBook(limits, _catalog);
        _state = new MarketState(limits, _catalog);
        _mailbox = new InputsMailbox(limits);
        _pool = new RiskArraysPool(limits);
        var options = new RiskTickOptions { Backend = "simd", Threads = threads, EpochIntervalMin = TimeSpan.Zero };
        _tick = RiskTick.Create(options, limits, _catalog, _book, _mailbox, _pool, out string problem)
            ?? throw new BenchFailedException(problem);
        for (int i = 0; i < contracts; i++)
        {
            List(i);
        }

        for (int i = 0; i < accounts * positionsPerAccount / 2; i++)
        {
            Trade();
        }
    }

    /// <summary>Moves the market, trades, and runs one tick; where its time went.</summary>
    /// <exception cref="BenchFailedException">There was no tick, or a contract was not priced.</exception>
    public TickTimings Tick(int trades)
    {
        for (int i = 0; i < trades; i++)
        {
            Trade();
        }

        _marketNs += 100_000_000;
        double move = 1.0 + (((long)_draws.Below(2_001) - 1_000) * 1e-6);
        for (byte u = 0; u < 2; u++)
        {
            for (int e = 0; e < Expiries; e++)
            {
                _state.SetForward(new UnderlyingId(u), ExpiryNs(e), IndexUsd * move, 0.01);
            }
        }

        int posted = _state.Publish(_marketNs, _mailbox);
        bool ticked = _tick.TryTick(out TickResult result);
        if (!ticked || !result.HasEpoch || result.Arrays!.ContractCount != _catalog.Count)
        {
            throw new BenchFailedException(
                $"Of {_catalog.Count} contracts {posted} had inputs and {result.Arrays?.ContractCount ?? 0} were "
                + "priced.");
        }

        _pool.Return(result.Arrays);
        return result.Snapshot.Timings;
    }

    public void Dispose() => _tick.Dispose();

    private static long ExpiryNs(int expiry) => Start + ((1 + (expiry * expiry * 5)) * Day);

    private void List(int number)
    {
        var underlying = new UnderlyingId((byte)(number % 2));
        var id = new InstrumentId((uint)number);
        _state.SetIndex(underlying, IndexUsd);
        var listed = new VenueEvent();
        listed.Header.Kind = EventKind.InstrumentListed;
        listed.Header.Ordinal = ++_ordinal;
        listed.Instrument = new InstrumentSpec
        {
            Symbol = Text40.Create($"RISK-{number}"),
            Id = id,
            Underlying = underlying,
            Kind = number / 2 % 2 == 0 ? InstrumentKind.Call : InstrumentKind.Put,
            ExpiryNs = ExpiryNs(number / 4 % Expiries),
            StrikeMicros = (long)(IndexUsd * 1e6 * (0.5 + (_draws.Below(1_000) / 1_000.0))),
            TickSizeMicros = 100_000,
            LotSizeMicros = 1_000,
            ReferencePriceMicros = (long)(IndexUsd * 1e6),
            PriceTicksMax = 10_000_000,
            OrderLotsMax = 1_000_000,
        };
        _book.Apply(in listed);
        _state.SetVol(id, 0.4 + (_draws.Below(500) / 1_000.0));
    }

    private void Trade()
    {
        var trade = new VenueEvent();
        trade.Header.Kind = EventKind.Trade;
        trade.Header.Ordinal = ++_ordinal;
        trade.Trade.Instrument = new InstrumentId((uint)_draws.Below((ulong)_catalog.Count));
        trade.Trade.TakerSide = _draws.Below(2) == 0 ? Side.Buy : Side.Sell;
        trade.Trade.PriceTicks = 10_000;
        trade.Trade.Lots = 1 + (long)_draws.Below(100);
        trade.Trade.Taker.Account = new AccountId((uint)_draws.Below((ulong)_accounts));
        trade.Trade.Maker.Account = new AccountId((uint)_draws.Below((ulong)_accounts));
        _book.Apply(in trade);
    }
}
