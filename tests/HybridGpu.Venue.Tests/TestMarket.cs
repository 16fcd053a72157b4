using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine;
using HybridGpu.Persistence;
using HybridGpu.Risk;
using HybridGpu.Risk.Inputs;

namespace HybridGpu.Venue.Tests;

/// <summary>A small market: a call, a put and a perpetual on one underlying, and accounts with money.</summary>
internal static class TestMarket
{
    public const long ExpiryNs = 1_774_598_400_000_000_000;
    public const long CreditMicros = 5_000_000_000_000;

    public static readonly InstrumentId Call = new(0);
    public static readonly InstrumentId Put = new(1);
    public static readonly InstrumentId Perpetual = new(2);

    private static readonly UnderlyingId Btc = new(0);

    public static VenueOptions Options(string journal, Durability durability = Durability.Sync) => new()
    {
        JournalDirectory = journal,
        Journal = new JournalOptions
        {
            Durability = durability,
            SegmentBytes = 2 << 20,
            FrameBytes = 256 << 10,
            ReserveBytes = 512 << 10,
        },
        Engine = new EngineOptions { OpenOrdersMax = 1 << 14, PositionsMax = 1 << 12, InstrumentsMax = 128 },
        RiskLimits = new RiskLimits
        {
            ContractCapacity = 64,
            InstrumentCapacity = 128,
            ExpiryCapacity = 16,
            AccountCapacity = 256,
            PositionCapacity = 1024,
            EpochsInFlight = 8,
        },
        Backend = "simd",
        EpochIntervalMin = TimeSpan.FromMilliseconds(1),
        InboundRingSize = 1 << 12,
        OutboundRingSize = 1 << 12,
    };

    /// <summary>Lists, opens, credits and prices; returns when orders can be taken.</summary>
    public static void Prepare(VenuePipeline venue, VenueOptions options, params ReadOnlySpan<uint> accounts)
    {
        venue.Gate.Publish(List(Call, "BTC-27MAR26-70000-C", InstrumentKind.Call));
        venue.Gate.Publish(List(Put, "BTC-27MAR26-70000-P", InstrumentKind.Put));
        venue.Gate.Publish(List(Perpetual, "BTC-PERP", InstrumentKind.Perpetual));
        foreach (uint account in accounts)
        {
            Command open = Command.Of(CommandKind.OpenAccount);
            open.OpenAccount.Account = new AccountId(account);
            open.OpenAccount.Delegates = 1;
            venue.Gate.Publish(in open);
            venue.Gate.Publish(Deposit(account));
        }

        Eventually.Until(() => venue.Directory.InstrumentCount == 3, "the instruments are listed");
        PublishInputs(venue, options, 68_000);
        Eventually.Until(() => venue.Statistics.Epochs > 0, "the first risk epoch is applied");
    }

    /// <summary>New prices for the tick.</summary>
    public static void PublishInputs(VenuePipeline venue, VenueOptions options, double indexUsd)
    {
        var state = new MarketState(options.RiskLimits, venue.Catalog);
        Assert.That(state.SetIndex(Btc, indexUsd));
        Assert.That(state.SetForward(Btc, ExpiryNs, indexUsd * 1.002));
        Assert.That(state.SetForward(Btc, long.MaxValue, indexUsd));
        Assert.That(state.SetVol(Call, 0.61));
        Assert.That(state.SetVol(Put, 0.63));
        Assert.That(state.Publish(TestClock.StartNs, venue.MarketInputs), Is.EqualTo(3));
    }

    public static Command Deposit(uint account)
    {
        Command deposit = Command.Of(CommandKind.ChainEvent);
        deposit.ChainEvent = new ChainEvent
        {
            Kind = ChainEventKind.Deposit,
            Account = new AccountId(account),
            LogIndex = account,
            AmountMicros = CreditMicros,
        };
        return deposit;
    }

    public static Command Order(
        uint account, InstrumentId instrument, Side side, long priceTicks, long lots, string clOrdId)
    {
        Command order = Command.Of(CommandKind.NewOrder);
        order.NewOrder.ClOrdId = Text40.Create(clOrdId);
        order.NewOrder.Account = new AccountId(account);
        order.NewOrder.Instrument = instrument;
        order.NewOrder.Side = side;
        order.NewOrder.PriceTicks = priceTicks;
        order.NewOrder.Lots = lots;
        order.NewOrder.Slot = NewOrder.AnySlot;
        order.NewOrder.ExpiryNs = long.MaxValue;
        return order;
    }

    public static Command Cancel(uint account, string origClOrdId)
    {
        Command cancel = Command.Of(CommandKind.CancelOrder);
        cancel.CancelOrder.ClOrdId = Text40.Create("C-" + origClOrdId);
        cancel.CancelOrder.OrigClOrdId = Text40.Create(origClOrdId);
        cancel.CancelOrder.Account = new AccountId(account);
        return cancel;
    }

    /// <summary>Random orders and cancels of two accounts around one price, so that many trade.</summary>
    public static void Trade(VenuePipeline venue, Random random, int commands, uint first, uint second, string prefix)
    {
        for (int i = 0; i < commands; i++)
        {
            uint account = random.Next(2) == 0 ? first : second;
            string name = prefix + i.ToString(CultureInfo.InvariantCulture);
            Command command = i > 10 && random.Next(4) == 0
                ? Cancel(account, prefix + random.Next(i).ToString(CultureInfo.InvariantCulture))
                : Order(account, new InstrumentId((uint)random.Next(2)), random.Next(2) == 0 ? Side.Buy : Side.Sell,
                    20_000 + random.Next(-5, 6), 1 + random.Next(5), name);
            venue.Gate.Publish(in command);
        }
    }

    public static int Seed()
    {
        string? given = Environment.GetEnvironmentVariable("HYBRIDGPU_SEED");
        int seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Out.WriteLine($"HYBRIDGPU_SEED={seed}");
        return seed;
    }

    private static Command List(InstrumentId id, string symbol, InstrumentKind kind)
    {
        Command list = Command.Of(CommandKind.ListInstrument);
        list.Instrument = new InstrumentSpec
        {
            Id = id,
            Symbol = Text40.Create(symbol),
            Underlying = Btc,
            Kind = kind,
            StrikeMicros = kind == InstrumentKind.Perpetual ? 0 : 70_000_000_000,
            ExpiryNs = kind == InstrumentKind.Perpetual ? long.MaxValue : ExpiryNs,
            TickSizeMicros = 100_000,
            LotSizeMicros = 1_000,
            ReferencePriceMicros = 68_000_000_000,
            PriceTicksMax = 10_000_000,
            OrderLotsMax = 100_000,
        };
        return list;
    }
}
