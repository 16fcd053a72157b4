using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>Fields of a market beside prices and volatilities that are no numbers: never a smaller margin that says
/// that it is complete (docs/margin.md, Bad input).</summary>
public sealed class BadFeedTests
{
    private const double Spot = 70_000;

    private static readonly double[] NoNumbers = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    [TestCaseSource(nameof(NoNumbers))]
    public void Collateral_that_nobody_knows_how_it_moves_counts_nothing(double beta)
    {
        MarginPortfolio portfolio = new APortfolio().Perpetual(1).Holding("wstETH", "ethereum", 10).Build();
        MarginReport good = Evaluate("hybrid-pm", portfolio, MarketOf(assetBeta: 1));
        MarginReport bad = Evaluate("hybrid-pm", portfolio, MarketOf(assetBeta: beta));

        Assert.That(good.Status, Is.EqualTo(MarginStatus.Complete));
        Assert.That(bad.Status, Is.EqualTo(MarginStatus.Widened));
        Assert.That(bad.Collateral.Single().Counted, Is.Zero);
        Assert.That(bad.Excess, Is.LessThan(good.Excess!.Value));
    }

    [Test]
    public void A_debt_that_nobody_knows_how_it_moves_leaves_no_figure()
    {
        MarginReport owed = Evaluate(
            "hybrid-pm",
            new APortfolio().Holding("wstETH", "ethereum", -10).Build(),
            MarketOf(assetBeta: double.NaN));

        Assert.That(owed.Status, Is.EqualTo(MarginStatus.Undefined));
        Assert.That(owed.Problem, Does.Contain("wstETH has no price or beta"));
    }

    [TestCase(double.NaN, 0.9)]
    [TestCase(0, 0.9)]
    [TestCase(-1, 0.9)]
    [TestCase(double.PositiveInfinity, 0.9)]
    [TestCase(1, double.NaN)]
    [TestCase(1, -0.9)]
    public void A_peg_that_cannot_be_seen_to_hold_has_broken(double peg, double price)
    {
        foreach (string model in new[] { "derive-pm2", "derive-standard" })
        {
            MarginPortfolio portfolio = new APortfolio().Perpetual(-1).Build();
            MarginReport depegged = Evaluate(model, portfolio, MarketOf(usdc: 0.9, peg: 1));
            MarginReport unknown = Evaluate(model, portfolio, MarketOf(usdc: price, peg: peg));

            Assert.That(depegged.Status, Is.EqualTo(MarginStatus.Complete));
            Assert.That(unknown.Status, Is.EqualTo(MarginStatus.Widened), model);
            Assert.That(unknown.Initial, Is.GreaterThan(depegged.Initial!.Value), model);
        }
    }

    [TestCaseSource(nameof(NoNumbers))]
    public void Funding_at_an_unknown_rate_is_provided_for_on_both_sides_by_the_share_for_estimates(double rate)
    {
        foreach (double quantity in new[] { 2.0, -2.0 })
        {
            MarginPortfolio portfolio = new APortfolio().Perpetual(quantity).Build();
            MarginReport report = Evaluate(
                "paradex", portfolio, APortfolio.MarketWith(row => row with { Funding8h = rate }));

            Assert.That(report.Status, Is.EqualTo(MarginStatus.Widened));
            Assert.That(
                report.Components.Single(one => one.Name == "funding provision").Initial,
                Is.EqualTo(0.05 * 2 * Spot).Within(1e-6));
        }

        MarginReport options = Evaluate(
            "paradex", new APortfolio().Call(1, 80_000).Build(),
            APortfolio.MarketWith(row => row with { Funding8h = rate }));
        Assert.That(options.Status, Is.EqualTo(MarginStatus.Complete), "an option owes no funding");
    }

    [Test]
    public void Days_whose_return_is_no_number_are_no_observations()
    {
        double[] good = [.. Enumerable.Range(0, 400).Select(i => 0.03 * Math.Sin(i * i))];
        double[] gaps = [.. good.Select((x, i) => i % 8 == 0 ? double.NaN : x)];
        double[] thin = [.. good.Select((x, i) => i % 2 == 0 ? double.NaN : x)];
        double[] none = [.. good.Select(_ => double.NaN)];
        double[] padded = [.. none, .. good];
        MarginReport Of(double[] returns, double[]? ether = null) => Evaluate(
            "fhs-es",
            ether is null ? new APortfolio().Perpetual(1).Build()
                : new APortfolio().Perpetual(1).Perpetual(1, "ETH").Build(),
            APortfolio.MarketWith(row => row with { Returns = row.Symbol == "BTC" ? returns : ether ?? returns }));

        Assert.That(Of(good).Status, Is.EqualTo(MarginStatus.Complete));
        Assert.That(Of(gaps).Status, Is.EqualTo(MarginStatus.Widened));
        Assert.That(Of(padded).Status, Is.EqualTo(MarginStatus.Widened));
        Assert.That(Of(padded).Initial, Is.EqualTo(Of(good).Initial), "they don't thin out the bad days");
        Assert.That(Of(gaps).Groups.Single().Cells.Count(cell => cell.Name.StartsWith(
            "history", StringComparison.Ordinal)), Is.EqualTo(350));
        foreach (double[] few in new[] { thin, none })
        {
            Assert.That(Of(few).Status, Is.EqualTo(MarginStatus.Undefined));
            Assert.That(Of(few).Problem, Does.Contain("at least 250 returns of BTC"));
        }

        double[] other = [.. good.Select((x, i) => i % 8 is 1 or 2 or 3 ? double.NaN : x)];
        Assert.That(
            Of(gaps, other).Problem, Does.Contain("250 days with returns of all of BTC, ETH").And.Contain("200"));
    }

    private static MarginMarket MarketOf(double usdc = 1, double? peg = 1, double assetBeta = 1) => new(
        new MarketDocument(
            APortfolio.Now,
            [APortfolio.Underlying("BTC", Spot, 0.6), APortfolio.Underlying("ETH", 2_000, 0.8)],
            [new AssetRow("USDC", usdc, Peg: peg), new AssetRow("wstETH", 2_400, "ETH", assetBeta)]));

    private static MarginReport Evaluate(string model, MarginPortfolio portfolio, MarginMarket market) =>
        MarginCalculator.Evaluate(MarginPresets.Find(model)!, portfolio, market);
}
