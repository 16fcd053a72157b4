using CsCheck;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Margin.Evaluation;
using HybridGpu.Risk.Margin.Models;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>Cross-collateral: haircuts by asset and chain, and assets inside the scenarios (risk.md, 4).</summary>
public sealed class CollateralTests
{
    private static readonly MarginModel Ours = MarginPresets.Find("hybrid-pm")!;

    [Test]
    public void A_haircut_is_what_four_parts_leave() => Gen.Double[0, 1].Array[4].Sample(parts =>
    {
        double all = Holding.HaircutOf(new HaircutPart("A", "c", parts[0], parts[1], parts[2], parts[3]));
        double left = (1 - parts[0]) * (1 - parts[1]) * (1 - parts[2]) * (1 - parts[3]);
        return Math.Abs(all - (1 - left)) < 1e-15 && all >= parts.Max() - 1e-15 && all <= 1;
    });

    [Test]
    public void The_same_asset_counts_less_on_a_chain_that_is_further_away()
    {
        double Counted(string chain) => Evaluate(new APortfolio().Holding("USDC", chain, 1_000)).Collateral[0].Counted;

        Assert.That(Counted("ethereum"), Is.EqualTo(1_000));
        Assert.That(Counted("base"), Is.EqualTo(995).Within(1e-9), "0.5 % for finality");
        Assert.That(Counted("elsewhere"), Is.EqualTo(1_000 * 0.99 * 0.98 * 0.98).Within(1e-9), "the row of any chain");
        Assert.That(Evaluate(new APortfolio().Holding("BTC", "solana", 1)).Collateral[0].Counted, Is.Zero, "unknown");
    }

    [Test]
    public void Coin_held_pays_for_what_calls_sold_on_it_lose()
    {
        APortfolio Calls() => new APortfolio().Call(-1, 80_000);
        double alone = Evaluate(Calls()).Pools[0].Scan;
        double covered = Evaluate(Calls().Holding("BTC", "bitcoin", 1)).Pools[0].Scan;
        double coin = Evaluate(new APortfolio().Holding("BTC", "bitcoin", 1)).Pools[0].Scan;

        Assert.That(covered, Is.LessThan(0.6 * (alone + coin)), "one rises where the other loses");
        Assert.That(
            coin, Is.EqualTo(70_000 * 0.95 * 0.99 * 0.99 * 0.24).Within(1), "1.5 R down, after haircuts");
    }

    [Test]
    public void A_depeg_is_a_scenario_of_its_own_and_moves_no_price()
    {
        MarginReport report = Evaluate(
            new APortfolio().Holding("USDC", "ethereum", 1_000).Holding("wstETH", "ethereum", 1));

        MarginReport.Pool cash = report.Pools.Single(pool => pool.Name == "cash");
        Assert.That(cash.Scan, Is.EqualTo(120).Within(1e-9));
        Assert.That(cash.WorstScenario, Does.StartWith("depeg"));
        Assert.That(cash.MaintenanceScan, Is.Zero, "the chain can't check it, so it doesn't liquidate");
        MarginReport.Cell staked = report.Groups.Single(group => group.Underlying == "ETH")
            .Cells.Single(cell => cell.Name.StartsWith("depeg", StringComparison.Ordinal));
        Assert.That(staked.Counted, Is.EqualTo(-0.1 * report.Collateral[1].Counted).Within(1e-9));
    }

    [Test]
    public void A_debt_is_counted_whole_and_initial_margin_may_count_less()
    {
        MarginReport report = Evaluate(
            new APortfolio().Holding("USDC", "elsewhere", -1_000).Holding("ETH", "ethereum", 1), "derive-standard");

        Assert.That(report.Collateral[0].Counted, Is.EqualTo(-1_000));
        Assert.That(report.Collateral[1].Counted, Is.EqualTo(0.8 * 2_000).Within(1e-9));
        Assert.That(report.Collateral[1].CountedInitial, Is.EqualTo(0.75 * 2_000).Within(1e-9), "0.80 x 0.9375");
    }

    [Test]
    public void More_collateral_never_leaves_less_excess_at_no_haircut_and_no_scenario() =>
        Gen.Double[0, 1e6].Array[2].Sample(amounts =>
        {
            double Excess(double amount) => MarginCalculator.Evaluate(
                MarginPresets.Find("deribit-spm")!,
                new APortfolio().Call(-1, 80_000).Holding("USDC", "base", amount).Build(),
                APortfolio.Market()).Excess!.Value;
            return Excess(amounts.Max()) >= Excess(amounts.Min());
        }, iter: 50);

    [Test]
    public void A_staked_asset_moves_with_what_it_is_staked_in()
    {
        var row = new AssetRow("wstETH", 2_400, "ETH", 1);
        MarginMarket market = new(new MarketDocument(
            APortfolio.Now, [APortfolio.Underlying("ETH", 2_000, 0.8)], [row]));
        Holding holding = Holding.Read(
            new HoldingRow("wstETH", "ethereum", 10), market, new CollateralPart(true, 0, []));

        Assert.That(holding.GainUsd(-0.5, null), Is.EqualTo(-12_000));
        Assert.That(
            holding.GainUsd(-0.5, new AssetMoves { ["wstETH"] = -0.1 }), Is.EqualTo(-24_000 * 0.55).Within(1e-9));
        Assert.That(holding.GainUsd(-0.5, new AssetMoves { ["USDC"] = -0.1 }), Is.EqualTo(-12_000));
    }

    private static MarginReport Evaluate(APortfolio portfolio, string? model = null) => MarginCalculator.Evaluate(
        model is null ? Ours : MarginPresets.Find(model)!, portfolio.Build(), APortfolio.Market());
}
