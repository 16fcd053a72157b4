using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels.Tests;

/// <summary>American options with a barrier against a trinomial tree, against their own scheme with far more places,
/// and their rules.</summary>
public sealed class AmericanBarrierTests
{
    private static readonly OptionStyle[] Styles =
    [
        OptionStyle.AmericanDownAndIn, OptionStyle.AmericanDownAndOut, OptionStyle.AmericanUpAndIn,
        OptionStyle.AmericanUpAndOut,
    ];

    [Test]
    public void Prices_agree_with_an_extrapolated_trinomial_tree([ValueSource(nameof(Styles))] OptionStyle style)
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        double worstDelta = 0.0;
        string where = "";
        for (int i = 0; i < 40; i++)
        {
            OptionTerms terms = AtBarrierSide(Draw(random) with { Style = style }, random);
            OptionSensitivities ours = Priced(terms);
            double tree = TrinomialTree.Price(terms, 14);
            double error = Math.Abs(ours.Price - tree) / Math.Max(terms.Strike, terms.Underlying);
            where = error > worst ? $"{ours.Price} not {tree}: {terms}" : where;
            worst = Math.Max(worst, error);
            double step = 0.03 * terms.Underlying * terms.Volatility * Math.Sqrt(terms.TimeYears);
            double treeDelta = (TrinomialTree.Price(terms with { Underlying = terms.Underlying + step }, 10)
                - TrinomialTree.Price(terms with { Underlying = terms.Underlying - step }, 10)) / (2 * step);
            worstDelta = Math.Max(worstDelta, Math.Abs(ours.Delta - treeDelta));
        }

        MeasuredError.Report($"{style}: price against extrapolated trees / larger of S, K", worst);
        MeasuredError.Report($"{style}: delta against differences of trees", worstDelta);

        // Of which the trees' own error may be a half, at times with so few nodes.
        Assert.That(worst, Is.LessThanOrEqualTo(2e-4), where);
        Assert.That(worstDelta, Is.LessThanOrEqualTo(3e-2));
    }

    [Test]
    public void The_scheme_in_use_and_one_with_far_more_places_and_steps_tell_the_same_Greeks()
    {
        Random random = Seed.NewRandom();
        var scheme = new FreeBoundaryScheme(960, [64, 96, 128, 256, 512]);
        FreeBoundaryRunner runner = AmericanBarrierBatch.RunnerOf(512, FreeBoundaryScheme.Standard);
        FreeBoundaryRunner fine = AmericanBarrierBatch.RunnerOf(512, scheme);
        string[] names = ["price", "delta", "gamma", "vega", "theta", "rho", "vanna", "volga", "charm"];

        // Right at an exercise boundary gamma jumps, and a bump moves the boundary across the spot: the worst of a few
        // dozen options is far from the usual.
        double[] usualBars = [5e-5, 5e-4, 2e-2, 2e-3, 2e-3, 5e-3, 2e-2, 5e-2, 2e-2];
        double[] worstBars = [2e-4, 5e-3, 0.5, 2e-2, 2e-2, 5e-2, 0.3, 1.0, 0.3];
        double[][] errors = [.. names.Select(_ => new double[48])];
        for (int i = 0; i < errors[0].Length; i++)
        {
            OptionTerms terms = AtBarrierSide(Draw(random) with { Style = Styles[i % 4] }, random);
            FreeBoundaryOption<double> option = Option(terms);
            double[] ours = Scaled(runner.Greeks(option), terms);
            double[] exact = Scaled(fine.Greeks(option), terms);
            for (int k = 0; k < names.Length; k++)
            {
                errors[k][i] = Math.Abs(ours[k] - exact[k]);
            }
        }

        Assert.Multiple(() =>
        {
            for (int k = 0; k < names.Length; k++)
            {
                Array.Sort(errors[k]);
                double usual = errors[k][errors[k].Length * 8 / 10];
                MeasuredError.Report($"american barrier {names[k]} / its scale, four of five below", usual);
                MeasuredError.Report($"american barrier {names[k]} / its scale, the worst", errors[k][^1]);
                Assert.That(usual, Is.LessThanOrEqualTo(usualBars[k]), names[k]);
                Assert.That(errors[k][^1], Is.LessThanOrEqualTo(worstBars[k]), names[k]);
            }
        });
    }

    [TestCase(128)]
    [TestCase(256)]
    [TestCase(512)]
    public void Every_vector_width_gives_the_same_bits_and_statuses(int bits)
    {
        Random random = Seed.NewRandom();
        var columns = new AmericanBarrierColumns(30) { Count = 30 };
        var terms = new OptionTerms[columns.Count];
        for (int i = 0; i < terms.Length; i++)
        {
            terms[i] = AtBarrierSide(Draw(random) with { Style = Styles[i % 4] }, random);
        }

        terms[3] = terms[3] with { Barrier = terms[3].Underlying };
        terms[4] = terms[4] with { Style = OptionStyle.AmericanUpAndIn, Barrier = 90.0 };
        terms[5] = terms[4] with { Kind = PayoffKind.Put, Rate = -0.01, DividendYield = -0.03 };
        terms[6] = terms[6] with { Style = OptionStyle.AmericanDownAndOut, Rate = -0.5, DividendYield = -0.5 };
        terms[7] = terms[7] with { Volatility = double.NaN };
        terms[8] = terms[8] with { Barrier = 0.0 };
        terms[9] = terms[9] with { Rebate = -1.0 };
        terms[10] = terms[10] with { Kind = PayoffKind.Linear };
        for (int i = 0; i < terms.Length; i++)
        {
            Put(columns, i, terms[i]);
        }

        columns.Style[11] = OptionStyle.American;
        new AmericanBarrierBatch(bits, FreeBoundaryScheme.Standard).Price(columns);

        Assert.That(columns.Status[11], Is.EqualTo(PricingStatus.BadStyle));
        for (int i = 0; i < terms.Length; i++)
        {
            if (i != 11)
            {
                Assert.That(columns.Status[i], Is.EqualTo(OptionPricer.Price(terms[i], out OptionSensitivities s)));
                Assert.That(
                    (columns.Price[i], columns.Delta[i], columns.Gamma[i]), Is.EqualTo((s.Price, s.Delta, s.Gamma)),
                    $"{i}: {terms[i]}");
            }
        }

        Assert.That(columns.Status[3], Is.EqualTo(PricingStatus.Ok));
        Assert.That(columns.Price[5], Is.GreaterThan(0.0));
        Assert.That(columns.Status[7], Is.EqualTo(PricingStatus.BadVolatility));
        Assert.That(columns.Status[8], Is.EqualTo(PricingStatus.BadBarrier));
        Assert.That(columns.Status[9], Is.EqualTo(PricingStatus.BadPayout));
        Assert.That(columns.Status[10], Is.EqualTo(PricingStatus.BadStyle));
    }

    [Test]
    public void It_is_worth_no_less_than_the_European_one_and_no_more_than_without_a_barrier()
    {
        Random random = Seed.NewRandom();
        for (int i = 0; i < 200; i++)
        {
            OptionTerms terms = AtBarrierSide(Draw(random) with { Style = Styles[i % 4], Rebate = 0.0 }, random);
            double price = Priced(terms).Price;
            double european = Priced(terms with { Style = terms.Style - 4 }).Price;
            double plain = Priced(terms with { Style = OptionStyle.American }).Price;
            bool isOut = BarrierStyles.IsIn(terms.Style) == 0.0;
            double sign = terms.Kind == PayoffKind.Call ? 1.0 : -1.0;
            double intrinsic = isOut ? sign * (terms.Underlying - terms.Strike) : 0.0;

            // The plain option comes from another scheme, and may be far in the money.
            double scale = Math.Max(terms.Strike, terms.Underlying);
            Assert.That(price, Is.GreaterThanOrEqualTo(Math.Max(european, intrinsic) - (1e-12 * scale)), $"{terms}");
            Assert.That(price, Is.LessThanOrEqualTo(plain + (2e-4 * scale)), $"{terms}");
        }
    }

    [TestCase(OptionStyle.AmericanDownAndIn, PayoffKind.Call, 0.05, -0.01)]
    [TestCase(OptionStyle.AmericanUpAndIn, PayoffKind.Put, 0.0, 0.03)]
    [TestCase(OptionStyle.AmericanDownAndOut, PayoffKind.Call, 0.05, 0.0)]
    [TestCase(OptionStyle.AmericanUpAndOut, PayoffKind.Put, 0.0, 0.03)]
    public void Where_waiting_costs_nothing_it_is_the_European_one(
        OptionStyle style, PayoffKind kind, double rate, double yield)
    {
        OptionTerms terms = AtBarrierSide(
            Plain with { Style = style, Kind = kind, Rate = rate, DividendYield = yield }, new Random(1));
        double[] american = Scaled(Priced(terms), terms);
        double[] european = Scaled(Priced(terms with { Style = style - 4 }), terms);

        for (int k = 0; k < american.Length; k++)
        {
            Assert.That(american[k], Is.EqualTo(european[k]).Within(k == 0 ? 1e-12 : 1e-9), $"output {k}");
        }
    }

    [Test]
    public void A_barrier_already_reached_makes_a_knock_in_plain_and_a_knock_out_its_rebate()
    {
        OptionTerms hit = Plain with { Barrier = Plain.Underlying, Rebate = 2.0 };

        Assert.Multiple(() =>
        {
            Assert.That(
                Priced(hit with { Style = OptionStyle.AmericanDownAndIn }),
                Is.EqualTo(Priced(Plain with { Style = OptionStyle.American })));
            Assert.That(
                Priced(hit with { Style = OptionStyle.AmericanUpAndOut }),
                Is.EqualTo(new OptionSensitivities(2.0, 0, 0, 0, 0, 0, 0, 0, 0)));
        });
    }

    [Test]
    public void A_knock_out_in_the_money_at_its_barrier_is_exercised_before_it_dies()
    {
        OptionTerms terms = Plain with
        {
            Style = OptionStyle.AmericanUpAndOut,
            Kind = PayoffKind.Call,
            Barrier = 110.0,
            Strike = 80.0,
        };
        double near = Priced(terms with { Underlying = 109.9999 }).Price;

        Assert.That(near, Is.EqualTo(30.0).Within(1e-3));
        Assert.That(Priced(terms with { Underlying = 110.0 }).Price, Is.Zero);
        Assert.That(Priced(terms with { Rebate = 35.0, Underlying = 109.9999 }).Price, Is.EqualTo(35.0).Within(1e-2));
    }

    [Test]
    public void Deep_in_the_money_a_knock_out_is_exercised_now_and_only_the_underlying_moves_it()
    {
        OptionSensitivities put = Priced(Plain with
        {
            Style = OptionStyle.AmericanUpAndOut,
            Kind = PayoffKind.Put,
            Barrier = 120.0,
            Underlying = 30.0,
        });

        Assert.That(put, Is.EqualTo(new OptionSensitivities(70.0, -1.0, 0, 0, 0, 0, 0, 0, 0)));
    }

    // At an exercise boundary gamma jumps, and the time bump moves the boundary across the spot: there the outputs are
    // a mean of both sides. How much more than exercise an option is worth grows with the square of the distance, and
    // a place is as wide as σ√T: below this many σ²T of the strike it is a few places away.
    [Test]
    public void The_Black_Scholes_equation_holds_where_it_is_held()
    {
        const double AtBoundary = 6e-3;
        Random random = Seed.NewRandom();
        List<double> held = [];
        double worstAtBoundary = 0.0;
        for (int i = 0; i < 80; i++)
        {
            OptionTerms t = AtBarrierSide(Draw(random) with { Style = Styles[i % 4] }, random);
            OptionSensitivities s = Priced(t);
            if (s.Gamma == 0.0)
            {
                continue;
            }

            double drift = (t.Rate - t.DividendYield) * t.Underlying * s.Delta;
            double bend = 0.5 * t.Volatility * t.Volatility * t.Underlying * t.Underlying * s.Gamma;
            double error = Math.Abs(s.Theta + drift + bend - (t.Rate * s.Price)) * t.TimeYears / t.Strike;
            double exercise = Math.Max(0.0, (t.Kind == PayoffKind.Call ? 1 : -1) * (t.Underlying - t.Strike));
            bool isAtBoundary = BarrierStyles.IsIn(t.Style) == 0.0 && exercise > 0.0
                && s.Price - exercise < AtBoundary * t.Volatility * t.Volatility * t.TimeYears * t.Strike;
            if (isAtBoundary)
            {
                worstAtBoundary = Math.Max(worstAtBoundary, error);
                continue;
            }

            Assert.That(error, Is.LessThanOrEqualTo(5e-3), $"{s} {t}");
            held.Add(error);
        }

        held.Sort();
        double usual = held[held.Count * 9 / 10];
        MeasuredError.Report("american barrier: theta, delta, gamma, price in the equation x T / strike", held[^1]);
        MeasuredError.Report("the same, nine of ten below", usual);
        MeasuredError.Report("the same, within a few places of exercise", worstAtBoundary);
        Assert.That(usual, Is.LessThanOrEqualTo(5e-4));
        Assert.That(worstAtBoundary, Is.LessThanOrEqualTo(0.5));
    }

    [Test]
    public void A_steady_batch_allocates_nothing()
    {
        var columns = new AmericanBarrierColumns(16) { Count = 16 };
        for (int i = 0; i < columns.Count; i++)
        {
            Put(columns, i, Plain with { Style = Styles[i % 4], Barrier = i % 4 < 2 ? 80.0 : 120.0 });
        }

        var batch = new AmericanBarrierBatch();
        batch.Price(columns);
        long before = GC.GetAllocatedBytesForCurrentThread();
        batch.Price(columns);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static OptionTerms Plain => new()
    {
        Underlying = 100.0,
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
            Kind = (PayoffKind)random.Next(2),
            Underlying = 100.0,
            Strike = 100.0 * Math.Exp(3 * (random.NextDouble() - 0.5) * volatility * Math.Sqrt(time)),
            TimeYears = time,
            Volatility = volatility,
            Rate = rates[random.Next(rates.Length)],
            DividendYield = random.Next(6) == 0 ? -0.02 : rates[random.Next(rates.Length)],
            Rebate = random.Next(2) * 10.0 * random.NextDouble(),
        };
    }

    // A barrier 0.1 to 1.5 standard deviations away, on the style's side.
    private static OptionTerms AtBarrierSide(OptionTerms terms, Random random)
    {
        double distance = (0.1 + (1.4 * random.NextDouble())) * terms.Volatility * Math.Sqrt(terms.TimeYears);
        return terms with { Barrier = terms.Underlying * Math.Exp(-BarrierStyles.Down(terms.Style) * distance) };
    }

    private static FreeBoundaryOption<double> Option(OptionTerms terms) =>
        FreeBoundaryFormula<double, Lanes.ScalarLane>.Of(
            OptionPricer.LanesOf(terms), BarrierStyles.Down(terms.Style), BarrierStyles.IsIn(terms.Style),
            terms.Barrier, terms.Rebate);

    private static double[] Scaled(GreekLanes<double> g, OptionTerms terms) => Scaled(
        new OptionSensitivities(g.Price, g.Delta, g.Gamma, g.Vega, g.Theta, g.Rho, g.Vanna, g.Volga, g.Charm), terms);

    // Each output over its size at the money.
    private static double[] Scaled(OptionSensitivities s, OptionTerms t)
    {
        double deviation = t.Volatility * Math.Sqrt(t.TimeYears);
        double strike = Math.Max(t.Strike, t.Underlying);
        return
        [
            s.Price / strike,
            s.Delta,
            s.Gamma * t.Underlying * deviation,
            s.Vega / (strike * Math.Sqrt(t.TimeYears)),
            s.Theta * t.TimeYears / (strike * deviation),
            s.Rho / (strike * t.TimeYears),
            s.Vanna * t.Volatility,
            s.Volga * t.Volatility / (strike * Math.Sqrt(t.TimeYears)),
            s.Charm * t.TimeYears,
        ];
    }

    private static OptionSensitivities Priced(OptionTerms terms)
    {
        Assert.That(OptionPricer.Price(terms, out OptionSensitivities s), Is.EqualTo(PricingStatus.Ok), $"{terms}");
        return s;
    }

    private static void Put(AmericanBarrierColumns columns, int i, OptionTerms terms)
    {
        columns.Style[i] = terms.Style;
        columns.Kind[i] = terms.Kind;
        columns.Spot[i] = terms.Underlying;
        columns.Strike[i] = terms.Strike;
        columns.TimeYears[i] = terms.TimeYears;
        columns.Volatility[i] = terms.Volatility;
        columns.Rate[i] = terms.Rate;
        columns.DividendYield[i] = terms.DividendYield;
        columns.Barrier[i] = terms.Barrier;
        columns.Rebate[i] = terms.Rebate;
    }
}
