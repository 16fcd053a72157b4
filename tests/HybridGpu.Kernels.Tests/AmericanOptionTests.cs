using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels.Tests;

/// <summary>American options against a binomial tree, against their own scheme with far more nodes, and their
/// rules.</summary>
public sealed class AmericanOptionTests
{
    [Test]
    public void Prices_agree_with_a_smoothed_extrapolated_binomial_tree()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        double worstDelta = 0.0;
        string where = "";
        for (int i = 0; i < 60; i++)
        {
            OptionTerms terms = Draw(random);
            OptionSensitivities ours = Priced(terms);
            double tree = BinomialTree.Price(terms, 1_000);
            double step = 0.02 * terms.Underlying * terms.Volatility * Math.Sqrt(terms.TimeYears);
            double treeDelta = (BinomialTree.Price(terms with { Underlying = terms.Underlying + step }, 500)
                - BinomialTree.Price(terms with { Underlying = terms.Underlying - step }, 500)) / (2 * step);
            double error = Math.Abs(ours.Price - tree) / terms.Strike;
            where = error > worst ? $"{ours.Price} not {tree}: {terms}" : where;
            worst = Math.Max(worst, error);
            worstDelta = Math.Max(worstDelta, Math.Abs(ours.Delta - treeDelta));
        }

        MeasuredError.Report("american price against a tree of 1,000 and 500 steps / strike", worst);
        MeasuredError.Report("american delta against differences of trees", worstDelta);

        // The tree's own error, 3e-5 at times with so few steps; how exact ours is shows the fine scheme.
        Assert.That(worst, Is.LessThanOrEqualTo(1e-4), where);
        Assert.That(worstDelta, Is.LessThanOrEqualTo(1e-2));
    }

    [Test]
    public void The_scheme_in_use_is_within_1e_6_of_spot_or_strike_of_one_with_far_more_nodes()
    {
        Random random = Seed.NewRandom();
        var columns = new AmericanColumns(400) { Count = 400 };
        var fine = new AmericanColumns(400) { Count = 400 };
        for (int i = 0; i < columns.Count; i++)
        {
            OptionTerms terms = Draw(random);
            foreach (AmericanColumns c in new[] { columns, fine })
            {
                Put(c, i, terms);
            }
        }

        new AmericanBatch().Price(columns);
        new AmericanBatch(512, new AmericanTables(18, 61, 301, 40)).Price(fine);

        double worst = 0.0;
        double worstDelta = 0.0;
        double[] gammas = new double[columns.Count];
        string where = "";
        for (int i = 0; i < columns.Count; i++)
        {
            Assert.That(columns.Status[i], Is.EqualTo(PricingStatus.Ok));

            // A put's unit is its strike, a call's its spot: a call is the put with the two exchanged.
            double error = Math.Abs(columns.Price[i] - fine.Price[i]) / Math.Max(columns.Spot[i], columns.Strike[i]);
            where = error > worst
                ? $"{columns.Kind[i]} {columns.Spot[i]} {columns.Strike[i]} T {columns.TimeYears[i]} "
                    + $"v {columns.Volatility[i]} r {columns.Rate[i]} q {columns.DividendYield[i]}"
                : where;
            worst = Math.Max(worst, error);
            worstDelta = Math.Max(worstDelta, Math.Abs(columns.Delta[i] - fine.Delta[i]));
            double scale = 0.4 / (columns.Spot[i] * columns.Volatility[i] * Math.Sqrt(columns.TimeYears[i]));
            gammas[i] = Math.Abs(columns.Gamma[i] - fine.Gamma[i]) / scale;
        }

        Array.Sort(gammas);
        double mostGammas = gammas[columns.Count * 98 / 100];
        MeasuredError.Report("american price / max(S, K), against the fine scheme", worst);
        MeasuredError.Report("american delta, against the fine scheme", worstDelta);
        MeasuredError.Report("american gamma / its scale, 98 of 100, against the fine scheme", mostGammas);
        MeasuredError.Report("american gamma / its scale, the worst", gammas[^1]);

        // Gamma jumps at the boundary: two schemes whose boundaries differ in the sixth digit are a jump apart between
        // them, and it bends right above.
        Assert.That(worst, Is.LessThanOrEqualTo(1e-6), where);
        Assert.That(worstDelta, Is.LessThanOrEqualTo(1e-4));
        Assert.That(mostGammas, Is.LessThanOrEqualTo(1e-2));
    }

    [TestCase(128)]
    [TestCase(256)]
    [TestCase(512)]
    public void Every_vector_width_gives_the_same_bits_and_statuses(int bits)
    {
        Random random = Seed.NewRandom();
        var columns = new AmericanColumns(50) { Count = 50 };
        for (int i = 0; i < columns.Count; i++)
        {
            Put(columns, i, Draw(random));
        }

        columns.Rate[3] = -0.02;
        columns.DividendYield[3] = -0.05;
        columns.Kind[3] = PayoffKind.Put;
        columns.Volatility[4] = double.NaN;
        columns.Strike[5] = 0.0;
        columns.Kind[6] = PayoffKind.Linear;

        new AmericanBatch(bits, AmericanTables.Standard).Price(columns);

        for (int i = 0; i < columns.Count; i++)
        {
            var terms = new OptionTerms
            {
                Style = OptionStyle.American,
                Kind = columns.Kind[i],
                Underlying = columns.Spot[i],
                Strike = columns.Strike[i],
                TimeYears = columns.TimeYears[i],
                Volatility = columns.Volatility[i],
                Rate = columns.Rate[i],
                DividendYield = columns.DividendYield[i],
            };
            Assert.That(columns.Status[i], Is.EqualTo(OptionPricer.Price(terms, out OptionSensitivities s)));
            Assert.That(
                (columns.Price[i], columns.Delta[i], columns.Gamma[i]), Is.EqualTo((s.Price, s.Delta, s.Gamma)));
        }

        Assert.That((columns.Status[3], columns.Price[3] > 0.0), Is.EqualTo((PricingStatus.Ok, true)));
        Assert.That(columns.Status[4], Is.EqualTo(PricingStatus.BadVolatility));
        Assert.That(columns.Status[5], Is.EqualTo(PricingStatus.BadStrike));
        Assert.That(columns.Status[6], Is.EqualTo(PricingStatus.BadStyle));
    }

    [Test]
    public void A_call_is_a_put_with_spot_and_strike_and_rate_and_yield_exchanged()
    {
        Random random = Seed.NewRandom();
        for (int i = 0; i < 200; i++)
        {
            OptionTerms call = Draw(random) with { Kind = PayoffKind.Call };
            double put = Priced(call with
            {
                Kind = PayoffKind.Put,
                Underlying = call.Strike,
                Strike = call.Underlying,
                Rate = call.DividendYield,
                DividendYield = call.Rate,
            }).Price;

            Assert.That(Priced(call).Price, Is.EqualTo(put).Within(1e-14 * call.Strike));
        }
    }

    [Test]
    public void It_is_worth_no_less_than_the_European_option_and_than_exercise_now()
    {
        Random random = Seed.NewRandom();
        for (int i = 0; i < 2_000; i++)
        {
            OptionTerms terms = Draw(random);
            double american = Priced(terms).Price;
            double sign = terms.Kind == PayoffKind.Call ? 1.0 : -1.0;

            Assert.That(american, Is.GreaterThanOrEqualTo(
                Priced(terms with { Style = OptionStyle.European }).Price - (1e-13 * terms.Strike)));
            Assert.That(american, Is.GreaterThanOrEqualTo(
                (sign * (terms.Underlying - terms.Strike)) - (1e-13 * terms.Strike)));
        }
    }

    [TestCase(PayoffKind.Call, 0.05, 0.0)]
    [TestCase(PayoffKind.Call, 0.05, -0.02)]
    [TestCase(PayoffKind.Put, 0.0, 0.03)]
    [TestCase(PayoffKind.Put, -0.01, 0.0)]
    public void Where_waiting_costs_nothing_it_is_the_European_option(PayoffKind kind, double rate, double yield)
    {
        OptionTerms terms = Plain with { Kind = kind, Rate = rate, DividendYield = yield };
        OptionSensitivities american = Priced(terms);
        OptionSensitivities european = Priced(terms with { Style = OptionStyle.European });

        Assert.Multiple(() =>
        {
            Assert.That(american.Price, Is.EqualTo(european.Price).Within(1e-12));
            Assert.That(american.Delta, Is.EqualTo(european.Delta).Within(1e-13));
            Assert.That(american.Gamma, Is.EqualTo(european.Gamma).Within(1e-14));
            Assert.That(american.Vega, Is.EqualTo(european.Vega).Within(1e-4));
            Assert.That(american.Theta, Is.EqualTo(european.Theta).Within(1e-4));
            Assert.That(american.Rho, Is.EqualTo(european.Rho).Within(1e-4));
            Assert.That(american.Vanna, Is.EqualTo(european.Vanna).Within(1e-5));
            Assert.That(american.Volga, Is.EqualTo(european.Volga).Within(1e-3));
            Assert.That(american.Charm, Is.EqualTo(european.Charm).Within(1e-5));
        });
    }

    [Test]
    public void Deep_in_the_money_it_is_exercised_now_and_only_the_underlying_moves_it()
    {
        OptionSensitivities put = Priced(Plain with { Kind = PayoffKind.Put, Underlying = 20.0 });

        Assert.That(put, Is.EqualTo(new OptionSensitivities(80.0, -1.0, 0, 0, 0, 0, 0, 0, 0)));
    }

    [Test]
    public void The_Black_Scholes_equation_holds_where_it_is_held()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        for (int i = 0; i < 300; i++)
        {
            OptionTerms t = Draw(random);
            OptionSensitivities s = Priced(t);
            if (s.Gamma == 0.0)
            {
                continue;
            }

            double drift = (t.Rate - t.DividendYield) * t.Underlying * s.Delta;
            double bend = 0.5 * t.Volatility * t.Volatility * t.Underlying * t.Underlying * s.Gamma;
            double error = Math.Abs(s.Theta + drift + bend - (t.Rate * s.Price));
            worst = Math.Max(worst, error / t.Strike);
        }

        MeasuredError.Report("american: theta, delta, gamma and price in the equation / strike, a year", worst);
        Assert.That(worst, Is.LessThanOrEqualTo(5e-3));
    }

    [Test]
    public void Barone_Adesi_and_Whaleys_approximation_lies_within_what_it_is_known_to_lose()
    {
        double worst = 0.0;
        foreach (var row in ReferenceData.Read("american_baw_haug.csv"))
        {
            var terms = new OptionTerms
            {
                Style = OptionStyle.American,
                Kind = Enum.Parse<PayoffKind>(row["type"]),
                Underlying = row.Number("spot"),
                Strike = row.Number("strike"),
                TimeYears = row.Number("t_years"),
                Volatility = row.Number("vol"),
                Rate = row.Number("rate"),
                DividendYield = row.Number("div_yield"),
            };
            worst = Math.Max(worst, Math.Abs(Priced(terms).Price - row.Number("value")));
        }

        // The file holds an approximation, up to four cents off for these options; ours isn't one.
        MeasuredError.Report("american price against Barone-Adesi and Whaley, USD on 100", worst);
        Assert.That(worst, Is.LessThanOrEqualTo(0.04));
    }

    private static OptionTerms Plain => new()
    {
        Style = OptionStyle.American,
        Underlying = 95.0,
        Strike = 100.0,
        TimeYears = 0.75,
        Volatility = 0.3,
        Rate = 0.05,
        DividendYield = 0.02,
    };

    private static OptionTerms Draw(Random random)
    {
        double volatility = 0.1 + (0.9 * random.NextDouble());
        double time = 0.02 + (2.0 * random.NextDouble());
        double[] rates = [0.0, 0.005, 0.02, 0.05, 0.1];
        return new OptionTerms
        {
            Style = OptionStyle.American,
            Kind = (PayoffKind)random.Next(2),
            Underlying = 100.0,
            Strike = 100.0 * Math.Exp(3 * (random.NextDouble() - 0.5) * volatility * Math.Sqrt(time)),
            TimeYears = time,
            Volatility = volatility,
            Rate = rates[random.Next(rates.Length)],
            DividendYield = random.Next(6) == 0 ? -0.02 : rates[random.Next(rates.Length)],
        };
    }

    private static OptionSensitivities Priced(OptionTerms terms)
    {
        Assert.That(OptionPricer.Price(terms, out OptionSensitivities s), Is.EqualTo(PricingStatus.Ok), $"{terms}");
        return s;
    }

    private static void Put(AmericanColumns columns, int i, OptionTerms terms)
    {
        columns.Kind[i] = terms.Kind;
        columns.Spot[i] = terms.Underlying;
        columns.Strike[i] = terms.Strike;
        columns.TimeYears[i] = terms.TimeYears;
        columns.Volatility[i] = terms.Volatility;
        columns.Rate[i] = terms.Rate;
        columns.DividendYield[i] = terms.DividendYield;
    }
}
