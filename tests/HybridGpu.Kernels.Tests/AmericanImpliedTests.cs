namespace HybridGpu.Kernels.Tests;

/// <summary>The volatility that the price of an American option implies.</summary>
public sealed class AmericanImpliedTests
{
    [Test]
    public void The_price_at_the_volatility_found_is_the_given_one()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        for (int i = 0; i < 120; i++)
        {
            OptionTerms terms = Draw(random);
            double price = Priced(terms);
            double found = Implied(terms, price);
            worst = Math.Max(worst, found == 0.0
                ? Math.Max(0.0, price - Intrinsic(terms)) / terms.Strike
                : Math.Abs(Priced(terms with { Volatility = found }) - price) / terms.Strike);
        }

        // The scheme changes between two conditions of its boundary, by up to its own error, at one volatility.
        MeasuredError.Report("american price at the volatility found less the given one / strike", worst);
        Assert.That(worst, Is.LessThanOrEqualTo(1e-6));
    }

    [Test]
    public void Where_waiting_costs_nothing_it_is_the_European_ones()
    {
        Random random = Seed.NewRandom();
        for (int i = 0; i < 40; i++)
        {
            OptionTerms terms = Draw(random) with { Kind = PayoffKind.Call, Rate = 0.04, DividendYield = 0.0 };
            double price = Priced(terms);
            OptionPricer.ImpliedVolatility(
                terms with { Style = OptionStyle.European }, price, out double european);

            Assert.That(Implied(terms, price), Is.EqualTo(european).Within(1e-10), $"{terms}");
        }
    }

    [Test]
    public void Two_boundaries_have_one_too()
    {
        OptionTerms terms = Plain with { Rate = -0.01, DividendYield = -0.04, Volatility = 0.35 };

        Assert.That(Implied(terms, Priced(terms)), Is.EqualTo(0.35).Within(1e-12));
    }

    [Test]
    public void What_no_volatility_gives_has_a_status()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Status(Plain, 4.99), Is.EqualTo(PricingStatus.BelowIntrinsic));
            Assert.That(Status(Plain, 105.0), Is.EqualTo(PricingStatus.AboveMaximum));
            Assert.That(Status(Plain, double.NaN), Is.EqualTo(PricingStatus.BadPrice));
            Assert.That(Status(Plain, -1.0), Is.EqualTo(PricingStatus.BadPrice));
            Assert.That(Status(Plain, double.PositiveInfinity), Is.EqualTo(PricingStatus.AboveMaximum));
            Assert.That(Status(Plain with { Strike = 0.0 }, 5.0), Is.EqualTo(PricingStatus.BadStrike));
            Assert.That(
                Status(Plain with { Style = OptionStyle.AmericanUpAndOut, Barrier = 120.0 }, 5.0),
                Is.EqualTo(PricingStatus.BadStyle));

            // Exercised now at any volatility up to some: the lowest.
            Assert.That(Implied(Plain, 5.0), Is.Zero);

            // Without volatility a call with a yield below its rate is best kept for some years.
            OptionTerms kept = Plain with
            {
                Kind = PayoffKind.Call,
                Strike = 90.0,
                TimeYears = 60.0,
                Rate = 0.05,
                DividendYield = 0.02,
            };
            double best = 100.0 * Math.Exp(-0.02 * 34.0) - (90.0 * Math.Exp(-0.05 * 34.0));
            Assert.That(Status(kept, best - 0.1), Is.EqualTo(PricingStatus.BelowIntrinsic));
        });
    }

    private static OptionTerms Plain => new()
    {
        Style = OptionStyle.American,
        Kind = PayoffKind.Put,
        Underlying = 100.0,
        Strike = 105.0,
        TimeYears = 0.5,
        Volatility = 0.3,
        Rate = 0.03,
        DividendYield = 0.01,
    };

    private static OptionTerms Draw(Random random)
    {
        double volatility = 0.1 + (0.9 * random.NextDouble());
        double time = 0.02 + (2.0 * random.NextDouble());
        double[] rates = [0.0, 0.005, 0.02, 0.05, 0.1];
        return Plain with
        {
            Kind = (PayoffKind)random.Next(2),
            Strike = 100.0 * Math.Exp(2 * (random.NextDouble() - 0.5) * volatility * Math.Sqrt(time)),
            TimeYears = time,
            Volatility = volatility,
            Rate = rates[random.Next(rates.Length)],
            DividendYield = rates[random.Next(rates.Length)],
        };
    }

    private static double Intrinsic(OptionTerms terms) =>
        Math.Max(0.0, (terms.Kind == PayoffKind.Call ? 1.0 : -1.0) * (terms.Underlying - terms.Strike));

    private static PricingStatus Status(OptionTerms terms, double price)
    {
        PricingStatus status = OptionPricer.ImpliedVolatility(terms, price, out double volatility);
        Assert.That(status == PricingStatus.Ok || volatility == 0.0);
        return status;
    }

    private static double Implied(OptionTerms terms, double price)
    {
        Assert.That(
            OptionPricer.ImpliedVolatility(terms, price, out double volatility), Is.EqualTo(PricingStatus.Ok),
            $"{price} of {terms}");
        return volatility;
    }

    private static double Priced(OptionTerms terms)
    {
        Assert.That(OptionPricer.Price(terms, out OptionSensitivities s), Is.EqualTo(PricingStatus.Ok), $"{terms}");
        return s.Price;
    }
}
