using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Arrays;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Positions;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Risk.Tests;

/// <summary>A small market of two underlyings with options, futures and a perpetual, and everything around a
/// tick.</summary>
internal sealed class Bench : IDisposable
{
    public const long Now = 1_770_000_000_000_000_000;
    public const long Day = 86_400_000_000_000;
    public static readonly UnderlyingId Btc = new(0);
    public static readonly UnderlyingId Eth = new(1);
    private ulong _ordinal;

    public Bench(RiskLimits? limits = null, string backend = "simd", TimeSpan interval = default)
    {
        Limits = limits ?? new RiskLimits
        {
            ContractCapacity = 256,
            InstrumentCapacity = 512,
            ExpiryCapacity = 16,
            AccountCapacity = 256,
            PositionCapacity = 4_096,
            EpochsInFlight = 2,
        };
        Catalog = new InstrumentCatalog(Limits);
        Book = new PositionBook(Limits, Catalog);
        Market = new MarketState(Limits, Catalog);
        Mailbox = new InputsMailbox(Limits);
        Pool = new RiskArraysPool(Limits);
        var options = new RiskTickOptions
        {
            Backend = backend,
            Threads = 1,
            EpochIntervalMin = interval,
            Clock = Clock,
        };
        Tick = RiskTick.Create(options, Limits, Catalog, Book, Mailbox, Pool, out string problem)
            ?? throw new InvalidOperationException(problem);
    }

    public RiskLimits Limits { get; }

    public InstrumentCatalog Catalog { get; }

    public PositionBook Book { get; }

    public MarketState Market { get; }

    public InputsMailbox Mailbox { get; }

    public RiskArraysPool Pool { get; }

    public RiskTick Tick { get; }

    public ManualClock Clock { get; } = new();

    public Bench WithMarket()
    {
        long[] expiries = [Now + Day, Now + (30 * Day), Now + (180 * Day), long.MaxValue];
        (UnderlyingId, double, long)[] underlyings = [(Btc, 70_000.0, 1_000L), (Eth, 2_000.0, 10_000L)];
        foreach ((UnderlyingId underlying, double price, long lot) in underlyings)
        {
            Market.SetIndex(underlying, price);
            foreach (long expiry in expiries)
            {
                double forward = expiry == long.MaxValue ? price : price * (1 + ((expiry - Now) / (Day * 4_000.0)));
                Assert.That(Market.SetForward(underlying, expiry, forward, 0.01), Is.True);
                if (expiry == long.MaxValue)
                {
                    List(underlying, InstrumentKind.Perpetual, expiry, 0, lot, price);
                    continue;
                }

                List(underlying, InstrumentKind.Future, expiry, 0, lot, price);
                for (int k = -4; k <= 4; k++)
                {
                    double strike = Math.Round(price * (1 + (k * 0.08)));
                    InstrumentId call = List(underlying, InstrumentKind.Call, expiry, strike, lot, price);
                    InstrumentId put = List(underlying, InstrumentKind.Put, expiry, strike, lot, price);
                    Market.SetVol(call, 0.5 + (0.01 * k * k));
                    Market.SetVol(put, 0.5 + (0.01 * k * k));
                }
            }
        }

        return this;
    }

    public InstrumentId List(
        UnderlyingId underlying, InstrumentKind kind, long expiryNs, double strikeUsd, long lot, double reference)
    {
        var spec = new InstrumentSpec
        {
            Symbol = Text40.Create($"I-{Catalog.Count}"),
            Id = new InstrumentId((uint)Catalog.Count),
            Underlying = underlying,
            Kind = kind,
            ExpiryNs = expiryNs,
            StrikeMicros = (long)(strikeUsd * 1e6),
            TickSizeMicros = 100_000,
            LotSizeMicros = lot,
            ReferencePriceMicros = (long)(reference * 1e6),
            PriceTicksMax = 10_000_000,
            OrderLotsMax = 1_000_000,
        };
        Assert.That(spec.Validate(), Is.EqualTo(RejectCode.None));
        var venueEvent = Event(EventKind.InstrumentListed);
        venueEvent.Instrument = spec;
        Book.Apply(in venueEvent);
        return spec.Id;
    }

    public void Open(uint account, long cashMicros)
    {
        VenueEvent venueEvent = Event(EventKind.Deposited);
        venueEvent.Account.Account = new AccountId(account);
        venueEvent.Account.CashMicros = cashMicros;
        Book.Apply(in venueEvent);
    }

    /// <summary>Fills the body of the next event.</summary>
    public delegate void Fill(ref VenueEvent venueEvent);

    /// <summary>Tells the book of any other event.</summary>
    public void Apply(EventKind kind, Fill fill)
    {
        VenueEvent venueEvent = Event(kind);
        fill(ref venueEvent);
        Book.Apply(in venueEvent);
    }

    public VenueEvent Trade(
        uint taker, uint maker, InstrumentId instrument, Side side, long ticks, long lots, long fee = 0)
    {
        VenueEvent venueEvent = Event(EventKind.Trade);
        venueEvent.Trade.Instrument = instrument;
        venueEvent.Trade.TakerSide = side;
        venueEvent.Trade.PriceTicks = ticks;
        venueEvent.Trade.Lots = lots;
        venueEvent.Trade.Taker.Account = new AccountId(taker);
        venueEvent.Trade.Maker.Account = new AccountId(maker);
        venueEvent.Trade.Taker.FeeMicros = fee;
        Book.Apply(in venueEvent);
        return venueEvent;
    }

    public VenueEvent Event(EventKind kind)
    {
        VenueEvent venueEvent = default;
        venueEvent.Header.Kind = kind;
        venueEvent.Header.Ordinal = ++_ordinal;
        return venueEvent;
    }

    public TickResult MustTick(long marketNs = Now)
    {
        Market.Publish(marketNs, Mailbox);
        Assert.That(Tick.TryTick(out TickResult result), Is.True);
        return result;
    }

    public void Dispose() => Tick.Dispose();

    internal sealed class ManualClock : TimeProvider
    {
        public long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;
    }
}
