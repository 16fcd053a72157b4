using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;
using HybridGpu.Kernels.Tests.Ptx;

namespace HybridGpu.Kernels.Tests;

/// <summary>Implied volatility against the exact inverse of the very doubles it was given, and its statuses.</summary>
public sealed class ImpliedVolatilityTests
{
    [Test]
    public void The_implied_volatility_of_a_double_is_within_1e_13_of_its_exact_inverse()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        string where = "";
        int count = 0;
        for (int i = 0; i < 1500; i++)
        {
            double strike = Math.Exp((random.NextDouble() - 0.5) * 20);
            double distance = (random.NextDouble() < 0.5 ? 1 : -1) * Math.Pow(10, (random.NextDouble() * 15) - 14);
            double forward = strike * Math.Exp(distance);
            double total = i % 2 == 0
                ? Math.Sqrt(2 * Math.Abs(distance)) * Math.Pow(10, (random.NextDouble() * 2.4) - 1.4)
                : Math.Pow(10, (random.NextDouble() * 6) - 5);
            bool isCall = forward < strike;
            double price = Priced(isCall, forward, strike, total);
            if (total > 12 || price < 1e-150 * strike || price >= Math.Min(forward, strike))
            {
                continue;
            }

            var terms = new OptionTerms
            {
                Kind = isCall ? PayoffKind.Call : PayoffKind.Put,
                IsForward = true,
                Underlying = forward,
                Strike = strike,
                TimeYears = 1.0,
            };
            PricingStatus status = OptionPricer.ImpliedVolatility(terms, price, out double found);
            Assert.That(status, Is.EqualTo(PricingStatus.Ok));
            BigFixed exact = Inverse(forward, strike, price, found);
            double error = MeasuredError.Relative(found, exact);
            where = error > worst ? $"F {forward:R} K {strike:R} s {total:R} found {found:R}" : where;
            worst = Math.Max(worst, error);
            count++;
        }

        MeasuredError.Report($"implied volatility, relative, {count} options out of the money", worst);
        Assert.That(count, Is.GreaterThan(800));
        Assert.That(worst, Is.LessThanOrEqualTo(1e-13), where);
    }

    [Test]
    public void In_the_money_the_volatility_is_that_of_the_time_value_left_in_the_double()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        for (int i = 0; i < 400; i++)
        {
            double strike = 50.0 + (100 * random.NextDouble());
            double total = Math.Pow(10, (random.NextDouble() * 1.5) - 1.5);
            double forward = strike * Math.Exp(6 * (random.NextDouble() - 0.5) * total);
            bool isCall = forward > strike;
            double price = BlackPricer.Price(
                isCall ? PayoffKind.Call : PayoffKind.Put, forward, strike, 1.0, total, 0.0);
            var terms = new OptionTerms
            {
                Kind = isCall ? PayoffKind.Call : PayoffKind.Put,
                IsForward = true,
                Underlying = forward,
                Strike = strike,
                TimeYears = 1.0,
            };
            Assert.That(OptionPricer.ImpliedVolatility(terms, price, out double found), Is.EqualTo(PricingStatus.Ok));
            BigFixed timeValue = price - BigFixed.Abs((BigFixed)forward - strike);
            worst = Math.Max(worst, MeasuredError.Relative(found, Inverse(forward, strike, timeValue, found)));
        }

        MeasuredError.Report("implied volatility, relative, in the money", worst);
        Assert.That(worst, Is.LessThanOrEqualTo(1e-13));
    }

    [Test]
    public void With_rates_and_yields_the_price_at_the_implied_volatility_is_the_given_price()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        for (int i = 0; i < 20_000; i++)
        {
            var terms = new OptionTerms
            {
                Kind = (PayoffKind)random.Next(2),
                IsForward = random.Next(2) == 0,
                Underlying = 100.0,
                Strike = 60.0 + (80 * random.NextDouble()),
                TimeYears = 0.05 + (2 * random.NextDouble()),
                Volatility = 0.05 + random.NextDouble(),
                Rate = 0.2 * (random.NextDouble() - 0.5),
                DividendYield = 0.2 * (random.NextDouble() - 0.5),
            };
            OptionPricer.Price(terms, out OptionSensitivities s);
            PricingStatus status = OptionPricer.ImpliedVolatility(terms, s.Price, out double found);
            Assert.That(status, Is.EqualTo(PricingStatus.Ok), terms.ToString());
            OptionPricer.Price(terms with { Volatility = found }, out OptionSensitivities again);
            worst = Math.Max(worst, Math.Abs(again.Price - s.Price) / 100.0);
        }

        MeasuredError.Report("price at the implied volatility / spot", worst);
        Assert.That(worst, Is.LessThanOrEqualTo(1e-14));
    }

    [TestCase(128)]
    [TestCase(256)]
    [TestCase(512)]
    public void Every_vector_width_gives_the_bits_of_the_scalar_lane_and_its_statuses(int bits)
    {
        ImpliedVolatilityColumns columns = Mixed(Seed.NewRandom(), 4_099);

        ImpliedVolatilityBatch.Solve(columns, bits);

        Assert.That(CheckBits(columns), Is.EquivalentTo(new[]
        {
            PricingStatus.Ok, PricingStatus.BadStyle, PricingStatus.BadUnderlying, PricingStatus.BadStrike,
            PricingStatus.BadTime, PricingStatus.BadPrice, PricingStatus.BelowIntrinsic, PricingStatus.AboveMaximum,
        }));
    }

    [Test]
    public void The_PTX_text_interpreted_gives_the_bits_of_the_scalar_lane()
    {
        ImpliedVolatilityColumns columns = Mixed(Seed.NewRandom(), 300);
        using var ptx = new PtxBackend(nan: 0x7FFF_FFFF_FFFF_FFFF);

        ptx.ImpliedVolatility(columns);

        Assert.That(CheckBits(columns), Does.Contain(PricingStatus.Ok).And.Contain(PricingStatus.BadPrice));
    }

    private static ImpliedVolatilityColumns Mixed(Random random, int count)
    {
        var columns = new ImpliedVolatilityColumns(count) { Count = count };
        for (int i = 0; i < count; i++)
        {
            columns.Kind[i] = (PayoffKind)random.Next(random.Next(50) == 0 ? 3 : 2);
            columns.Forward[i] = i % 97 == 0 ? double.NaN : Math.Exp(8 * random.NextDouble());
            columns.Strike[i] = i % 89 == 0 ? 0.0 : columns.Forward[i] * Math.Exp(2 * (random.NextDouble() - 0.5));
            columns.TimeYears[i] = i % 83 == 0 ? -1.0 : random.NextDouble() * 3;
            columns.Rate[i] = random.Next(2) * 0.1 * random.NextDouble();
            columns.Price[i] = i % 79 == 0 ? double.NaN : columns.Forward[i] * 1.2 * random.NextDouble();
        }

        return columns;
    }

    private static HashSet<PricingStatus> CheckBits(ImpliedVolatilityColumns columns)
    {
        var seen = new HashSet<PricingStatus>();
        for (int i = 0; i < columns.Count; i++)
        {
            var terms = new OptionTerms
            {
                Kind = columns.Kind[i],
                IsForward = true,
                Underlying = columns.Forward[i],
                Strike = columns.Strike[i],
                TimeYears = columns.TimeYears[i],
                Rate = columns.Rate[i],
            };
            PricingStatus status = OptionPricer.ImpliedVolatility(terms, columns.Price[i], out double expected);
            seen.Add(status);
            Assert.That(columns.Status[i], Is.EqualTo(status));
            Assert.That(
                BitConverter.DoubleToInt64Bits(columns.Volatility[i]),
                Is.EqualTo(BitConverter.DoubleToInt64Bits(expected)));
        }

        return seen;
    }

    [Test]
    public void Prices_that_no_volatility_has_get_a_status_and_those_of_none_get_zero()
    {
        var call = new OptionTerms
        {
            Kind = PayoffKind.Call,
            IsForward = true,
            Underlying = 110.0,
            Strike = 100.0,
            TimeYears = 1.0,
        };

        Assert.Multiple(() =>
        {
            Assert.That(Solve(call, 9.99), Is.EqualTo((PricingStatus.BelowIntrinsic, 0.0)));
            Assert.That(Solve(call, 10.0), Is.EqualTo((PricingStatus.Ok, 0.0)));
            Assert.That(Solve(call, Math.BitDecrement(10.0)), Is.EqualTo((PricingStatus.Ok, 0.0)));
            Assert.That(Solve(call, Math.BitIncrement(10.0)).Item2, Is.InRange(0.005, 0.02));
            Assert.That(Solve(call, 110.0), Is.EqualTo((PricingStatus.AboveMaximum, 0.0)));
            Assert.That(Solve(call, Math.BitDecrement(110.0)).Item2, Is.InRange(15.0, 20.0));
            Assert.That(Solve(call, -1.0), Is.EqualTo((PricingStatus.BadPrice, 0.0)));
            Assert.That(Solve(call, double.NaN), Is.EqualTo((PricingStatus.BadPrice, 0.0)));
            Assert.That(Solve(call, double.PositiveInfinity), Is.EqualTo((PricingStatus.AboveMaximum, 0.0)));
            Assert.That(
                Solve(call with { Kind = PayoffKind.Put }, 100.0), Is.EqualTo((PricingStatus.AboveMaximum, 0.0)));
            Assert.That(Solve(call with { Kind = PayoffKind.Put }, 0.0), Is.EqualTo((PricingStatus.Ok, 0.0)));
            Assert.That(
                Solve(call with { Style = OptionStyle.Gap }, 12.0), Is.EqualTo((PricingStatus.BadStyle, 0.0)));
            Assert.That(
                Solve(call with { Volatility = double.NaN }, 12.0).Item1, Is.EqualTo(PricingStatus.Ok));
        });
    }

    [Test]
    public void Whatever_the_prices_and_markets_the_result_is_finite()
    {
        Random random = Seed.NewRandom();
        double[] edges =
        [
            double.NaN, double.PositiveInfinity, 0.0, -1.0, double.Epsilon, 1e-300, 1e-12, 1e-9, 1.0, 1e12, 1e300,
        ];
        for (int i = 0; i < 200_000; i++)
        {
            double Any(double usual) => random.Next(4) == 0 ? edges[random.Next(edges.Length)] : usual;
            var terms = new OptionTerms
            {
                Kind = (PayoffKind)random.Next(2),
                IsForward = random.Next(2) == 0,
                Underlying = Any(random.NextDouble()),
                Strike = Any(random.NextDouble()),
                TimeYears = Any(random.NextDouble()),
                Rate = Any(random.NextDouble() - 0.5),
                DividendYield = Any(random.NextDouble() - 0.5),
            };
            double price = Any(random.NextDouble());
            (PricingStatus status, double volatility) = Solve(terms, price);

            Assert.That(
                status == PricingStatus.Ok ? double.IsFinite(volatility) && volatility >= 0.0 : volatility == 0.0,
                $"{status} {volatility} {price} {terms}");
        }
    }

    private static (PricingStatus Status, double Volatility) Solve(OptionTerms terms, double price)
    {
        PricingStatus status = OptionPricer.ImpliedVolatility(terms, price, out double volatility);
        return (status, volatility);
    }

    // Rounded from an accurate out-of-the-money price, down to 1e-150 where Black-76's own tail has few digits left.
    private static double Priced(bool isCall, double forward, double strike, double total)
    {
        double distance = Math.Max(Math.Abs(Black76<double, ScalarLane>.LogMoneyness(forward, strike)), 1e-150);
        var black = NormalisedBlack<double, ScalarLane>.At(distance / total, total);
        double weight = Math.Exp(black.Exponent);
        double normalised = black.HasOption == 1.0
            ? weight * black.Option
            : Math.Exp(-0.5 * distance) - (weight * black.Missing);
        Assert.That(isCall, Is.EqualTo(forward < strike));
        return normalised * Math.Sqrt(forward * strike);
    }

    // Newton on ln b in 640 bits from what was found: the distance is squared each time, and three times are plenty.
    private static BigFixed Inverse(double forward, double strike, BigFixed timeValue, double start)
    {
        BigFixed distance = BigFixed.Abs(BigFixed.Log((BigFixed)forward / strike));
        BigFixed target = BigFixed.Log(timeValue) - (0.5 * BigFixed.Log((BigFixed)forward * strike));
        BigFixed rootTwoPi = BigFixed.Sqrt(2 * BigFixed.Pi);
        BigFixed s = start;
        for (int i = 0; i < 3; i++)
        {
            BigFixed h = distance / s;
            BigFixed t = 0.5 * s;
            BigFixed difference = BigFixed.ScaledTail(h - t) - BigFixed.ScaledTail(h + t);
            BigFixed y = BigFixed.Log(difference) - (0.5 * ((h * h) + (t * t)));
            BigFixed move = (y - target) * rootTwoPi * difference;
            s -= move;
            if (BigFixed.Abs(move).ToDouble() > 1e-3 * start)
            {
                // Far off: that is error enough, and Newton may never come back from there.
                return s;
            }
        }

        return s;
    }
}
