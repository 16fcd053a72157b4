namespace HybridGpu.Kernels.Tests;

/// <summary>What holds for every style: a status for bad input and no NaN, limits, parities.</summary>
public sealed class OptionPricerTests
{
    private static readonly double[] Edges =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, -1.0, 1e-300, 1e-12, 1e-9, 1e-3, 0.5,
        1.0, 9.9, 100.0, 1e6, 1e12, 1e13, 1e300, double.MaxValue, double.Epsilon,
    ];

    private static readonly OptionTerms Plain = new()
    {
        Underlying = 100.0,
        Strike = 105.0,
        TimeYears = 0.5,
        Volatility = 0.3,
        Rate = 0.04,
        DividendYield = 0.01,
        Barrier = 90.0,
        Rebate = 2.0,
        Payout = 10.0,
        PayoffStrike = 101.0,
    };

    [Test]
    public void Whatever_the_input_the_outputs_are_finite_or_there_is_a_status_and_they_are_zero()
    {
        Random random = Seed.NewRandom();
        var seen = new HashSet<PricingStatus>();
        for (int i = 0; i < 200_000; i++)
        {
            double Any(double usual) => random.Next(5) == 0 ? Edges[random.Next(Edges.Length)] : usual;
            var terms = new OptionTerms
            {
                Style = AnyStyle(random),
                Kind = (PayoffKind)random.Next(random.Next(20) == 0 ? 4 : 2),
                IsForward = random.Next(2) == 0,
                Underlying = Any(100.0),
                Strike = Any(Math.Exp(10 * random.NextDouble())),
                TimeYears = Any(random.NextDouble()),
                Volatility = Any(random.NextDouble()),
                Rate = Any(random.NextDouble() - 0.5),
                DividendYield = Any(random.NextDouble() - 0.5),
                Barrier = Any(200 * random.NextDouble()),
                Rebate = Any(1.0),
                Payout = Any(1.0),
                PayoffStrike = Any(90.0),
            };
            PricingStatus status = OptionPricer.Price(terms, out OptionSensitivities s);
            seen.Add(status);
            double[] all = [s.Price, s.Delta, s.Gamma, s.Vega, s.Theta, s.Rho, s.Vanna, s.Volga, s.Charm];

            Assert.That(
                status == PricingStatus.Ok ? all.All(double.IsFinite) : all.All(x => x == 0.0),
                $"{status} {s} of {terms}");
        }

        Assert.That(seen, Is.SupersetOf(new[]
        {
            PricingStatus.Ok, PricingStatus.BadUnderlying, PricingStatus.BadStrike, PricingStatus.BadTime,
            PricingStatus.BadVolatility, PricingStatus.BadRate, PricingStatus.BadDividend, PricingStatus.BadBarrier,
            PricingStatus.BadPayout, PricingStatus.BadStyle,
        }));
    }

    [Test]
    public void Bad_input_is_named_by_its_status()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Status(Plain with { Underlying = double.NaN }), Is.EqualTo(PricingStatus.BadUnderlying));
            Assert.That(Status(Plain with { Strike = 0.0 }), Is.EqualTo(PricingStatus.BadStrike));
            Assert.That(Status(Plain with { TimeYears = 0.0 }), Is.EqualTo(PricingStatus.BadTime));
            Assert.That(Status(Plain with { Volatility = -0.1 }), Is.EqualTo(PricingStatus.BadVolatility));
            Assert.That(Status(Plain with { Volatility = 0.0 }), Is.EqualTo(PricingStatus.Ok));
            Assert.That(Status(Plain with { Rate = 11.0 }), Is.EqualTo(PricingStatus.BadRate));
            Assert.That(Status(Plain with { TimeYears = 1000.0, Rate = 0.2 }), Is.EqualTo(PricingStatus.BadRate));
            Assert.That(
                Status(Plain with { DividendYield = double.PositiveInfinity }), Is.EqualTo(PricingStatus.BadDividend));
            Assert.That(
                Status(Plain with { IsForward = true, DividendYield = double.NaN }), Is.EqualTo(PricingStatus.Ok));
            Assert.That(
                Status(Plain with { Style = OptionStyle.DownAndOut, Barrier = 0.0 }),
                Is.EqualTo(PricingStatus.BadBarrier));
            Assert.That(
                Status(Plain with { Style = OptionStyle.UpAndIn, Rebate = -1.0 }), Is.EqualTo(PricingStatus.BadPayout));
            Assert.That(
                Status(Plain with { Style = OptionStyle.Gap, PayoffStrike = -1.0 }),
                Is.EqualTo(PricingStatus.BadStrike));
            Assert.That(Status(Plain with { Kind = PayoffKind.Linear }), Is.EqualTo(PricingStatus.BadStyle));
            Assert.That(
                Status(Plain with { Style = OptionStyle.CashAtHit, Rate = -0.2, DividendYield = -0.2 }),
                Is.EqualTo(PricingStatus.BadRate));
        });
    }

    [Test]
    public void A_knock_in_and_a_knock_out_without_rebate_are_the_plain_option()
    {
        Random random = Seed.NewRandom();
        for (int i = 0; i < 5_000; i++)
        {
            OptionTerms plain = Draw(random);
            (OptionStyle inside, OptionStyle outside) = i % 2 == 0
                ? (OptionStyle.DownAndIn, OptionStyle.DownAndOut)
                : (OptionStyle.UpAndIn, OptionStyle.UpAndOut);
            double sum = Priced(plain with { Style = inside, Rebate = 0.0 }).Price
                + Priced(plain with { Style = outside, Rebate = 0.0 }).Price;

            Assert.That(sum, Is.EqualTo(Priced(plain).Price).Within(2e-13 * (plain.Underlying + plain.Strike)),
                plain.ToString());
        }
    }

    [Test]
    public void A_plain_option_is_its_asset_leg_less_its_cash_leg_in_every_output()
    {
        Random random = Seed.NewRandom();
        for (int i = 0; i < 5_000; i++)
        {
            OptionTerms plain = Draw(random) with { Kind = PayoffKind.Call };
            OptionSensitivities call = Priced(plain);
            OptionSensitivities asset = Priced(plain with { Style = OptionStyle.AssetOrNothing });
            OptionSensitivities cash = Priced(plain with
            {
                Style = OptionStyle.CashOrNothing,
                Payout = plain.Strike,
            });

            Assert.That(asset.Price - cash.Price, Is.EqualTo(call.Price).Within(1e-13 * plain.Underlying * 10));
            Assert.That(asset.Charm - cash.Charm, Is.EqualTo(call.Charm).Within(1e-11 * (1 + Math.Abs(asset.Charm))));
            Assert.That(asset.Volga - cash.Volga, Is.EqualTo(call.Volga).Within(1e-11 * (1 + Math.Abs(asset.Volga))));
        }
    }

    [Test]
    public void A_barrier_already_reached_makes_a_knock_in_plain_and_a_knock_out_its_rebate()
    {
        OptionTerms atBarrier = Plain with { Barrier = 100.0 };

        Assert.Multiple(() =>
        {
            Assert.That(
                Priced(atBarrier with { Style = OptionStyle.DownAndIn }).Vega,
                Is.EqualTo(Priced(Plain).Vega).Within(1e-12));
            Assert.That(
                Priced(atBarrier with { Style = OptionStyle.UpAndOut }),
                Is.EqualTo(new OptionSensitivities(2.0, 0, 0, 0, 0, 0, 0, 0, 0)));
            Assert.That(
                Priced(Plain with { Style = OptionStyle.CashAtHit, Strike = 90.0, Kind = PayoffKind.Call }).Price,
                Is.EqualTo(10.0));
        });
    }

    [Test]
    public void Without_volatility_an_option_is_worth_its_discounted_intrinsic_value()
    {
        OptionTerms call = Plain with { Volatility = 0.0, Strike = 95.0, IsForward = true };
        OptionSensitivities priced = Priced(call);

        Assert.Multiple(() =>
        {
            Assert.That(priced.Price, Is.EqualTo(5.0 * Math.Exp(-0.02)).Within(1e-14));
            Assert.That(priced.Delta, Is.EqualTo(Math.Exp(-0.02)).Within(1e-15));
            Assert.That(priced.Gamma, Is.Zero);
            Assert.That(Priced(call with { Kind = PayoffKind.Put }).Price, Is.Zero);
        });
    }

    // The American ones with a barrier take a thousand times as long as the others and are drawn one time in 40; one
    // style is none.
    private static OptionStyle AnyStyle(Random random) => random.Next(40) > 0
        ? (OptionStyle)random.Next(10)
        : (OptionStyle)((int)OptionStyle.AmericanDownAndIn + random.Next(5));

    private static PricingStatus Status(OptionTerms terms)
    {
        PricingStatus status = OptionPricer.Price(terms, out OptionSensitivities sensitivities);
        Assert.That(status == PricingStatus.Ok || sensitivities == default);
        return status;
    }

    private static OptionSensitivities Priced(OptionTerms terms)
    {
        Assert.That(OptionPricer.Price(terms, out OptionSensitivities s), Is.EqualTo(PricingStatus.Ok), $"{terms}");
        return s;
    }

    private static OptionTerms Draw(Random random) => new()
    {
        Kind = (PayoffKind)random.Next(2),
        IsForward = random.Next(2) == 0,
        Underlying = 100.0,
        Strike = 60.0 + (80.0 * random.NextDouble()),
        TimeYears = 0.02 + random.NextDouble(),
        Volatility = 0.1 + random.NextDouble(),
        Rate = 0.1 * random.NextDouble(),
        DividendYield = 0.1 * random.NextDouble(),
        Barrier = 50.0 + (100.0 * random.NextDouble()),
    };
}
