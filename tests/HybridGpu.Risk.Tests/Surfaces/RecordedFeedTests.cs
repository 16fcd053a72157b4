using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Kernels;
using HybridGpu.Risk.Chains;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Surfaces;
using HybridGpu.Risk.Tests.Chains;

namespace HybridGpu.Risk.Tests.Surfaces;

/// <summary>Recorded books through the feed: what comes out has to be where they trade.</summary>
public sealed class RecordedFeedTests
{
    private const int Stride = 6;
    private const double LiquidSpreadVols = 0.05;
    private const double NearDeviations = 1;

    [Test]
    public void Marks_of_liquid_options_lie_within_their_bid_and_ask()
    {
        ChainDirectory directory = RecordedChains.OpenOrIgnore();
        (int liquid, int inside) = (0, 0);
        var breaches = new List<double>();
        for (int file = 0; file < directory.Files.Count; file += Stride)
        {
            ChainSnapshot chain = ChainFile.Read(directory.Files[file].Path);
            (MarketState market, InstrumentCatalog catalog, List<Listed> options) = Load(chain);
            foreach (Listed option in options)
            {
                Assert.That(market.TryGetVol(option.Id, out double vol), Is.True, option.Row.Instrument);
                double years = ChainQuotes.TimeYears(option.Row.ExpiryNs, chain.TakenNs);
                if (!IsLiquid(option, years))
                {
                    continue;
                }

                liquid++;
                double mark = Price(option, years, vol);
                double bid = option.Expiry.ToUsd(option.Row.BidCoin!.Value);
                double ask = option.Expiry.ToUsd(option.Row.AskCoin!.Value);
                inside += mark >= bid && mark <= ask ? 1 : 0;
                breaches.Add(Math.Max(bid - mark, mark - ask) / Price(option, years, vol + 0.01, less: mark));
            }
        }

        breaches.Sort();
        double share = inside / (double)liquid;
        TestContext.Out.WriteLine(
            $"{inside} of {liquid} liquid marks inside ({share:P1}); outside by vol points: p99 "
            + $"{breaches[breaches.Count * 99 / 100]:F2}, worst {breaches[^1]:F2}");
        Assert.That(liquid, Is.GreaterThan(1_000));
        Assert.That(share, Is.GreaterThan(0.9));
        Assert.That(breaches[breaches.Count * 99 / 100], Is.LessThan(1), "vol points");
    }

    private static bool IsLiquid(in Listed option, double years)
    {
        double deviation = option.Row.MarkVol * Math.Sqrt(years);
        if (option.Row.BidCoin is not { } bid || option.Row.AskCoin is not { } ask
            || Math.Abs(Math.Log(option.Row.StrikeUsd / option.Expiry.ForwardUsd)) > NearDeviations * deviation)
        {
            return false;
        }

        double vega = Price(option, years, option.Row.MarkVol + 0.005)
            - Price(option, years, option.Row.MarkVol - 0.005);
        return ask > bid && option.Expiry.ToUsd(ask - bid) <= LiquidSpreadVols / 0.01 * vega;
    }

    private static double Price(in Listed option, double years, double vol, double less = 0) => BlackPricer.Price(
        option.Row.Kind == InstrumentKind.Call ? PayoffKind.Call : PayoffKind.Put,
        option.Expiry.ForwardUsd, option.Row.StrikeUsd, years, vol, 0) - less;

    private static (MarketState Market, InstrumentCatalog Catalog, List<Listed> Options) Load(ChainSnapshot chain)
    {
        var limits = new RiskLimits { InstrumentCapacity = 4_096 };
        var catalog = new InstrumentCatalog(limits);
        var market = new MarketState(limits, catalog);
        var feed = new SurfaceFeed(catalog, market);
        var options = new List<Listed>();
        foreach (ChainCurrency currency in chain.Currencies)
        {
            UnderlyingId underlying = currency.Name == "BTC" ? Bench.Btc : Bench.Eth;
            foreach (ChainExpiry expiry in currency.Expiries)
            {
                market.SetForward(underlying, expiry.ExpiryNs, expiry.ForwardUsd);
                foreach (ChainRow row in expiry.Rows)
                {
                    var spec = new InstrumentSpec
                    {
                        Id = new InstrumentId((uint)catalog.Count),
                        Underlying = underlying,
                        Kind = row.Kind,
                        ExpiryNs = row.ExpiryNs,
                        StrikeMicros = row.StrikeMicros,
                    };
                    Assert.That(catalog.TryAdd(in spec), Is.True);
                    options.Add(new Listed(spec.Id, row, expiry));
                    feed.SetQuote(spec.Id, OptionQuote.OfPrices(
                        row.BidCoin is { } bid ? expiry.ToUsd(bid) : double.NaN,
                        row.AskCoin is { } ask ? expiry.ToUsd(ask) : double.NaN,
                        row.MarkVol, expiry.ForwardUsd, chain.TakenNs));
                }
            }
        }

        Assert.That(feed.Update(chain.TakenNs), Is.True);
        SurfaceFeedReport cold = feed.Report;
        TestContext.Out.WriteLine(
            $"{Path.GetFileName(chain.Path)}: {cold.Fits} fits, {cold.Failures} failures, median error "
            + $"{cold.MedianErrorPoints:F2}, {cold.OneSidedQuotes} of {options.Count} one-sided");
        AssertWarmIsAsGood(feed, chain.TakenNs, cold);
        return (market, catalog, options);
    }

    /// <summary>The same quotes again, now from the last slices: the errors must not grow.</summary>
    private static void AssertWarmIsAsGood(SurfaceFeed feed, long takenNs, SurfaceFeedReport cold)
    {
        for (int i = 1; i <= SurfaceFeed.PublicationsBetween; i++)
        {
            feed.Update(takenNs + SurfaceFeed.RefitIntervalNs);
        }

        SurfaceFeedReport both = feed.Report;
        Assert.That((both.Refits, both.Fits), Is.EqualTo((2, 2 * cold.Fits)));
        Assert.That(both.MedianErrorPoints, Is.EqualTo(cold.MedianErrorPoints).Within(0.03));
    }

    private readonly record struct Listed(InstrumentId Id, ChainRow Row, ChainExpiry Expiry);
}
