using System.Text.Json;
using HybridGpu.Kernels;
using HybridGpu.Kernels.MonteCarlo;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Margin.Evaluation;
using HybridGpu.Risk.Margin.Portfolios;
using HybridGpu.Risk.MonteCarlo;
using HybridGpu.Risk.Tests.Margin;

namespace HybridGpu.Risk.Tests.MonteCarlo;

/// <summary>Value at risk against closed forms and against a book repriced one position at a time.</summary>
public sealed class VarEngineTests
{
    private const double Errors = 5.0;
    private static readonly (double Confidence, double Z)[] Quantiles =
        [(95, 1.6448536269514722), (97.5, 1.959963984540054), (99, 2.3263478740408408), (99.9, 3.090232306167813)];

    [Test]
    public void A_perpetual_alone_has_the_value_at_risk_and_shortfall_of_the_lognormal([Values(1.0, -1.0)] double side)
    {
        VarBook book = Book(
            new APortfolio().Perpetual(2 * side), new VarAssumptions { Scenarios = 200_000, HorizonDays = 5 });

        VarReport report = Run(book);

        double sigma = 0.6 * Math.Sqrt(5 / 365.0);
        double notional = 2 * 70_000.0 * 1e6;
        Assert.That(report.Deviations[0].OverHorizon, Is.EqualTo(sigma).Within(1e-15));
        for (int i = 0; i < Quantiles.Length; i++)
        {
            (double confidence, double z) = Quantiles[i];
            VarReport.Level level = report.Levels[i];
            double alpha = 1 - (confidence / 100);
            double quantile = Math.Exp((-0.5 * sigma * sigma) - (side * sigma * z));
            double tail = LaneMath.NormalCdf(-z - (side * sigma)) / alpha;
            Assert.That(level.Confidence, Is.EqualTo(confidence));
            Assert.That(
                level.ValueAtRisk, Is.EqualTo(notional * side * (1 - quantile)).Within(Errors * level.StandardError));
            Assert.That(
                level.ExpectedShortfall,
                Is.EqualTo(notional * side * (1 - tail)).Within(Errors * 2 * level.StandardError));

            // √(α(1−α)/N) over the density at the quantile, against the order statistics' own estimate.
            double density = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI) / (sigma * quantile * notional);
            double error = Math.Sqrt(alpha * (1 - alpha) / 200_000) / density;
            Assert.That(level.StandardError, Is.EqualTo(error).Within(40).Percent);
        }

        // The drift is compensated: a position gains nothing on average.
        Assert.That(report.Mean, Is.Zero.Within(Errors * notional * sigma / Math.Sqrt(200_000)));
    }

    [Test]
    public void A_linear_book_has_the_value_at_risk_of_the_normal_with_the_underlyings_correlation()
    {
        VarBook book = Book(
            new APortfolio().Perpetual(1).Future(-20, 30, of: "ETH").Perpetual(0.1, settlement: Settlement.Coin),
            new VarAssumptions { Scenarios = 200_000, HorizonDays = 1.0 / 24, Correlation = 0.6 });

        VarReport report = Run(book);

        double root = Math.Sqrt(1.0 / 24 / 365);
        double btc = 1.1 * 70_000 * 0.6 * root;
        double eth = -20 * 2_000 * 0.8 * root;
        double deviation = 1e6 * Math.Sqrt((btc * btc) + (eth * eth) + (2 * 0.6 * btc * eth));
        for (int i = 0; i < Quantiles.Length; i++)
        {
            // An hour's moves are small: what curves is some 0.3 % of the figure.
            double exact = deviation * Quantiles[i].Z;
            Assert.That(
                report.Levels[i].ValueAtRisk,
                Is.EqualTo(exact).Within((Errors * report.Levels[i].StandardError) + (0.005 * exact)));
        }
    }

    [Test]
    public void Every_scenario_is_the_book_repriced_one_position_at_a_time()
    {
        Random random = Seed.NewRandom();
        APortfolio portfolio = Mixed(random);
        MarginMarket market = APortfolio.Market(0.5, 7, 30, 200);
        var assumptions = new VarAssumptions
        {
            Scenarios = 1_000,
            HorizonDays = 2,
            DegreesOfFreedom = 4,
            JumpProbability = 0.1,
            Seed = 77,
        };
        MarginPortfolio built = portfolio.Build();
        VarBook book = VarBook.Build(built, "p", market, "m", assumptions, out string problem)!;
        Assert.That(problem, Is.Empty);
        using IKernelBackend backend = KernelBackends.Select("simd").Backend!;
        var profits = new long[1_000];
        new VarPass(book, backend, 256).Profits(profits);

        var shocks = new ShockTable(book.Model.RowCount, 1_000);
        new MonteCarloBatch().Fill(
            book.Model, 77, [.. Enumerable.Range(0, 1_000).Select(s => (uint)s)], shocks);
        Leg[] legs = LegReader.Read(built.Document, market, 0);
        double rounding = 1.0 + (0.5 * book.Quantity.Sum(Math.Abs));
        for (int s = 0; s < 1_000; s++)
        {
            double exact = 0;
            int contract = 0;
            foreach (Leg leg in legs)
            {
                int at = (book.Contracts.ShockRow[contract++] * 1_000) + s;
                exact += Gain(leg, shocks.SpotFactor[at], shocks.VolFactor[at], 2 / 365.0);
            }

            // Collateral that moves: three wstETH at 2,400.
            double factor = shocks.SpotFactor[(book.Contracts.ShockRow[contract] * 1_000) + s];
            exact += 3 * 2_400 * (factor - 1);
            Assert.That(profits[s], Is.EqualTo(exact * 1e6).Within(rounding + Math.Abs(exact)));
        }
    }

    [Test]
    public void The_report_is_the_same_whatever_the_backend_and_the_chunks()
    {
        Random random = Seed.NewRandom();
        VarBook book = Book(
            Mixed(random), new VarAssumptions { Scenarios = 3_001, DegreesOfFreedom = 3, JumpProbability = 0.05 },
            0.5, 7, 30, 200);
        using IKernelBackend simd = KernelBackends.Select("simd").Backend!;
        using IKernelBackend reference = KernelBackends.Select("reference").Backend!;

        string whole = JsonSerializer.Serialize(VarEngine.Run(book, simd));
        string chunks = JsonSerializer.Serialize(VarEngine.Run(book, simd, chunkCells: 5_000));
        string scalar = JsonSerializer.Serialize(VarEngine.Run(book, reference, chunkCells: 20_000));

        Assert.That(chunks, Is.EqualTo(whole));
        Assert.That(scalar, Is.EqualTo(whole));
    }

    [Test]
    public void Contributions_add_up_to_the_shortfall_and_another_seed_gives_another_figure()
    {
        Random random = Seed.NewRandom();
        var assumptions = new VarAssumptions { Scenarios = 2_500, JumpProbability = 0.05 };
        APortfolio portfolio = Mixed(random);
        VarReport report = Run(Book(portfolio, assumptions, 0.5, 7, 30, 200));
        VarReport other = Run(Book(portfolio, assumptions with { Seed = 2 }, 0.5, 7, 30, 200));

        foreach (VarReport.Level level in report.Levels)
        {
            Assert.That(level.Instruments.Sum(share => share.Amount), Is.EqualTo(level.ExpectedShortfall));
            Assert.That(level.Underlyings.Sum(share => share.Amount), Is.EqualTo(level.ExpectedShortfall));
            Assert.That(level.ExpectedShortfall, Is.GreaterThanOrEqualTo(level.ValueAtRisk));
            Assert.That(-report.Worst, Is.GreaterThanOrEqualTo(level.ExpectedShortfall));
        }

        Assert.That(report.Levels.Select(level => level.ValueAtRisk), Is.Ordered);
        Assert.That(other.Levels[0].ValueAtRisk, Is.Not.EqualTo(report.Levels[0].ValueAtRisk));
    }

    [Test]
    public void A_long_option_loses_no_more_than_its_value_and_a_jump_makes_tails_longer()
    {
        var calm = new VarAssumptions { Scenarios = 20_000 };
        VarReport option = Run(Book(new APortfolio().Call(1, 70_000), calm));
        double value = BlackPricer.Price(PayoffKind.Call, 70_000, 70_000, 30 / 365.0, 0.6, 0);
        VarReport without = Run(Book(new APortfolio().Perpetual(1), calm));
        VarReport with = Run(Book(
            new APortfolio().Perpetual(1), calm with { JumpProbability = 0.02, JumpMean = -0.3 }));

        Assert.That(-option.Worst, Is.LessThanOrEqualTo(value * 1e6));
        Assert.That(with.Levels[2].ValueAtRisk, Is.GreaterThan(3 * without.Levels[2].ValueAtRisk));
    }

    private static VarReport Run(VarBook book)
    {
        using IKernelBackend backend = KernelBackends.Select("simd").Backend!;
        return VarEngine.Run(book, backend);
    }

    private static VarBook Book(APortfolio portfolio, VarAssumptions assumptions, params double[] days)
    {
        VarBook? book = VarBook.Build(
            portfolio.Build(), "p", APortfolio.Market(days), "m", assumptions, out string problem);
        Assert.That(problem, Is.Empty);
        return book!;
    }

    // Every kind of position, coin-settled ones too; one option ends before the horizon.
    private static APortfolio Mixed(Random random)
    {
        double Quantity() => Math.Round(20 * (random.NextDouble() - 0.5), 3) + 0.0005;
        return new APortfolio()
            .Call(Quantity(), 75_000).Put(Quantity(), 60_000, 7).Call(Quantity(), 70_000, 0.5).Perpetual(Quantity())
            .Future(Quantity(), 200).Perpetual(Quantity(), settlement: Settlement.Coin)
            .With(new PositionRow(
                "ETH", ProductKind.Put, 10 * Quantity(), Settlement.Coin, APortfolio.In(30), 1_900))
            .Future(10 * Quantity(), 30, "ETH", Settlement.Coin)
            .Holding("wstETH", "ethereum", 3).Holding("USDC", "base", 1_000);
    }

    // In what it settles in, and coins at their price then.
    private static double Gain(Leg leg, double spot, double vol, double later)
    {
        double then = leg.Position.Settlement == Settlement.Coin ? leg.Index * spot : 1;
        if (!leg.IsOption)
        {
            return leg.DeltaOneGain(spot - 1) * then;
        }

        double now = leg.UnitValue * (leg.IsCoin ? leg.Index : 1);
        double value = leg.OptionValue(
            leg.Forward * spot, leg.Volatility * vol, Math.Max(leg.Years - later, 0), leg.Rate) * then;
        return leg.Quantity * (value - now);
    }
}
