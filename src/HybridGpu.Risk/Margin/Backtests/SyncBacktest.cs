using System;
using System.Collections.Generic;
using System.Linq;
using HybridGpu.Kernels;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Margin.Backtests;

/// <summary>Backtest of the sync buffer on recorded prices.</summary>
/// <remarks>
/// Each hour is the breach. The loss is that of the book from that hour's close to the close after close-out horizon
/// and
/// delay, rounded up to hours; the cover is initial margin and sync buffer of the model for that delay. Books are of
/// one
/// unit with strikes relative to the price, so the cover is one share of the price at all hours. Bars have no
/// volatility:
/// options are priced at 80 % throughout, so the test is of price moves. Windows overlap. Thread: any.
/// Source: formulas.md, 1.13.
/// </remarks>
public static class SyncBacktest
{
    private const double Spot = 10_000;
    private const double Volatility = 0.8;
    private const double OptionDays = 30;
    private const double DaysPerYear = 365;
    private const double HoursPerDay = 24;

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private static readonly (string Name, PositionRow[] Legs)[] Books =
    [
        ("long", [Perpetual(1)]),
        ("short", [Perpetual(-1)]),
        ("short straddle", [Option(ProductKind.Call, 1, -1), Option(ProductKind.Put, 1, -1)]),
        ("short strangle", [Option(ProductKind.Call, 1.1, -1), Option(ProductKind.Put, 0.9, -1)]),
        ("short put spread", [Option(ProductKind.Put, 0.95, -1), Option(ProductKind.Put, 0.85, 1)]),
    ];

    /// <summary>Delays in days: none, a quarter of an hour (proving), a quarter of a day, a day, about a
    /// week.</summary>
    public static IReadOnlyList<double> DelaysDays { get; } = [0, 1.0 / 96, 0.25, 1, 6.4];

    /// <summary>Coverage of each book at each delay.</summary>
    /// <exception cref="BacktestRefusedException">The model has no scenarios, or needs what bars don't
    /// have.</exception>
    public static IReadOnlyList<SyncCoverage> Run(MarginModel model, HourlyCloses closes) =>
    [
        .. from delay in DelaysDays
           from book in Books
           select Run(model, closes, book.Name, book.Legs, delay),
    ];

    private static SyncCoverage Run(
        MarginModel model, HourlyCloses closes, string name, PositionRow[] legs, double delayDays)
    {
        PositionRow[] positions = [.. legs.Select(leg => leg with { Underlying = closes.Underlying })];
        MarginReport report = MarginCalculator.Evaluate(
            model, new MarginPortfolio(new PortfolioDocument(name, positions)), MarketOf(closes.Underlying), delayDays);
        if (report is not { Initial: { } initial, Buffer: { } reported })
        {
            string why = report.Problem.Length > 0 ? report.Problem : "it has no scenarios, and so no buffer.";
            throw new BacktestRefusedException($"{model.Name} gives no figure: {why}");
        }

        double margin = initial / Spot;
        double buffer = reported.Amount / Spot;
        int hours = (int)Math.Ceiling((model.Document.Sync.HorizonDays + delayDays) * HoursPerDay);
        (int windows, int covered, int without) = (0, 0, 0);
        double worst = 0;
        foreach (long hour in closes.Hours)
        {
            if (!closes.TryClose(hour, out double from) || !closes.TryClose(hour + hours, out double to))
            {
                continue;
            }

            double loss = Loss(positions, to / from, hours);
            windows++;
            covered += loss <= margin + buffer ? 1 : 0;
            without += loss <= margin ? 1 : 0;
            worst = Math.Max(worst, loss);
        }

        return new SyncCoverage(closes.Name, name, delayDays, margin, buffer, windows, covered, without, worst);
    }

    /// <summary>What the book lost, as a share of the price at its start.</summary>
    private static double Loss(PositionRow[] legs, double ratio, int hours)
    {
        double gain = 0;
        foreach (PositionRow leg in legs)
        {
            gain += leg.Quantity * (leg.Strike is { } strike
                ? Price(leg.Kind, ratio, strike / Spot, OptionDays - (hours / HoursPerDay))
                    - Price(leg.Kind, 1, strike / Spot, OptionDays)
                : ratio - 1);
        }

        return -gain;
    }

    private static double Price(ProductKind kind, double forward, double strike, double days) => BlackPricer.Price(
        kind == ProductKind.Call ? PayoffKind.Call : PayoffKind.Put,
        forward, strike, Math.Max(days, 0) / DaysPerYear, Volatility, 0);

    private static PositionRow Perpetual(double quantity) => new("", ProductKind.Perpetual, quantity);

    private static PositionRow Option(ProductKind kind, double moneyness, double quantity) =>
        new("", kind, quantity, Settlement.Usd, Now.AddDays(OptionDays), moneyness * Spot);

    private static MarginMarket MarketOf(string underlying) => new(new MarketDocument(
        Now,
        [
            new UnderlyingRow(
                underlying, Spot,
                [
                    new ExpiryRow(
                        Now.AddDays(OptionDays), Spot,
                        Quotes: [new QuoteRow(Spot / 10, Volatility), new QuoteRow(Spot * 10, Volatility)]),
                ]),
        ]));
}
