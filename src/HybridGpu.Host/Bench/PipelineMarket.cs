using System.Diagnostics;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Inputs;
using HybridGpu.Venue;

namespace HybridGpu.Host.Bench;

/// <summary>The market of the pipeline bench: one underlying with options and a perpetual, delegated accounts with
/// money, one risk epoch.</summary>
internal static class PipelineMarket
{
    /// <summary>Contracts, the perpetual the last.</summary>
    public const int Contracts = 17;

    /// <summary>Accounts that trade.</summary>
    public const int Accounts = 64;

    /// <summary>When the bench's market stands still, ns since the Unix epoch.</summary>
    public const long MarketNs = 1_774_000_000_000_000_000;

    private const long ExpiryNs = 1_774_598_400_000_000_000;
    private const long IndexUsd = 68_000;
    private const long CreditMicros = 1_000_000_000_000_000;
    private const long MicrosPerUsd = 1_000_000;
    private static readonly UnderlyingId Btc = new(0);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Lists, opens, credits and prices, then ends the tick: from here on only orders enter.</summary>
    /// <exception cref="BenchFailedException">The venue doesn't get there.</exception>
    public static void Prepare(VenuePipeline venue, VenueOptions options)
    {
        for (uint id = 0; id < Contracts; id++)
        {
            venue.Gate.Publish(List(id));
        }

        for (uint i = 0; i < Accounts; i++)
        {
            Command open = Command.Of(CommandKind.OpenAccount);
            open.OpenAccount.Account = Account(i);
            open.OpenAccount.Delegates = 1;
            venue.Gate.Publish(in open);
            Command deposit = Command.Of(CommandKind.ChainEvent);
            deposit.ChainEvent = new ChainEvent
            {
                Kind = ChainEventKind.Deposit,
                Account = Account(i),
                LogIndex = i,
                AmountMicros = CreditMicros,
            };
            venue.Gate.Publish(in deposit);
        }

        Until(venue, () => venue.Directory.InstrumentCount == Contracts, "the instruments are listed");
        PublishInputs(venue, options);
        Until(venue, () => venue.Statistics.Epochs > 0, "the first risk epoch is applied");
        venue.StopTicks();
    }

    /// <summary>A trading account by index.</summary>
    public static AccountId Account(uint index) => new(AccountId.FirstOpen.Value + index);

    /// <summary>Waits for a condition.</summary>
    /// <exception cref="BenchFailedException">It doesn't come, or the venue has stopped.</exception>
    public static void Until(VenuePipeline venue, Func<bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (venue.Fault is { } fault)
            {
                throw new BenchFailedException($"The venue stopped: {fault.Message}");
            }

            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new BenchFailedException($"Not within {Patience.TotalSeconds} s: {what}.");
            }

            Thread.Sleep(1);
        }
    }

    private static void PublishInputs(VenuePipeline venue, VenueOptions options)
    {
        var state = new MarketState(options.RiskLimits, venue.Catalog);
        bool isSet = state.SetIndex(Btc, IndexUsd)
            && state.SetForward(Btc, ExpiryNs, IndexUsd)
            && state.SetForward(Btc, long.MaxValue, IndexUsd);
        for (uint id = 0; id < Contracts - 1; id++)
        {
            isSet &= state.SetVol(new InstrumentId(id), 0.6);
        }

        int priced = state.Publish(MarketNs, venue.MarketInputs);
        if (!isSet || priced != Contracts)
        {
            throw new BenchFailedException($"Only {priced} of {Contracts} contracts can be priced.");
        }
    }

    private static Command List(uint id)
    {
        bool isPerpetual = id == Contracts - 1;
        InstrumentKind kind = (id & 1) == 0 ? InstrumentKind.Call : InstrumentKind.Put;
        long strikeUsd = 60_000 + (2_000 * (id / 2));
        Command list = Command.Of(CommandKind.ListInstrument);
        list.Instrument = new InstrumentSpec
        {
            Id = new InstrumentId(id),
            Symbol = Text40.Create(isPerpetual ? "BTC-PERP" : $"BTC-27MAR26-{strikeUsd}-{kind.ToString()[0]}"),
            Underlying = Btc,
            Kind = isPerpetual ? InstrumentKind.Perpetual : kind,
            StrikeMicros = isPerpetual ? 0 : strikeUsd * MicrosPerUsd,
            ExpiryNs = isPerpetual ? long.MaxValue : ExpiryNs,
            TickSizeMicros = 100_000,
            LotSizeMicros = 1_000,
            ReferencePriceMicros = IndexUsd * MicrosPerUsd,
            PriceTicksMax = 10_000_000,
            OrderLotsMax = 100_000,
        };
        return list;
    }
}
