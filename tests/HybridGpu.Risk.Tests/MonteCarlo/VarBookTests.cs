using HybridGpu.Kernels.MonteCarlo;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Margin.Portfolios;
using HybridGpu.Risk.MonteCarlo;
using HybridGpu.Risk.Tests.Margin;

namespace HybridGpu.Risk.Tests.MonteCarlo;

/// <summary>What can't be valued is refused with file, field and reason.</summary>
public sealed class VarBookTests
{
    [Test]
    public void A_position_without_an_index_names_the_market_and_itself() => Refused(
        new APortfolio().Perpetual(1).Perpetual(1, of: "DOGE"), APortfolio.Market(),
        "m.json, at $.underlyings: DOGE has no index price in range, and $.positions[1] of p.json needs it.");

    [Test]
    public void An_option_without_a_quote_names_the_market_and_itself() => Refused(
        new APortfolio().Call(1, 70_000, days: 60), APortfolio.Market(30),
        "m.json, at $.underlyings: BTC has no good quote for BTC 06APR26 70000 call, $.positions[0] of p.json.");

    [Test]
    public void An_index_that_is_no_number_is_refused(
        [Values(double.NaN, 0, -1, double.PositiveInfinity)] double index) => Refused(
            new APortfolio().Perpetual(1), APortfolio.MarketWith(row => row with { Index = index }),
            "BTC has no index price in range");

    [Test]
    public void A_strike_that_is_not_positive_is_refused([Values(double.NaN, 0, -1)] double strike) => Refused(
        new APortfolio().Call(1, strike), APortfolio.Market(), "p.json, at $.positions[0]: strike and quantity");

    [Test]
    public void A_rate_that_no_kernel_takes_is_refused() => Refused(
        new APortfolio().Call(1, 70_000, days: 3_650),
        APortfolio.MarketWith(
            row => row with { Expiries = [.. row.Expiries!.Select(one => one with { Rate = 6 })] }, 3_650),
        "m.json, at $.underlyings: the rate of BTC 03FEB36 70000 call, $.positions[0] of p.json, times its years");

    [Test]
    public void Collateral_without_a_price_is_refused() => Refused(
        new APortfolio().Perpetual(1).Holding("XYZ", "base", 5), APortfolio.Market(),
        "m.json, at $.assets: XYZ has no price in range, and the collateral of p.json needs it.");

    [Test]
    public void A_portfolio_without_risk_is_refused() => Refused(
        new APortfolio().Holding("USDC", "base", 5).Call(1, 70_000, days: -1), APortfolio.Market(),
        "p.json, at $.positions: nothing there moves with a price");

    [Test]
    public void More_than_can_be_added_up_is_refused() => Refused(
        new APortfolio().Perpetual(1e9).Perpetual(-1e9), APortfolio.Market(),
        "p.json, at $.positions: BTC perpetual and those before it can lose 2^62 micro-USD");

    [Test]
    public void More_underlyings_than_the_model_takes_are_refused()
    {
        string[] names = [.. Enumerable.Range(0, MonteCarloLimits.MaxUnderlyings + 1).Select(i => $"U{i}")];
        var market = new MarginMarket(new MarketDocument(
            APortfolio.Now, [.. names.Select(name => APortfolio.Underlying(name, 100, 0.5))]));
        var portfolio = new APortfolio();
        foreach (string name in names)
        {
            portfolio.Perpetual(1, name);
        }

        Refused(portfolio, market, "p.json, at $.positions: at most 32 underlyings are taken.");
    }

    [Test]
    public void More_expiries_than_the_model_takes_are_refused()
    {
        double[] days = [.. Enumerable.Range(1, MonteCarloLimits.MaxRows + 1).Select(day => (double)day)];
        var portfolio = new APortfolio();
        foreach (double day in days)
        {
            portfolio.Call(1, 70_000, day);
        }

        Refused(portfolio, APortfolio.Market(days), "p.json, at $.positions: at most 1024 expiries are taken.");
    }

    [Test]
    public void An_underlying_without_a_volatility_needs_one_given()
    {
        MarginMarket market = APortfolio.MarketWith(row => row with { Expiries = null });
        APortfolio portfolio = new APortfolio().Perpetual(1);

        Refused(portfolio, market, "Give one with --volatility.");
        VarBook? book = VarBook.Build(
            portfolio.Build(), "p.json", market, "m.json", new VarAssumptions { FallbackVolatility = 0.5 }, out _);
        Assert.That(book, Is.Not.Null);
    }

    [Test]
    public void An_estimated_position_is_valued_and_said()
    {
        VarBook? book = VarBook.Build(
            new APortfolio().Call(1, 1_000_000).Build(), "p", APortfolio.Market(), "m", new VarAssumptions(), out _);

        Assert.That(book!.Notes, Has.One.Contains("its volatility is estimated"));
    }

    [Test]
    public void Assumptions_out_of_bounds_are_refused_by_name()
    {
        var good = new VarAssumptions();
        (VarAssumptions Bad, string Word)[] cases =
        [
            (good with { HorizonDays = 31 }, "horizon"), (good with { HorizonDays = double.NaN }, "horizon"),
            (good with { Correlation = 1 }, "correlation"), (good with { SpotVolCorrelation = -1 }, "price and"),
            (good with { VolOfVol = -0.1 }, "volatility of volatility"), (good with { FallbackVolatility = 0 }, "0.01"),
            (good with { JumpProbability = 1.5 }, "probability"), (good with { JumpMean = 3 }, "mean"),
            (good with { JumpDeviation = -1 }, "deviation"), (good with { DegreesOfFreedom = 2 }, "freedom"),
            (good with { Scenarios = 999 }, "1000 to"), (good with { Scenarios = 10_000_001 }, "10000000"),
        ];

        Assert.That(good.Problem(), Is.Null);
        foreach ((VarAssumptions bad, string word) in cases)
        {
            Assert.That(bad.Problem(), Does.Contain(word));
        }
    }

    private static void Refused(APortfolio portfolio, MarginMarket market, string sentence)
    {
        VarBook? book = VarBook.Build(
            portfolio.Build(), "p.json", market, "m.json", new VarAssumptions(), out string problem);

        Assert.That(book, Is.Null);
        Assert.That(problem, Does.Contain(sentence));
    }
}
