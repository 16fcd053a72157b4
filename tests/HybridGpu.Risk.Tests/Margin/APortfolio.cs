using System.Globalization;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>Builds portfolios and markets of a few rows.</summary>
internal sealed class APortfolio
{
    public static readonly DateTimeOffset Now = new(2026, 2, 5, 8, 0, 0, TimeSpan.Zero);

    private readonly List<PositionRow> _positions = [];
    private readonly List<HoldingRow> _holdings = [];
    private ReserveRow? _reserves;

    public static DateTimeOffset In(double days) => Now.AddDays(days);

    public static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public APortfolio Call(double quantity, double strike, double days = 30, string of = "BTC") =>
        With(new PositionRow(of, ProductKind.Call, quantity, Settlement.Usd, In(days), strike));

    public APortfolio Put(double quantity, double strike, double days = 30, string of = "BTC") =>
        With(new PositionRow(of, ProductKind.Put, quantity, Settlement.Usd, In(days), strike));

    public APortfolio Perpetual(double quantity, string of = "BTC", Settlement settlement = Settlement.Usd) =>
        With(new PositionRow(of, ProductKind.Perpetual, quantity, settlement));

    public APortfolio Future(double quantity, double days, string of = "BTC", Settlement settlement = Settlement.Usd) =>
        With(new PositionRow(of, ProductKind.Future, quantity, settlement, In(days)));

    public APortfolio With(PositionRow row)
    {
        _positions.Add(row);
        return this;
    }

    public APortfolio Holding(string asset, string chain, double amount)
    {
        _holdings.Add(new HoldingRow(asset, chain, amount));
        return this;
    }

    public APortfolio Reserving(double openOrders, double protection, double spot)
    {
        _reserves = new ReserveRow(openOrders, protection, spot);
        return this;
    }

    public MarginPortfolio Build() => new(new PortfolioDocument("test", [.. _positions], [.. _holdings], _reserves));

    /// <summary>BTC at 70,000 and ETH at 2,000 with flat volatility for the expiries given.</summary>
    public static MarginMarket Market(params double[] days) => MarketWith(row => row, days);

    public static MarginMarket MarketWith(Func<UnderlyingRow, UnderlyingRow> change, params double[] days) =>
        new(new MarketDocument(
            Now, [change(Underlying("BTC", 70_000, 0.6, days)), change(Underlying("ETH", 2_000, 0.8, days))], Assets));

    public static AssetRow[] Assets { get; } =
    [
        new("USDC", 1, Peg: 1), new("USDT", 1, Peg: 1), new("BTC", 70_000, "BTC"), new("ETH", 2_000, "ETH"),
        new("wstETH", 2_400, "ETH"),
    ];

    public static UnderlyingRow Underlying(string symbol, double index, double volatility, params double[] days) =>
        new(symbol, index,
            [.. (days.Length == 0 ? [30] : days).Select(day => new ExpiryRow(
                In(day), index, Quotes: [new(index * 0.1, volatility), new(index * 10, volatility)]))]);
}
