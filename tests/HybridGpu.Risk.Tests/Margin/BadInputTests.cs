using System.Text;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>Whatever a feed sends: a status, a margin that isn't smaller, and never a NaN (docs/margin.md, Bad
/// input).</summary>
public sealed class BadInputTests
{
    private const double Spot = 70_000;

    private static readonly double[] Bad =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1, 0, 1e300, -1e300, 1e-300, double.Epsilon,
    ];

    private static readonly QuoteRow[] BadQuotes =
    [
        new(80_000, double.NaN), new(80_000, -0.6), new(80_000, 0), new(80_000, 1_000),
        new(80_000, 0.6, Bid: 0.7, Ask: 0.5), new(80_000, 0.6, Bid: double.NaN), new(80_000, 0.6, Ask: 0),
    ];

    [TestCaseSource(nameof(BadQuotes))]
    public void A_bad_quote_is_left_out_and_its_neighbours_stand_in_at_a_price(object bad)
    {
        MarginMarket market = Market([new(70_000, 0.5), (QuoteRow)bad, new(90_000, 0.7)]);
        MarginReport good = Evaluate(Market([new(70_000, 0.5), new(80_000, 0.6), new(90_000, 0.7)]));
        MarginReport report = Evaluate(market);

        Assert.That(report.Status, Is.EqualTo(MarginStatus.Widened));
        Assert.That(report.Positions.Single().Status, Is.EqualTo(LegStatus.VolatilityEstimated));
        Assert.That(report.Initial, Is.EqualTo(good.Initial + (0.05 * Spot)).Within(1e-6));
        Assert.That(report.Maintenance, Is.EqualTo(good.Maintenance + (0.05 * Spot)).Within(1e-6));
    }

    [Test]
    public void A_strike_between_good_quotes_costs_nothing_more_and_one_beyond_them_does()
    {
        MarginReport between = Evaluate(Market([new(70_000, 0.5), new(90_000, 0.7)]));
        MarginReport beyond = Evaluate(Market([new(60_000, 0.6), new(70_000, 0.6)]));

        Assert.That(between.Status, Is.EqualTo(MarginStatus.Complete));
        Assert.That(
            between.Initial,
            Is.EqualTo(Evaluate(Market([new(80_000, 0.6)])).Initial).Within(1e-9), "0.6 is on the line");
        Assert.That(beyond.Positions.Single().Status, Is.EqualTo(LegStatus.VolatilityEstimated));
        Assert.That(beyond.Initial, Is.EqualTo(between.Initial + (0.05 * Spot)).Within(1e-6));
    }

    [TestCase(-1, 80_000)]
    [TestCase(1, 0)]
    public void An_empty_expiry_counts_no_value_and_charges_a_short_its_notional(double quantity, double charge)
    {
        MarginReport report = Evaluate(Market([]), quantity);

        Assert.That(report.Positions.Single().Status, Is.EqualTo(LegStatus.NoVolatility));
        Assert.That(report.Equity, Is.Zero);
        Assert.That(report.Initial, Is.EqualTo(charge).Within(1e-9));
        Assert.That(report.Maintenance, Is.EqualTo(charge).Within(1e-9));
    }

    [TestCase(0)]
    [TestCase(-5)]
    [TestCase(double.NaN)]
    public void A_strike_that_is_none_is_not_priced(double strike)
    {
        MarginReport report = MarginCalculator.Evaluate(
            Model, new APortfolio().Put(-2, strike).Perpetual(1).Build(), APortfolio.Market());

        Assert.That(report.Positions[0].Status, Is.EqualTo(LegStatus.BadStrike));
        MarginReport perpetual = MarginCalculator.Evaluate(
            Model, new APortfolio().Perpetual(1).Build(), APortfolio.Market());
        Assert.That(report.Initial, Is.EqualTo(perpetual.Initial + (2 * Spot)).Within(1e-6));
    }

    [TestCase(null)]
    [TestCase(double.NaN)]
    [TestCase(0)]
    [TestCase(-1)]
    public void Without_a_forward_the_index_stands_in_at_a_price(double? forward)
    {
        MarginMarket market = APortfolio.MarketWith(
            row => row with { Expiries = [.. row.Expiries!.Select(expiry => expiry with { Forward = forward })] });
        MarginPortfolio portfolio = new APortfolio().Call(-1, 80_000).Future(2, 30).Build();
        MarginReport report = MarginCalculator.Evaluate(Model, portfolio, market);

        Assert.That(
            report.Positions.Select(position => position.Status), Is.All.EqualTo(LegStatus.ForwardEstimated));
        Assert.That(
            report.Initial,
            Is.EqualTo(MarginCalculator.Evaluate(Model, portfolio, APortfolio.Market()).Initial + (0.05 * 3 * Spot))
                .Within(1e-6));
    }

    [Test]
    public void At_expiry_an_option_is_worth_its_intrinsic_value()
    {
        MarginReport report = MarginCalculator.Evaluate(
            Model, new APortfolio().Call(-1, 60_000, 0).Put(1, 60_000, 0).Build(), APortfolio.Market(0));

        Assert.That(report.Positions.Select(position => position.Status), Is.All.EqualTo(LegStatus.Expired));
        Assert.That(report.Equity, Is.EqualTo(-10_000).Within(1e-6));
        Assert.That(report.Status, Is.EqualTo(MarginStatus.Complete));
        Assert.That(report.Initial, Is.Positive);
    }

    [Test]
    public void Without_an_index_or_a_quantity_there_is_no_figure_rather_than_a_wrong_one()
    {
        foreach (double index in Bad.Where(bad => bad != 1e-300 && bad != double.Epsilon).Append(1e-300))
        {
            MarginReport report = MarginCalculator.Evaluate(
                Model, new APortfolio().Perpetual(1).Build(), APortfolio.MarketWith(row => row with { Index = index }));
            Assert.That(report.Status, Is.EqualTo(MarginStatus.Undefined), $"{index}");
            Assert.That(report.Initial, Is.Null);
            Assert.That(report.Problem, Does.Contain("BTC has no index"));
        }

        MarginReport unknown = MarginCalculator.Evaluate(
            Model, new APortfolio().Perpetual(1, "DOGE").Build(), APortfolio.Market());
        Assert.That(unknown.Positions.Single().Status, Is.EqualTo(LegStatus.NoIndex));
        MarginReport nothing = MarginCalculator.Evaluate(
            Model, new APortfolio().Perpetual(double.NaN).Build(), APortfolio.Market());
        Assert.That(nothing.Positions.Single().Status, Is.EqualTo(LegStatus.BadQuantity));
        Assert.That(nothing.Positions.Single().Quantity, Is.Zero);
    }

    [Test]
    public void An_asset_without_a_price_counts_nothing_and_a_debt_in_it_leaves_no_figure()
    {
        MarginReport held = MarginCalculator.Evaluate(
            Model, new APortfolio().Holding("FOO", "ethereum", 5).Build(), APortfolio.Market());
        Assert.That(held.Status, Is.EqualTo(MarginStatus.Widened));
        Assert.That(held.Equity, Is.Zero);

        MarginReport owed = MarginCalculator.Evaluate(
            Model, new APortfolio().Holding("FOO", "ethereum", -5).Build(), APortfolio.Market());
        Assert.That(owed.Status, Is.EqualTo(MarginStatus.Undefined));
        Assert.That(owed.Problem, Does.Contain("FOO"));
    }

    [TestCaseSource(typeof(PresetJson), nameof(PresetJson.Names))]
    public void Random_rubbish_never_gives_a_nan_or_a_crash(string name)
    {
        Random random = Seed.NewRandom();
        MarginModel model = MarginPresets.Find(name)!;
        int defined = 0;
        for (int i = 0; i < 150; i++)
        {
            double Number(double good) => random.Next(8) == 0 ? Bad[random.Next(Bad.Length)] : good;
            UnderlyingRow Row(UnderlyingRow row) => row with
            {
                Index = Number(row.Index),
                Perpetual = Number(row.Index),
                Confidence = Number(1),
                Funding8h = Number(0.0001),
                Returns = [.. Enumerable.Range(0, 600).Select(day => Number(0.01 * Math.Sin(day)))],
                Expiries =
                [
                    .. row.Expiries!.Select(expiry => new ExpiryRow(
                        expiry.Expiry, Number(row.Index), Number(0.01), Number(1),
                        [
                            .. Enumerable.Range(6, 9).Select(tenth => new QuoteRow(
                                Number(row.Index * tenth / 10), Number(0.6), Number(0.55), Number(0.65))),
                        ])),
                ],
            };
            MarginMarket market = new(new MarketDocument(
                APortfolio.Now,
                [
                    Row(APortfolio.Underlying("BTC", Spot, 0.6, 0, 30, 90)),
                    Row(APortfolio.Underlying("ETH", 2_000, 0.8)),
                ],
                [.. APortfolio.Assets.Select(asset => asset with { Price = Number(asset.Price), Beta = Number(1) })]));
            MarginPortfolio portfolio = new APortfolio()
                .Call(Number(-1), Number(80_000), random.Next(2) * 30).Put(Number(1), Number(60_000), 90)
                .Future(Number(1), 30).Perpetual(Number(-1), "ETH", Settlement.Coin).Call(1, 2_000, 30, "ETH")
                .With(new PositionRow("BTC", ProductKind.Put, Number(-3), Settlement.Coin, APortfolio.In(30), 60_000))
                .Holding("USDC", "base", Number(1_000)).Holding("wstETH", "ethereum", Number(1)).Build();

            MarginReport report = MarginCalculator.Evaluate(model, portfolio, market);
            AssertNumbers(report);
            defined += report.Initial is null ? 0 : 1;
        }

        Assert.That(defined, Is.GreaterThan(15), "not all of it is undefined");
    }

    [Test]
    public void A_market_file_may_say_nan_and_a_portfolio_may_not()
    {
        const string Market =
            """
            {"asOf": "2026-02-05T08:00:00Z", "underlyings": [{"symbol": "BTC", "index": 70000, "expiries":
              [{"expiry": "2026-03-07T08:00:00Z", "forward": "NaN",
                "quotes": [{"strike": 80000, "volatility": "NaN"}]}]}]}
            """;
        Assert.That(MarginMarket.Parse(Encoding.UTF8.GetBytes(Market), "m", out string problem), Is.Not.Null, problem);

        const string Portfolio =
            """{"account": "a", "positions": [{"underlying": "BTC", "kind": "perpetual", "quantity": "NaN"}]}""";
        Assert.That(MarginPortfolio.Parse(Encoding.UTF8.GetBytes(Portfolio), "p.json", out problem), Is.Null);
        Assert.That(problem, Does.StartWith("p.json, line 1, at $.positions[0].quantity"));
    }

    [TestCase("""{"underlying": "BTC", "kind": "call", "quantity": 1, "strike": 1}""", "$.positions[0].expiry")]
    [TestCase("""{"underlying": "BTC", "kind": "perpetual", "quantity": 1, "strike": 1}""", "$.positions[0].strike")]
    [TestCase(
        """{"underlying": "BTC", "kind": "future", "quantity": 1, "expiry": "2026-03-07T08:00:00Z", "strike": 1}""",
        "$.positions[0].strike")]
    [TestCase("""{"underlying": "BTC", "kind": "swap", "quantity": 1}""", "$.positions[0].kind")]
    [TestCase("""{"underlying": "BTC", "kind": "perpetual", "quantity": 1e999}""", "$.positions[0].quantity")]
    [TestCase("""{"underlying": "BTC", "kind": "perpetual", "amount": 1}""", "amount")]
    public void A_position_that_is_none_is_refused_with_its_place(string row, string place)
    {
        string json = $$"""{"account": "a", "positions": [{{row}}]}""";

        Assert.That(MarginPortfolio.Parse(Encoding.UTF8.GetBytes(json), "p.json", out string problem), Is.Null);
        Assert.That(problem, Does.Contain(place));
    }

    [Test]
    public void A_portfolio_of_more_than_10_000_positions_is_refused()
    {
        string Rows(int count) => string.Join(
            ',', Enumerable.Repeat("""{"underlying": "BTC", "kind": "perpetual", "quantity": 1}""", count));
        byte[] Json(int count) => Encoding.UTF8.GetBytes($$"""{"account": "a", "positions": [{{Rows(count)}}]}""");

        Assert.That(MarginPortfolio.Parse(Json(10_000), "p.json", out _), Is.Not.Null);
        Assert.That(MarginPortfolio.Parse(Json(10_001), "p.json", out string problem), Is.Null);
        Assert.That(problem, Does.Contain("$.positions: 10001 are more than 10000"));
    }

    [Test]
    public void What_is_there_twice_in_a_market_is_refused()
    {
        const string Twice =
            """
            {"asOf": "2026-02-05T08:00:00Z", "underlyings":
              [{"symbol": "BTC", "index": 1}, {"symbol": "BTC", "index": 2}]}
            """;

        Assert.That(MarginMarket.Parse(Encoding.UTF8.GetBytes(Twice), "m.json", out string problem), Is.Null);
        Assert.That(problem, Is.EqualTo("m.json, at $.underlyings: BTC is there twice."));
    }

    private static MarginModel Model => MarginPresets.Find("hybrid-pm")!;

    private static MarginMarket Market(QuoteRow[] quotes) => APortfolio.MarketWith(
        row => row with { Expiries = [.. row.Expiries!.Select(expiry => expiry with { Quotes = quotes })] });

    private static MarginReport Evaluate(MarginMarket market, double quantity = -1) =>
        MarginCalculator.Evaluate(Model, new APortfolio().Call(quantity, 80_000).Build(), market);

    private static void AssertNumbers(MarginReport report)
    {
        IEnumerable<double> all =
        [
            report.Initial ?? 0, report.Maintenance ?? 0, report.Equity, report.InitialEquity, report.Excess ?? 0,
            .. report.Pools.SelectMany(pool => new[] { pool.Scan, pool.MatrixInitial, pool.MatrixMaintenance }),
            .. report.Components.SelectMany(one => new[] { one.Initial, one.Maintenance }),
            .. report.Groups.SelectMany(group => group.Cells).SelectMany(cell => new[] { cell.Raw, cell.Counted }),
            .. report.Collateral.SelectMany(asset => new[] { asset.Value, asset.Counted }),
            .. report.Positions.SelectMany(leg => new[] { leg.Value, leg.Delta, leg.InWorst, leg.Quantity }),
        ];
        Assert.That(all.All(double.IsFinite), Is.True, $"{report.Status}: {report.Problem}");
        Assert.That(report.Status == MarginStatus.Undefined, Is.EqualTo(report.Initial is null));
        Assert.That(report.Initial ?? 0, Is.GreaterThanOrEqualTo(report.Maintenance ?? 0));
        Assert.That(report.Maintenance ?? 0, Is.GreaterThanOrEqualTo(0));
    }
}
