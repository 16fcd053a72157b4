using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Margin.Portfolios;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>hybrid-pm as a what-if against the margin that the venue enforces: two programs, one rule.</summary>
public sealed class EngineAgreementTests
{
    private const double MicrosPerUsd = 1e6;

    [Test]
    public void The_what_if_is_the_engines_margin_but_for_the_rounding_of_cells()
    {
        Random random = Seed.NewRandom();
        using Bench bench = new Bench().WithMarket();
        bench.Market.SetScanRange(Bench.Btc, 0.16);
        bench.Market.SetScanRange(Bench.Eth, 0.18);
        for (int i = 0; i < 300; i++)
        {
            bench.Trade(
                (uint)random.Next(16, 30), (uint)random.Next(30, 40),
                new InstrumentId((uint)random.Next(bench.Catalog.Count)),
                random.Next(2) == 0 ? Side.Buy : Side.Sell, 1, random.Next(1, 500));
        }

        TickResult result = bench.MustTick();
        MarginMarket market = MarketOf();
        MarginModel model = MarginPresets.Find("hybrid-pm")!;
        int compared = 0;
        foreach (AccountRisk account in result.Snapshot.Accounts.ToArray())
        {
            (MarginPortfolio portfolio, long lots) = PortfolioOf(bench, account.Account);
            MarginReport report = MarginCalculator.Evaluate(model, portfolio, market);

            // A cell is rounded to half a micro-USD a lot, and so is a mark.
            double tolerance = (0.5e-6 * lots) + 1e-5;
            Assert.That(report.Status, Is.EqualTo(MarginStatus.Complete));
            Assert.That(
                report.Pools.Sum(pool => pool.Scan),
                Is.EqualTo(account.InitialMarginMicros / MicrosPerUsd).Within(tolerance), "IM, before add-ons");
            Assert.That(
                report.Maintenance,
                Is.EqualTo(account.MaintenanceMarginMicros / MicrosPerUsd).Within(tolerance), "MM");
            compared++;
        }

        Assert.That(compared, Is.GreaterThan(15));
        bench.Pool.Return(result.Arrays!);
    }

    private static (MarginPortfolio Portfolio, long Lots) PortfolioOf(Bench bench, AccountId account)
    {
        var rows = new List<PositionRow>();
        long all = 0;
        for (uint id = 0; id < bench.Catalog.Count; id++)
        {
            long lots = bench.Book.LotsOf(account, new InstrumentId(id));
            bench.Catalog.TryGet(new InstrumentId(id), out InstrumentSpec spec);
            if (lots == 0)
            {
                continue;
            }

            all += Math.Abs(lots);
            bool isOption = spec.Kind is InstrumentKind.Call or InstrumentKind.Put;
            rows.Add(new PositionRow(
                SymbolOf(spec.Underlying),
                spec.Kind switch
                {
                    InstrumentKind.Call => ProductKind.Call,
                    InstrumentKind.Put => ProductKind.Put,
                    InstrumentKind.Future => ProductKind.Future,
                    _ => ProductKind.Perpetual,
                },
                lots * (spec.LotSizeMicros / MicrosPerUsd),
                Settlement.Usd,
                spec.Kind == InstrumentKind.Perpetual ? null : At(spec.ExpiryNs),
                isOption ? spec.StrikeMicros / MicrosPerUsd : null));
        }

        return (new MarginPortfolio(new PortfolioDocument($"{account}", [.. rows])), all);
    }

    /// <summary>The bench's market as a file would say it.</summary>
    private static MarginMarket MarketOf() => new(new MarketDocument(
        At(Bench.Now), [Row(Bench.Btc, 70_000), Row(Bench.Eth, 2_000)]));

    private static UnderlyingRow Row(UnderlyingId underlying, double price)
    {
        var expiries = new List<ExpiryRow>();
        foreach (long days in new[] { 1L, 30, 180 })
        {
            long expiry = Bench.Now + (days * Bench.Day);
            double forward = price * (1 + ((expiry - Bench.Now) / (Bench.Day * 4_000.0)));
            expiries.Add(new ExpiryRow(
                At(expiry), Math.Round(forward, 6), 0.01,
                Quotes:
                [
                    .. Enumerable.Range(-4, 9).Select(k => new QuoteRow(
                        Math.Round(price * (1 + (k * 0.08))), 0.5 + (0.01 * k * k))),
                ]));
        }

        return new UnderlyingRow(SymbolOf(underlying), price, [.. expiries], price);
    }

    private static string SymbolOf(UnderlyingId underlying) => underlying == Bench.Btc ? "BTC" : "ETH";

    private static DateTimeOffset At(long ns) => DateTimeOffset.UnixEpoch.AddTicks(ns / 100);
}
