namespace HybridGpu.Kernels.Tests;

/// <summary>American options whose rates give them two exercise boundaries: a put with q &lt; r &lt; 0, a call with
/// r &lt; q &lt; 0.</summary>
public sealed class TwoBoundaryTests
{
    [Test]
    public void Prices_agree_with_an_extrapolated_trinomial_tree()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        double worstDelta = 0.0;
        string where = "";
        for (int i = 0; i < 60; i++)
        {
            OptionTerms terms = Draw(random);
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

        MeasuredError.Report("two boundaries: price against extrapolated trees / larger of S, K", worst);
        MeasuredError.Report("two boundaries: delta against differences of trees", worstDelta);
        Assert.That(worst, Is.LessThanOrEqualTo(2e-4), where);
        Assert.That(worstDelta, Is.LessThanOrEqualTo(3e-2));
    }

    [Test]
    public void It_is_exercised_between_the_boundaries_and_held_outside()
    {
        OptionTerms put = Put with { Volatility = 0.1, TimeYears = 2.0 };
        double Early(double spot)
        {
            OptionSensitivities s = Priced(put with { Underlying = spot });
            return s.Price - (put.Strike - spot);
        }

        Assert.Multiple(() =>
        {
            Assert.That(Early(20.0), Is.GreaterThan(0.1), "below both: money for the strike later is worth more");
            Assert.That(Early(65.0), Is.Zero, "between them");
            Assert.That(Priced(put with { Underlying = 65.0 }).Delta, Is.EqualTo(-1.0));
            Assert.That(Early(92.0), Is.GreaterThan(0.1), "above both: there is time value");
        });
    }

    [Test]
    public void A_call_is_a_put_with_spot_and_strike_and_rate_and_yield_exchanged()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        for (int i = 0; i < 40; i++)
        {
            OptionTerms call = Draw(random);
            OptionTerms mirrored = call with
            {
                Kind = call.Kind == PayoffKind.Call ? PayoffKind.Put : PayoffKind.Call,
                Underlying = call.Strike,
                Strike = call.Underlying,
                Rate = call.DividendYield,
                DividendYield = call.Rate,
            };
            double scale = Math.Max(call.Strike, call.Underlying);
            worst = Math.Max(worst, Math.Abs(Priced(call).Price - Priced(mirrored).Price) / scale);
        }

        MeasuredError.Report("two boundaries: a call less its mirror / larger of S, K", worst);
        Assert.That(worst, Is.LessThanOrEqualTo(2e-4));
    }

    [Test]
    public void It_is_worth_no_less_than_the_European_option_and_than_exercise_now()
    {
        Random random = Seed.NewRandom();
        for (int i = 0; i < 100; i++)
        {
            OptionTerms terms = Draw(random);
            double price = Priced(terms).Price;
            double sign = terms.Kind == PayoffKind.Call ? 1.0 : -1.0;

            Assert.That(price, Is.GreaterThanOrEqualTo(
                Priced(terms with { Style = OptionStyle.European }).Price - (1e-13 * terms.Strike)));
            Assert.That(price, Is.GreaterThanOrEqualTo(sign * (terms.Underlying - terms.Strike)));
        }
    }

    [Test]
    public void Beside_the_border_of_one_boundary_both_pricers_tell_nearly_the_same()
    {
        // r = 0 from below: the yield's side keeps two boundaries, of which the lower one leaves for zero.
        OptionSensitivities two = Priced(Put with { Rate = -1e-9 });
        OptionSensitivities none = Priced(Put with { Rate = 0.0 });

        Assert.That(two.Price, Is.EqualTo(none.Price).Within(1e-3));
        Assert.That(two.Delta, Is.EqualTo(none.Delta).Within(1e-3));
    }

    private static OptionTerms Put => new()
    {
        Style = OptionStyle.American,
        Kind = PayoffKind.Put,
        Underlying = 95.0,
        Strike = 100.0,
        TimeYears = 0.75,
        Volatility = 0.3,
        Rate = -0.01,
        DividendYield = -0.04,
    };

    private static OptionTerms Draw(Random random)
    {
        double volatility = 0.1 + (0.9 * random.NextDouble());
        double time = 0.02 + (2.0 * random.NextDouble());
        double high = -0.03 * random.NextDouble();
        double low = high - 0.001 - (0.08 * random.NextDouble());
        var kind = (PayoffKind)random.Next(2);
        return Put with
        {
            Kind = kind,
            Underlying = 100.0,
            Strike = 100.0 * Math.Exp(3 * (random.NextDouble() - 0.5) * volatility * Math.Sqrt(time)),
            TimeYears = time,
            Volatility = volatility,
            Rate = kind == PayoffKind.Put ? high : low,
            DividendYield = kind == PayoffKind.Put ? low : high,
        };
    }

    private static OptionSensitivities Priced(OptionTerms terms)
    {
        Assert.That(OptionPricer.Price(terms, out OptionSensitivities s), Is.EqualTo(PricingStatus.Ok), $"{terms}");
        return s;
    }
}
