using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>Deribit's published examples: docs.deribit.com, private/pme/simulate (BTC, June 2024), and a response of
/// the
/// live venue of 15 February 2026 (ETH); both are what formulas.md 1.1 marks as recomputed.</summary>
public sealed class DeribitGoldenTests
{
    private const double Tolerance = 1e-12;

    // The venue rounds worst_case to 9 decimals before it adds roll_shock (0.059685872 + 0.00315725898, and
    // 0.152464127 + 0.004997435265, are its risk_matrix_margin to the last digit); we don't round.
    private const double Rounding = 5e-10;
    private const double BtcIndex = 65_666.19;
    private const double EthIndex = 1_949.34;

    private static readonly double[] BtcPerpetual =
    [
        -0.05991206933333334, -0.04289159509090909, -0.027351162086956524, -0.013105765166666668, 0,
        0.012097629384615385, 0.023299138074074074, 0.033700538999999995, 0.043384601931034494,
    ];

    private static readonly double[] BtcTogether =
    [
        -0.05968587238095239, -0.04272965863636364, -0.02724789826086957, -0.013056284583333334, 0, 0, 0, 0, 0,
    ];

    private static readonly double[] BtcExtended =
    [
        -0.05991206933333334, -0.05991206933333334, 0.04338460193103449, 0.04338460193103449, 0.04338460193103449,
        0.04338460193103449, 0.04338460193103449, 0.04338460193103449,
    ];

    private static readonly double[] EthPerpetual =
    [
        0.21939959699999997, 0.155989308849711, 0.09885036787912087, 0.04709624857068063, 0, -0.04304011233014354,
        -0.08252645391743119, -0.11888171996035243, -0.15246412672881357,
    ];

    private static readonly double[] EthOffset =
    [
        0.13163975819999998, 0.09359358530982659, 0.05931022072747252, 0.028257749142408375, 0,
        -0.04304011233014354, -0.08252645391743119, -0.11888171996035243, -0.15246412672881357,
    ];

    [Test]
    public void A_btc_perpetual_has_the_published_27_cells_and_8_extended_ones()
    {
        MarginReport.Cell[] cells = [.. Evaluate("deribit-spm", Btc(false), BtcMarket).Groups.Single().Cells];

        Assert.That(cells.Select(cell => cell.Raw).Take(27), Is.EqualTo(Thrice(BtcPerpetual)).Within(Tolerance));
        Assert.That(cells.Select(cell => cell.Raw).Skip(27), Is.EqualTo(BtcExtended).Within(Tolerance));
        Assert.That(
            cells.Skip(27).Select(cell => cell.Counted), Is.All.Zero, "a book of that size pays no far tail");
        Assert.That(cells[27].Name, Is.EqualTo("extended: -66 %, vol up"));
    }

    [Test]
    public void The_btc_example_comes_to_the_published_margins()
    {
        MarginReport report = Evaluate("deribit-spm", Btc(true), BtcMarket);
        MarginReport.Group group = report.Groups.Single();

        Assert.That(group.Unit, Is.EqualTo("BTC"));
        Assert.That(
            group.Cells.Take(27).Select(cell => cell.Counted), Is.EqualTo(Thrice(BtcTogether)).Within(Tolerance));
        MarginReport.Pool pool = report.Pools.Single();
        Assert.That(pool.Scan / BtcIndex, Is.EqualTo(0.05968587238095239).Within(Tolerance), "worst_case");
        Assert.That(pool.WorstScenario, Is.EqualTo("main: -16 %, vol up"), "bucket 1, left");
        Assert.That(InCoin(report, "delta shock", BtcIndex), Is.Zero, "delta_shock");
        Assert.That(InCoin(report, "roll shock", BtcIndex), Is.EqualTo(0.00315725898).Within(Tolerance), "roll_shock");
        Assert.That(
            Math.Round(pool.Scan / BtcIndex, 9) + InCoin(report, "roll shock", BtcIndex),
            Is.EqualTo(0.06284313098).Within(Tolerance), "with the venue's rounding");
        Assert.That(pool.MatrixInitial / BtcIndex, Is.EqualTo(0.06284313098).Within(Rounding), "risk_matrix_margin");
        Assert.That(report.Maintenance / BtcIndex, Is.EqualTo(0.050274504784).Within(Rounding), "maintenance_margin");
        Assert.That(
            report.Initial / BtcIndex, Is.EqualTo(0.122861343).Within(2 * Rounding), "initial_margin, to 9 decimals");
    }

    [Test]
    public void The_eth_example_comes_to_the_published_cells_offset_and_margins()
    {
        var portfolio = new APortfolio().With(
            new PositionRow("ETH", ProductKind.Perpetual, -0.999487053, Settlement.Coin));
        MarginReport report = Evaluate("deribit-xpm", portfolio, EthMarket);
        MarginReport.Cell[] cells = [.. report.Groups.Single().Cells];

        Assert.That(cells.Take(27).Select(cell => cell.Raw), Is.EqualTo(Thrice(EthPerpetual)).Within(Tolerance));
        Assert.That(
            cells.Take(27).Select(cell => cell.Counted), Is.EqualTo(Thrice(EthOffset)).Within(Tolerance), "x 0.6");
        Assert.That(cells.Skip(27).Select(cell => cell.Counted), Is.All.Zero);
        Assert.That(report.Pools.Single().Scan / EthIndex, Is.EqualTo(0.15246412672881357).Within(Tolerance));
        Assert.That(report.Pools.Single().WorstScenario, Is.EqualTo("main: +18 %, vol up"), "bucket 9, right");
        Assert.That(InCoin(report, "roll shock", EthIndex), Is.EqualTo(0.004997435265).Within(Tolerance));
        Assert.That(report.Initial / EthIndex, Is.EqualTo(0.157461562265).Within(Rounding), "risk_matrix_margin");
        Assert.That(report.Maintenance / EthIndex, Is.EqualTo(0.125969249812).Within(Rounding), "maintenance_margin");
    }

    [Test]
    public void A_large_short_wing_pays_the_far_tail_and_a_small_one_does_not()
    {
        MarginMarket market = APortfolio.Market();
        MarginReport Of(double size) => Evaluate(
            "deribit-spm",
            new APortfolio().With(new PositionRow(
                "BTC", ProductKind.Call, -size, Settlement.Coin, APortfolio.In(30), 140_000)),
            market);

        MarginReport small = Of(0.1);
        MarginReport large = Of(1_000);

        Assert.That(small.Pools.Single().WorstScenario, Does.StartWith("main"));
        Assert.That(large.Pools.Single().WorstScenario, Does.StartWith("extended"));
        Assert.That(large.Pools.Single().Scan, Is.GreaterThan(20_000 * small.Pools.Single().Scan));
    }

    /// <summary>An inverse future gains q m / (1 + m) coin, and coin is worth (1 + m) of what it was.</summary>
    [Test]
    public void An_inverse_position_in_usd_is_its_coin_after_the_move()
    {
        MarginMarket market = APortfolio.Market();
        MarginReport.Cell[] coin = [.. Evaluate("deribit-spm", Inverse(), market).Groups.Single().Cells];
        MarginReport.Cell[] usd = [.. Evaluate("tims", Inverse(), market).Groups.Single().Cells];
        MarginReport.Cell[] linear =
            [.. Evaluate("tims", new APortfolio().Perpetual(2), market).Groups.Single().Cells];
        MarginReport.Cell[] option = [.. Evaluate("deribit-spm", Option(), market).Groups.Single().Cells];

        Assert.That(coin[0].Raw, Is.EqualTo(2 * -0.16 / 0.84).Within(Tolerance));
        Assert.That(usd.Select(cell => cell.Raw), Is.EqualTo(linear.Select(cell => cell.Raw)).Within(1e-9));
        double Value(double move, double vol) => HybridGpu.Kernels.BlackPricer.Price(
            HybridGpu.Kernels.PayoffKind.Put, 70_000 * (1 + move), 60_000, 30 / 365.0, vol, 0) / (70_000 * (1 + move));
        Assert.That(option[0].Raw, Is.EqualTo(-3 * (Value(-0.16, 0.9) - Value(0, 0.6))).Within(Tolerance), "up: x 1.5");
        Assert.That(option[2].Raw, Is.EqualTo(-3 * (Value(-0.16, 0.45) - Value(0, 0.6))).Within(Tolerance));

        static APortfolio Inverse() => new APortfolio().Perpetual(2, settlement: Settlement.Coin);
        static APortfolio Option() => new APortfolio().With(
            new PositionRow("BTC", ProductKind.Put, -3, Settlement.Coin, APortfolio.In(30), 60_000));
    }

    /// <summary>formulas.md, 1.1: for the last 30 minutes the expiring leg's contribution decays linearly.</summary>
    [TestCase(60, 1)]
    [TestCase(30, 1)]
    [TestCase(15, 0.5)]
    [TestCase(3, 0.1)]
    public void An_expiring_position_fades_in_its_last_half_hour(double minutes, double share)
    {
        double days = minutes / 1_440;
        MarginReport report = Evaluate(
            "deribit-spm", new APortfolio().Future(2, days, settlement: Settlement.Coin), APortfolio.Market(days));

        Assert.That(report.Groups.Single().Cells[0].Raw, Is.EqualTo(share * 2 * -0.16 / 0.84).Within(1e-9));
        Assert.That(report.Positions.Single().Delta, Is.EqualTo(share * 2).Within(1e-9));
        Assert.That(report.Positions.Single().Quantity, Is.EqualTo(2));
    }

    [Test]
    public void A_gain_counts_up_to_its_cap()
    {
        var portfolio = new APortfolio().With(
            new PositionRow("ETH", ProductKind.Perpetual, -1_000_000, Settlement.Coin));
        MarginReport.Cell best = Evaluate("deribit-xpm", portfolio, EthMarket).Groups.Single().Cells[0];

        Assert.That(best.Raw * 0.6 * EthIndex, Is.GreaterThan(2e8));
        Assert.That(best.Counted * EthIndex, Is.EqualTo(2e7).Within(1e-6), "max_offsetable_pnl");
    }

    private static MarginMarket BtcMarket { get; } = new(new MarketDocument(
        APortfolio.Utc("2024-06-17T10:15:40Z"),
        [
            new UnderlyingRow(
                "BTC", BtcIndex, [new ExpiryRow(APortfolio.Utc("2024-06-28T08:00:00Z"), 67_371.75)], 65_910.57),
        ]));

    private static MarginMarket EthMarket { get; } = new(new MarketDocument(
        APortfolio.Utc("2026-02-15T23:20:09Z"), [new UnderlyingRow("ETH", EthIndex, Perpetual: 1_949.49)]));

    private static APortfolio Btc(bool withFuture)
    {
        APortfolio portfolio = new APortfolio().With(
            new PositionRow("BTC", ProductKind.Perpetual, 0.314538364, Settlement.Coin));
        if (withFuture)
        {
            // mmp_margin and open_orders_margin of the example are other people's rules: taken as they stand.
            portfolio.Reserving(0.000018212 * BtcIndex, 0.06 * BtcIndex, 0).With(new PositionRow(
                "BTC", ProductKind.Future, -0.001187534, Settlement.Coin, APortfolio.Utc("2024-06-28T08:00:00Z")));
        }

        return portfolio;
    }

    private static MarginReport Evaluate(string model, APortfolio portfolio, MarginMarket market) =>
        MarginCalculator.Evaluate(MarginPresets.Find(model)!, portfolio.Build(), market);

    private static double InCoin(MarginReport report, string component, double index) =>
        report.Components.Single(one => one.Name == component).Initial / index;

    private static double[] Thrice(double[] buckets) => [.. buckets.SelectMany(x => new[] { x, x, x })];
}
