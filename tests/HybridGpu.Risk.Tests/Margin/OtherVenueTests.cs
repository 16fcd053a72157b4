using HybridGpu.Kernels;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Margin.Evaluation;
using HybridGpu.Risk.Margin.Models;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>Paradex, OKX, SPAN, TIMS and the historical model against their formulas (formulas.md, 1.3 to
/// 1.11).</summary>
public sealed class OtherVenueTests
{
    private const double Spot = 70_000;

    private static readonly MarginMarket Market = APortfolio.Market(30, 90);

    [Test]
    public void Paradex_charges_at_least_the_delta_and_half_for_maintenance()
    {
        MarginReport report = Evaluate("paradex", new APortfolio().Perpetual(10).Future(-10, 30));
        MarginReport.Pool pool = report.Pools.Single();
        double fees = 0.0003 * 20 * Spot;

        // Net delta 0, gross 20: 1 % of 20 x 70,000, where no scenario loses anything.
        Assert.That(pool.Scan, Is.Zero);
        Assert.That(report.Initial, Is.EqualTo((0.01 * 20 * Spot) + fees).Within(1e-6));
        Assert.That(report.Maintenance, Is.EqualTo((0.5 * 0.01 * 20 * Spot) + fees).Within(1e-6));
    }

    [Test]
    public void Paradex_provides_for_eight_hours_of_funding_that_is_owed()
    {
        MarginMarket market = APortfolio.MarketWith(row => row with { Funding8h = 0.0005 });
        double Funding(double quantity) => MarginCalculator
            .Evaluate(MarginPresets.Find("paradex")!, new APortfolio().Perpetual(quantity).Build(), market)
            .Components.Single(one => one.Name == "funding provision").Initial;

        Assert.That(Funding(2), Is.EqualTo(2 * Spot * 0.0005).Within(1e-9));
        Assert.That(Funding(-2), Is.Zero, "a short receives it");
    }

    /// <summary>OKX's own example of the change: a raw minimum of 30,000 becomes 10,000 + 20,000 x 2.</summary>
    [TestCase(5_000, 5_000)]
    [TestCase(30_000, 50_000)]
    [TestCase(70_000, 130_000)]
    [TestCase(1_000_000, 10_000 + 120_000 + 400_000 + 780_000 + 1_360_000 + 2_300_000 + 3_600_000)]
    public void Okx_multiplies_the_minimum_tier_by_tier(double raw, double adjusted)
    {
        TieredMinimumAddOn minimum =
            MarginPresets.Find("okx")!.Document.AddOns.OfType<TieredMinimumAddOn>().Single();

        Assert.That(minimum.Adjusted(raw), Is.EqualTo(adjusted).Within(1e-6));
    }

    [Test]
    public void Okx_adds_term_basis_and_rates_to_the_larger_of_shock_theta_and_extreme()
    {
        MarginReport report = Evaluate(
            "okx", new APortfolio().Call(-1, 80_000, 30).Call(1, 80_000, 90).Future(0.1, 90));
        MarginReport.Pool pool = report.Pools.Single();
        MarginReport.Component[] added = [.. report.Components.Where(one => one.Stage == "matrix")];
        double minimum = report.Components.Single(one => one.Stage == "floor").Initial;

        Assert.That(added.Select(one => one.Name), Is.EqualTo(new[]
        {
            "mr3 near up", "mr3 near down", "mr4 basis", "mr5 rate up", "mr5 rate down",
        }));
        double sum = Math.Max(pool.Scan + added.Sum(one => one.Initial), minimum);
        Assert.That(report.Maintenance, Is.EqualTo(sum).Within(1e-6));
        Assert.That(report.Initial, Is.EqualTo(1.3 * sum).Within(1e-6));
        Assert.That(added.Single(one => one.Name == "mr3 near up").Initial, Is.Positive, "short near, long far");
    }

    [Test]
    public void Okx_moves_the_volatility_of_what_expires_today_by_30_points()
    {
        MarginReport.Cell[] cells = [.. MarginCalculator.Evaluate(
            MarginPresets.Find("okx")!, new APortfolio().Call(-1, 72_000, 0.5).Build(), APortfolio.Market(0.5))
            .Groups.Single(group => group.Underlying == "BTC").Cells];
        double years = 0.5 / 365;
        double loss = BlackPricer.Price(PayoffKind.Call, Spot, 72_000, years, 0.9, 0)
            - BlackPricer.Price(PayoffKind.Call, Spot, 72_000, years, 0.6, 0);

        Assert.That(cells.Single(cell => cell.Name == "mr1: 0 %, vol up").Counted, Is.EqualTo(-loss).Within(1e-6));
    }

    [Test]
    public void Spans_risk_array_is_a_loss_after_a_day_with_the_extremes_at_a_third()
    {
        MarginReport.Cell[] cells = [.. Evaluate("span", new APortfolio().Call(1, 70_000, 30)).Groups.Single().Cells];
        double Value(double move, double vol) =>
            BlackPricer.Price(PayoffKind.Call, Spot * (1 + move), 70_000, 29.0 / 365, vol, 0);
        double now = BlackPricer.Price(PayoffKind.Call, Spot, 70_000, 30.0 / 365, 0.6, 0);

        Assert.That(cells[0].Counted, Is.EqualTo(Value(0, 0.7) - now).Within(1e-6), "1: price unchanged, vol up");
        Assert.That(cells[5].Counted, Is.EqualTo(Value(-0.05, 0.5) - now).Within(1e-6), "6: a third down, vol down");
        Assert.That(cells[10].Counted, Is.EqualTo(Value(0.15, 0.7) - now).Within(1e-6), "11: the range up, vol up");
        Assert.That(cells[15].Counted, Is.EqualTo(0.33 * (Value(-0.45, 0.6) - now)).Within(1e-6), "16: 33 % of 3 x");
    }

    [Test]
    public void Spans_credit_uses_deltas_once_and_both_sides_price_risk()
    {
        // 1 BTC against 50 ETH short; the spread is 1 : 25, so 25 ETH are left without a partner.
        MarginReport both = Evaluate("span", new APortfolio().Perpetual(1).Perpetual(-50, "ETH"));
        MarginReport bitcoin = Evaluate("span", new APortfolio().Perpetual(1));
        MarginReport ether = Evaluate("span", new APortfolio().Perpetual(-50, "ETH"));

        // A future's worst is the range and it has no volatility or time: its price risk is its scan by its delta, and
        // composite weights sum to 0.998.
        double credit = both.Components.Where(one => one.Name.StartsWith("credit", StringComparison.Ordinal))
            .Sum(one => one.Initial);
        const double Spreads = 0.998;
        double bitcoinRisk = 0.15 * Spot / 0.998;
        double etherRisk = 0.18 * 2_000 / 0.998;
        Assert.That(-credit, Is.EqualTo(0.5 * Spreads * (bitcoinRisk + (25 * etherRisk))).Within(1e-6));
        Assert.That(
            both.Maintenance, Is.EqualTo(bitcoin.Maintenance + ether.Maintenance + credit).Within(1e-6));
        Assert.That(
            Evaluate("span", new APortfolio().Perpetual(1).Perpetual(50, "ETH")).Components
                .Any(one => one.Name.StartsWith("credit", StringComparison.Ordinal)),
            Is.False, "two longs are no spread");
    }

    [Test]
    public void Deltas_that_one_spread_has_used_are_not_there_for_the_next()
    {
        MarginModel once = MarginPresets.Find("span")!;
        SpanPart span = once.Document.Span!;
        SpreadCredit reversed = new("ETH", 25, "BTC", 1, 0.5);
        MarginModel thrice = MarginModel.Of(
            once.Document with { Span = span with { Credits = [span.Credits[0], reversed, span.Credits[0]] } });
        MarginPortfolio portfolio = new APortfolio().Perpetual(1).Perpetual(-50, "ETH").Build();

        MarginReport report = MarginCalculator.Evaluate(thrice, portfolio, Market);

        Assert.That(report.Initial, Is.EqualTo(MarginCalculator.Evaluate(once, portfolio, Market).Initial));
        Assert.That(
            report.Components.Count(one => one.Name.StartsWith("credit", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public void Span_charges_for_months_that_part_and_at_least_the_short_option_minimum()
    {
        MarginReport months = Evaluate("span", new APortfolio().Future(1, 30).Future(-1, 90));
        Assert.That(months.Pools.Single().Scan, Is.Zero);
        Assert.That(months.Maintenance, Is.EqualTo(0.998 * 0.01 * Spot).Within(1e-6));
        Assert.That(months.Initial, Is.EqualTo(1.1 * 0.998 * 0.01 * Spot).Within(1e-6));

        MarginReport far = Evaluate("span", new APortfolio().Call(-1, 500_000, 30));
        Assert.That(far.Maintenance, Is.EqualTo(0.005 * Spot).Within(1e-6));
    }

    [Test]
    public void Tims_is_the_worst_of_ten_points_and_at_least_37_50_a_contract_of_100()
    {
        MarginMarket market = new(new MarketDocument(
            APortfolio.Now,
            [APortfolio.Underlying("ACME", 50, 0.3, 30), APortfolio.Underlying("SPX", 5_000, 0.15, 30)]));
        MarginReport Of(APortfolio portfolio) =>
            MarginCalculator.Evaluate(MarginPresets.Find("tims")!, portfolio.Build(), market);

        Assert.That(Of(new APortfolio().Future(100, 30, "ACME")).Initial, Is.EqualTo(100 * 50 * 0.15).Within(1e-9));
        Assert.That(Of(new APortfolio().Call(-100, 500, 30, "ACME")).Initial, Is.EqualTo(37.5).Within(1e-9));
        Assert.That(Of(new APortfolio().Call(100, 500, 30, "ACME")).Initial, Is.EqualTo(37.5).Within(1e-9), "long too");
        Assert.That(Of(new APortfolio().Future(1, 30, "SPX")).Initial, Is.EqualTo(5_000 * 0.08).Within(1e-9));
        Assert.That(Of(new APortfolio().Future(-1, 30, "SPX")).Initial, Is.EqualTo(5_000 * 0.06).Within(1e-9));
    }

    [Test]
    public void History_is_scaled_to_todays_volatility_but_not_below_the_floor()
    {
        HistoryPart rule = MarginPresets.Find("fhs-es")!.Document.History! with { Horizon = 1 };
        double[] calm = [.. Enumerable.Range(0, 600).Select(i => i % 2 == 0 ? 0.01 : -0.01)];
        double[] moves = ScenarioCompiler.FilteredMoves(rule, calm, 300);
        Assert.That(moves.Max(), Is.EqualTo(Math.Exp(0.02) - 1).Within(1e-9), "1 % a day, floor 2 %");

        double[] nowWild = [.. calm, .. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 0.05 : -0.05)];
        double sigma = Math.Sqrt((0.0001 * Math.Pow(0.97, 100)) + (0.0025 * (1 - Math.Pow(0.97, 100))));
        Assert.That(
            ScenarioCompiler.FilteredMoves(rule, nowWild, 700)[300],
            Is.EqualTo(Math.Exp(0.01 * sigma / 0.01) - 1).Within(1e-9), "a calm day as it would be now");
    }

    [Test]
    public void Expected_shortfall_is_the_mean_of_the_worst_share()
    {
        double[] falling = [.. Enumerable.Range(0, 200).Select(i => 200.0 - i)];

        Assert.That(Aggregator.Shortfall(falling, 0.99), Is.EqualTo(199.5));
        Assert.That(Aggregator.Shortfall(falling, 0.975), Is.EqualTo(198));
        Assert.That(Aggregator.Quantile(falling, 0.99), Is.EqualTo(199));
    }

    [Test]
    public void The_historical_model_nets_days_and_blends_stress()
    {
        double[] returns = [.. Enumerable.Range(0, 400).Select(i => 0.03 * Math.Sin(i * i))];
        MarginMarket market = APortfolio.MarketWith(row => row with { Returns = returns });
        MarginReport Of(APortfolio portfolio) =>
            MarginCalculator.Evaluate(MarginPresets.Find("fhs-es")!, portfolio.Build(), market);
        MarginReport one = Of(new APortfolio().Perpetual(1));
        MarginReport hedged = Of(new APortfolio().Perpetual(1).Perpetual(-35, "ETH"));

        double[] losses = [.. one.Groups.Single().Cells.Take(400).Select(cell => -cell.Counted).OrderDescending()];
        double shortfall = losses.Take(4).Average();
        Assert.That(one.Pools.Single().Scan, Is.EqualTo((0.75 * shortfall) + (0.25 * 0.5 * Spot)).Within(1e-6));
        Assert.That(
            hedged.Pools.Single().Scan, Is.EqualTo(0).Within(1e-6), "the same returns, the same USD, opposite signs");
        MarginReport without = Evaluate("fhs-es", new APortfolio().Perpetual(1));
        Assert.That(without.Status, Is.EqualTo(MarginStatus.Undefined));
        Assert.That(without.Problem, Does.Contain("250 returns of BTC"));
    }

    private static MarginReport Evaluate(string model, APortfolio portfolio) =>
        MarginCalculator.Evaluate(MarginPresets.Find(model)!, portfolio.Build(), Market);
}
