namespace HybridGpu.Kernels.Tests;

public sealed class Black76Tests
{
    [Test]
    public void Prices_agree_with_the_tables_of_Haug()
    {
        foreach (var row in ReferenceData.Read("european_values_haug.csv"))
        {
            (PayoffKind kind, double forward, double spot) = Contract(row);
            double price = BlackPricer.Price(
                kind, forward, row.Number("strike"), row.Number("t_years"), row.Number("vol"), row.Number("rate"));

            Assert.That(price, Is.EqualTo(row.Number("value")).Within(row.Number("tolerance")), $"spot {spot}");
        }
    }

    [Test]
    public void Greeks_agree_with_the_tables_of_Haug()
    {
        int checkedRows = 0;
        foreach (var row in ReferenceData.Read("european_greeks_haug.csv"))
        {
            (PayoffKind kind, double forward, double spot) = Contract(row);
            double time = row.Number("t_years");
            double carry = row.Number("rate") - row.Number("div_yield");
            BlackGreeks greeks = BlackPricer.Greeks(
                kind, forward, row.Number("strike"), time, row.Number("vol"), row.Number("rate"));

            // The book differentiates in spot: F = S·e^(b·T) carries the chain rule.
            double growth = forward / spot;
            double theta = greeks.Theta - (greeks.Delta * carry * forward);
            double? ours = row["greek"] switch
            {
                "delta" => greeks.Delta * growth,
                "gamma" => greeks.Gamma * growth * growth,
                "vega" => greeks.Vega,
                "theta" => theta,
                "thetaPerDay" or "theta_per_day" => theta / 365.0,
                "elasticity" => greeks.Delta * growth * spot / greeks.Price,
                "rho" => greeks.Rho + (greeks.Delta * forward * time),
                _ => null,
            };
            if (ours is not null)
            {
                Assert.That(ours, Is.EqualTo(row.Number("value")).Within(1.01e-4), row["greek"]);
                checkedRows++;
            }
        }

        Assert.That(checkedRows, Is.GreaterThanOrEqualTo(8));
    }

    [Test]
    public void Prices_and_Greeks_agree_with_the_published_tails_from_1e_26_up()
    {
        foreach (var row in ReferenceData.Read("bs_price_greeks_tails.csv"))
        {
            double rate = row.Number("rate");
            double time = row.Number("t_years");
            double forward = row.Number("spot") * Math.Exp(rate * time);
            BlackGreeks call = BlackPricer.Greeks(
                PayoffKind.Call, forward, row.Number("strike"), time, row.Number("vol"), rate);
            BlackGreeks put = BlackPricer.Greeks(
                PayoffKind.Put, forward, row.Number("strike"), time, row.Number("vol"), rate);
            double growth = forward / row.Number("spot");

            Check(row, "call", call.Price);
            Check(row, "put", put.Price);
            Check(row, "call_delta", call.Delta * growth);
            Check(row, "put_delta", put.Delta * growth);
            Check(row, "call_gamma", call.Gamma * growth * growth);
            Check(row, "call_vega", call.Vega);
            Check(row, "call_theta_yr", call.Theta - (call.Delta * rate * forward));
        }
    }

    [Test]
    public void Call_minus_put_is_the_discounted_forward_minus_strike()
    {
        Random random = Seed.NewRandom();
        for (int i = 0; i < 20_000; i++)
        {
            (double f, double k, double t, double v, double r) = Draw(random);
            double call = BlackPricer.Price(PayoffKind.Call, f, k, t, v, r);
            double put = BlackPricer.Price(PayoffKind.Put, f, k, t, v, r);

            Assert.That(call - put, Is.EqualTo(LaneMath.Exp(-r * t) * (f - k)).Within(4e-15 * (f + k)));
        }
    }

    [Test]
    public void A_call_rises_with_forward_and_volatility_and_falls_with_strike()
    {
        Random random = Seed.NewRandom();
        for (int i = 0; i < 20_000; i++)
        {
            (double f, double k, double t, double v, double r) = Draw(random);
            double price = BlackPricer.Price(PayoffKind.Call, f, k, t, v, r);
            double slack = 1e-14 * Math.Max(f, k);

            Assert.That(BlackPricer.Price(PayoffKind.Call, f * 1.01, k, t, v, r),
                Is.GreaterThanOrEqualTo(price - slack));
            Assert.That(BlackPricer.Price(PayoffKind.Call, f, k, t, v * 1.01, r),
                Is.GreaterThanOrEqualTo(price - slack));
            Assert.That(BlackPricer.Price(PayoffKind.Call, f, k * 1.01, t, v, r), Is.LessThanOrEqualTo(price + slack));
            Assert.That(price, Is.InRange(0.0, (f * LaneMath.Exp(-r * t)) + slack));
        }
    }

    [TestCase(100.0, 90.0, 0.0, 0.5, 10.0, 0.0)]
    [TestCase(100.0, 90.0, 1.0, 0.0, 10.0, 0.0)]
    [TestCase(100.0, 110.0, 0.0, 0.5, 0.0, 10.0)]
    [TestCase(100.0, 100.0, 0.0, 0.0, 0.0, 0.0)]
    [TestCase(100.0, 0.0, 1.0, 0.5, 100.0, 0.0)]
    [TestCase(100.0, 0.0, 0.0, 0.0, 100.0, 0.0)]
    [TestCase(100.0, 90.0, -1.0, 0.5, 10.0, 0.0)]
    [TestCase(1e12, 1e-12, 1000.0, 100.0, 1e12, 1e-12)]
    public void At_the_limits_an_option_is_worth_its_limit_and_every_Greek_is_finite(
        double f, double k, double t, double v, double call, double put)
    {
        BlackGreeks calls = BlackPricer.Greeks(PayoffKind.Call, f, k, t, v, 0.0);
        BlackGreeks puts = BlackPricer.Greeks(PayoffKind.Put, f, k, t, v, 0.0);

        Assert.Multiple(() =>
        {
            Assert.That(calls.Price, Is.EqualTo(call));
            Assert.That(puts.Price, Is.EqualTo(put));
            Assert.That(calls.Price, Is.EqualTo(BlackPricer.Price(PayoffKind.Call, f, k, t, v, 0.0)));
            foreach (BlackGreeks g in new[] { calls, puts })
            {
                Assert.That(
                    new[] { g.Delta, g.Gamma, g.Vega, g.Theta, g.Rho }, Is.All.Matches<double>(double.IsFinite));
            }
        });
    }

    [Test]
    public void A_linear_contract_is_worth_its_forward_and_ignores_what_it_does_not_use()
    {
        BlackGreeks greeks = BlackPricer.Greeks(PayoffKind.Linear, 50_000.0, double.NaN, 0.5, double.NaN, double.NaN);

        Assert.That(BlackPricer.Price(PayoffKind.Linear, 50_000.0, double.NaN, 0.5, double.NaN, double.NaN),
            Is.EqualTo(50_000.0));
        Assert.That(BlackPricer.Greeks(PayoffKind.Linear, 50_000.0, 1.0, 0.5, 0.2, 0.1),
            Is.EqualTo(new BlackGreeks(50_000.0, 1.0, 0.0, 0.0, 0.0, 0.0)));
        Assert.That(greeks.Price, Is.EqualTo(50_000.0));
    }

    [TestCase(double.NaN, 1.0, 1.0, 1.0, 0.0)]
    [TestCase(-1.0, 1.0, 1.0, 1.0, 0.0)]
    [TestCase(1.0, double.NaN, 1.0, 1.0, 0.0)]
    [TestCase(1.0, -1.0, 1.0, 1.0, 0.0)]
    [TestCase(1.0, 1.0, double.PositiveInfinity, 1.0, 0.0)]
    [TestCase(1.0, 1.0, 1.0, double.NaN, 0.0)]
    [TestCase(1.0, 1.0, 1.0, -0.1, 0.0)]
    [TestCase(1.0, 1.0, 1.0, 1.0, double.NaN)]
    [TestCase(double.PositiveInfinity, 1.0, 1.0, 1.0, 0.0)]
    public void An_input_outside_the_domain_gives_NaN(double f, double k, double t, double v, double r)
    {
        Assert.That(BlackPricer.Price(PayoffKind.Call, f, k, t, v, r), Is.NaN);
        Assert.That(BlackPricer.Greeks(PayoffKind.Put, f, k, t, v, r).Delta, Is.NaN);
    }

    [Test]
    public void Greeks_are_the_slopes_of_the_price()
    {
        Random random = Seed.NewRandom();
        for (int i = 0; i < 3_000; i++)
        {
            double f = 100.0;
            double k = 60.0 + (80.0 * random.NextDouble());
            double t = 0.05 + random.NextDouble();
            double v = 0.2 + random.NextDouble();
            double r = 0.1 * (random.NextDouble() - 0.5);
            PayoffKind kind = (PayoffKind)(i & 1);
            BlackGreeks g = BlackPricer.Greeks(kind, f, k, t, v, r);

            double Slope(Func<double, double> price, double h) =>
                ((8 * (price(h) - price(-h))) - (price(2 * h) - price(-2 * h))) / (12 * h);

            Assert.Multiple(() =>
            {
                Assert.That(g.Delta,
                    Is.EqualTo(Slope(h => BlackPricer.Price(kind, f + h, k, t, v, r), 0.02)).Within(1e-7));
                Assert.That(g.Gamma,
                    Is.EqualTo(Slope(h => BlackPricer.Greeks(kind, f + h, k, t, v, r).Delta, 0.02)).Within(1e-7));
                Assert.That(g.Vega,
                    Is.EqualTo(Slope(h => BlackPricer.Price(kind, f, k, t, v + h, r), 1e-3)).Within(1e-5));
                Assert.That(-g.Theta,
                    Is.EqualTo(Slope(h => BlackPricer.Price(kind, f, k, t + h, v, r), 1e-4)).Within(2e-4));
                Assert.That(g.Rho,
                    Is.EqualTo(Slope(h => BlackPricer.Price(kind, f, k, t, v, r + h), 1e-3)).Within(1e-6));
            });
        }
    }

    private static (PayoffKind Kind, double Forward, double Spot) Contract(IReadOnlyDictionary<string, string> row)
    {
        double spot = row.Number("spot");
        double carry = row.Number("rate") - row.Number("div_yield");
        return (Enum.Parse<PayoffKind>(row["type"]), spot * Math.Exp(carry * row.Number("t_years")), spot);
    }

    // Six significant digits are printed, and up to ten decimals; the two rows that print a call of 0 fall inside.
    private static void Check(IReadOnlyDictionary<string, string> row, string column, double ours)
    {
        double expected = row.Number(column);
        double absolute = expected > 0.0 && expected < 1e-20 ? 0.0 : 1.01e-10;
        double tolerance = Math.Max(Math.Abs(expected) * 5e-6, absolute);
        Assert.That(ours, Is.EqualTo(expected).Within(tolerance), $"{column} at spot {row["spot"]}");
    }

    private static (double F, double K, double T, double V, double R) Draw(Random random)
    {
        double f = Math.Exp(12 * random.NextDouble());
        double t = Math.Exp((8 * random.NextDouble()) - 7);
        double v = 0.02 + (2 * random.NextDouble());
        double k = f * Math.Exp(8 * (random.NextDouble() - 0.5) * v * Math.Sqrt(t));
        return (f, Math.Min(k, 1e11), t, v, 0.2 * (random.NextDouble() - 0.5));
    }
}
