using HybridGpu.Kernels;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>Derive's two managers against their formulas written out again (formulas.md, 1.2).</summary>
public sealed class DeriveTests
{
    private const double Spot = 70_000;
    private const double Vol = 0.6;
    private const double Days = 60;
    private const double Years = Days / 365;

    private static readonly MarginMarket Market = APortfolio.Market(Days);

    [TestCase(-1, 80_000)]
    [TestCase(2, 60_000)]
    public void An_options_scenarios_follow_the_discounted_formula(double quantity, double strike)
    {
        MarginReport report = Evaluate("derive-pm2", new APortfolio().Call(quantity, strike, Days));
        double shock = Math.Pow(30 / Days, 0.13);
        double Pnl(double move, double vol, double weight)
        {
            double shocked = quantity * BlackPricer.Price(PayoffKind.Call, Spot * (1 + move), strike, Years, vol, 0);
            double discount = shocked >= 0
                ? 1.05 * Math.Exp(-0.16 * Years)
                : Math.Min(1, 0.95 / Math.Exp(-0.16 * Years));
            return ((shocked * discount) - (quantity * Price(PayoffKind.Call, strike))) * weight;
        }

        double up = Math.Max(Vol * (1 + (0.5 * shock)), 0.4);
        double down = Vol * (1 - (0.3 * shock));
        Assert.That(Cell(report, "edge: -18 %, vol up"), Is.EqualTo(Pnl(-0.18, up, 1)).Within(1e-6));
        Assert.That(Cell(report, "main: +13.5 %, vol down"), Is.EqualTo(Pnl(0.135, down, 1)).Within(1e-6));
        Assert.That(Cell(report, "main: 0 %, vol same"), Is.EqualTo(Pnl(0, Vol, 1)).Within(1e-6));
        Assert.That(Cell(report, "tail: +300 %, vol up"), Is.EqualTo(Pnl(3, up, 0.0462)).Within(1e-6));

        double cap = 0.25 - (0.1 * Math.Sqrt(Years));
        double width = 4 * Math.Sqrt(Years) * 0.6;
        double k = Math.Log(strike / Spot);
        double linear = Vol * (1 + Math.Clamp(k * cap / width, -cap, cap));
        double abs = Vol * (1 + Math.Clamp(Math.Abs(k) * cap / width, -cap, cap));
        Assert.That(
            Cell(report, "skew-linear: 0 %, vol same"), Is.EqualTo(-Math.Abs(Pnl(0, linear, 1))).Within(1e-6));
        Assert.That(Cell(report, "skew-abs: 0 %, vol same"), Is.EqualTo(-Math.Abs(Pnl(0, abs, 1))).Within(1e-6));
    }

    [Test]
    public void Margins_are_scan_times_factor_and_contingencies()
    {
        MarginReport report = Evaluate("derive-pm2", new APortfolio().Call(-2, 80_000, Days).Call(1, 80_000, Days)
            .Put(0.25, 80_000, Days).Perpetual(3));
        MarginReport.Pool pool = report.Pools.Single();
        double scan = Math.Max(pool.Scan, Of(report, "basis contingency").Initial);

        Assert.That(Of(report, "option contingency").Maintenance, Is.EqualTo(0.003 * 0.75 * Spot).Within(1e-6));
        Assert.That(Of(report, "option contingency").Initial, Is.EqualTo(0.005 * 0.75 * Spot).Within(1e-6));
        Assert.That(Of(report, "perpetual contingency").Maintenance, Is.EqualTo(0.03 * 3 * Spot).Within(1e-6));
        Assert.That(Of(report, "perpetual contingency").Initial, Is.EqualTo(0.04 * 3 * Spot).Within(1e-6));
        Assert.That(
            report.Initial, Is.EqualTo(scan + (0.04 * 3 * Spot) + (0.005 * 0.75 * Spot)).Within(1e-6));
        Assert.That(
            report.Maintenance, Is.EqualTo((0.8 * scan) + (0.03 * 3 * Spot) + (0.003 * 0.75 * Spot)).Within(1e-6));
    }

    [Test]
    public void Basis_contingency_is_the_worse_forward_by_expiry_and_time()
    {
        MarginReport report = Evaluate("derive-pm2", new APortfolio().Call(-1, 80_000, Days).Future(1, Days));
        double loss = BlackPricer.Price(PayoffKind.Call, Spot * 1.045, 80_000, Years, Vol, 0)
            - Price(PayoffKind.Call, 80_000);

        Assert.That(
            Of(report, "basis contingency").Initial, Is.EqualTo(loss * (0.5 + (2 * Years))).Within(1e-6),
            "options alone: a future isn't part of the expiry's value");
    }

    [Test]
    public void A_depeg_widens_initial_margin_alone()
    {
        var portfolio = new APortfolio().Perpetual(-1);
        MarginReport before = Evaluate("derive-pm2", portfolio);
        MarginReport after = MarginCalculator.Evaluate(
            MarginPresets.Find("derive-pm2")!, portfolio.Build(), MarketAt(usdc: 0.9));

        double scan = before.Pools.Single().Scan;
        Assert.That(after.Initial - before.Initial, Is.EqualTo(scan * 4 * 0.09).Within(1e-6));
        Assert.That(after.Maintenance, Is.EqualTo(before.Maintenance));
        MarginReport standard = MarginCalculator.Evaluate(
            MarginPresets.Find("derive-standard")!, portfolio.Build(), MarketAt(usdc: 0.9));
        Assert.That(Of(standard, "depeg").Initial, Is.EqualTo(0.09 * 2 * Spot).Within(1e-6));
    }

    [Test]
    public void Low_confidence_costs_a_share_of_the_notional()
    {
        MarginMarket market = APortfolio.MarketWith(row => row with { Confidence = 0.4 }, Days);
        MarginReport report = MarginCalculator.Evaluate(
            MarginPresets.Find("derive-pm2")!,
            new APortfolio().Call(2, 80_000, Days).Call(-1, 90_000, Days).Perpetual(0.5).Build(), market);

        Assert.That(Of(report, "confidence contingency").Initial, Is.EqualTo(0.6 * 3.5 * Spot).Within(1e-6));
        Assert.That(Of(report, "confidence contingency").Maintenance, Is.Zero);
    }

    [TestCase(PayoffKind.Call, 70_000, 0.15)]
    [TestCase(PayoffKind.Call, 71_400, 0.13)]
    [TestCase(PayoffKind.Call, 100_000, 0.13)]
    [TestCase(PayoffKind.Put, 69_300, 0.14)]
    public void A_short_option_alone_costs_the_isolated_rule(PayoffKind kind, double strike, double share)
    {
        MarginReport report = Evaluate("derive-standard", Short(kind, strike, 2));
        double price = Price(kind, strike);

        // Equity has the short's value already, so the requirement stands without it.
        double maintenance = 0.09 * Spot * 2;
        double initial = kind == PayoffKind.Call
            ? share * Spot * 2
            : Math.Max(share * Spot * 2, (1.05 * (maintenance + (2 * price))) - (2 * price));
        Assert.That(report.Initial, Is.EqualTo(initial).Within(1e-6));
        Assert.That(report.Maintenance, Is.EqualTo(maintenance).Within(1e-6));
    }

    [Test]
    public void A_spread_costs_the_most_it_can_lose_and_a_long_option_its_value()
    {
        MarginReport spread = Evaluate(
            "derive-standard", new APortfolio().Call(-1, 80_000, Days).Call(1, 81_000, Days));
        double value = Price(PayoffKind.Call, 81_000) - Price(PayoffKind.Call, 80_000);
        Assert.That(
            spread.Initial, Is.EqualTo(1_000 + value).Within(1e-6), "margin -1,000, over equity with its value");

        MarginReport bought = Evaluate("derive-standard", new APortfolio().Call(1, 80_000, Days));
        Assert.That(bought.Excess, Is.EqualTo(0).Within(1e-9), "its value can't be spent");
    }

    [Test]
    public void Calls_sold_without_cover_are_never_covered_by_the_most_lost_rule()
    {
        MarginReport two = Evaluate("derive-standard", new APortfolio().Call(-2, 80_000, Days).Call(1, 81_000, Days));
        MarginReport isolated = Evaluate("derive-standard", new APortfolio().Call(-2, 80_000, Days));

        // Most lost: 1,000 at 81,000 and 1.2 F for the call that is left; isolated is the better of the two.
        double upper = Price(PayoffKind.Call, 81_000);
        Assert.That(two.Initial, Is.EqualTo(isolated.Initial + upper).Within(1e-6));
    }

    [Test]
    public void A_call_sold_without_cover_costs_a_multiple_of_the_forward_and_not_of_the_index()
    {
        const double Forward = 1.1 * Spot;
        MarginMarket market = APortfolio.MarketWith(
            row => row with { Expiries = [.. row.Expiries!.Select(expiry => expiry with { Forward = Forward })] },
            Days);

        // Twenty-one alone would cost 0.13 of the index each: the most lost is the better rule, and one is unpaired.
        MarginReport report = MarginCalculator.Evaluate(
            MarginPresets.Find("derive-standard")!,
            new APortfolio().Call(-21, 80_000, Days).Call(20, 80_000, Days).Build(), market);
        double value = BlackPricer.Price(PayoffKind.Call, Forward, 80_000, Years, Vol, 0);

        Assert.That(report.Initial, Is.EqualTo((1.2 * Forward) - value).Within(1e-6));
        Assert.That(report.Maintenance, Is.EqualTo((1.1 * Forward) - value).Within(1e-6));
    }

    [Test]
    public void A_put_deep_in_the_money_costs_9_percent_of_its_value_and_not_of_the_index()
    {
        MarginReport report = Evaluate("derive-standard", new APortfolio().Put(-1, 200_000, Days));
        double price = Price(PayoffKind.Put, 200_000);

        Assert.That(0.09 * price, Is.GreaterThan(0.09 * Spot), "the value decides");
        Assert.That(report.Maintenance, Is.EqualTo(0.09 * price).Within(1e-6));
        Assert.That(report.Initial, Is.EqualTo((1.05 * 1.09 * price) - price).Within(1e-6));
    }

    [Test]
    public void A_depeg_is_charged_on_options_sold_and_not_on_those_bought()
    {
        MarginReport report = MarginCalculator.Evaluate(
            MarginPresets.Find("derive-standard")!,
            new APortfolio().Call(-2, 80_000, Days).Put(5, 60_000, Days).Build(), MarketAt(usdc: 0.9));

        Assert.That(Of(report, "depeg").Initial, Is.EqualTo(0.09 * 2 * 2 * Spot).Within(1e-6));
    }

    [Test]
    public void Low_confidence_costs_a_share_of_the_collateral_in_the_group()
    {
        MarginMarket market = APortfolio.MarketWith(row => row with { Confidence = 0.4 });
        MarginReport report = MarginCalculator.Evaluate(
            MarginPresets.Find("derive-pm2")!, new APortfolio().Holding("ETH", "ethereum", 3).Build(), market);

        Assert.That(
            report.Components.Single(one => one is { Pool: "ETH", Name: "confidence contingency" }).Initial,
            Is.EqualTo(0.6 * 0.8 * 2_000 * 3).Within(1e-6));
    }

    [Test]
    public void A_perpetual_costs_its_share()
    {
        MarginReport report = Evaluate("derive-standard", new APortfolio().Perpetual(-2));

        Assert.That(report.Initial, Is.EqualTo(0.1 * 2 * Spot).Within(1e-9));
        Assert.That(report.Maintenance, Is.EqualTo(0.065 * 2 * Spot).Within(1e-9));
    }

    private static MarginMarket MarketAt(double usdc) => new(new MarketDocument(
        APortfolio.Now, [APortfolio.Underlying("BTC", Spot, Vol, Days)], [new AssetRow("USDC", usdc, Peg: 1)]));

    private static APortfolio Short(PayoffKind kind, double strike, double size) => kind == PayoffKind.Call
        ? new APortfolio().Call(-size, strike, Days)
        : new APortfolio().Put(-size, strike, Days);

    private static double Price(PayoffKind kind, double strike) =>
        BlackPricer.Price(kind, Spot, strike, Years, Vol, 0);

    private static MarginReport Evaluate(string model, APortfolio portfolio) =>
        MarginCalculator.Evaluate(MarginPresets.Find(model)!, portfolio.Build(), Market);

    private static double Cell(MarginReport report, string name) =>
        report.Groups.Single(group => group.Underlying == "BTC").Cells.Single(cell => cell.Name == name).Raw;

    private static MarginReport.Component Of(MarginReport report, string name) =>
        report.Components.Single(component => component.Name == name);
}
