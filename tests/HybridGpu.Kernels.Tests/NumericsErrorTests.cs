using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Tests;

/// <summary>
/// Errors of the kernels' functions against 640-bit arithmetic. The figures of docs/numerics.md are printed here.
/// </summary>
public sealed class NumericsErrorTests
{
    private const int Samples = 1500;

    [Test]
    public void Exp_is_within_one_and_a_half_ulp()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        for (int i = 0; i < Samples; i++)
        {
            double x = i < Samples / 2 ? (random.NextDouble() - 0.5) * 1416 : (random.NextDouble() - 0.5) * 4;
            (BigFixed mantissa, int exponent) = BigFixed.ExpScaled(x);
            double scaled = Math.ScaleB(LaneMath.Exp(x), -exponent);
            worst = Math.Max(worst, Ulps(scaled, mantissa));
        }

        Report("exp, ulp", worst);
        Assert.That(worst, Is.LessThanOrEqualTo(1.5));
    }

    [Test]
    public void Log_is_within_one_and_a_half_ulp()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        for (int i = 0; i < Samples; i++)
        {
            double x = (i % 3) switch
            {
                0 => Math.ScaleB(1.0 + random.NextDouble(), random.Next(-300, 300)),
                1 => 0.5 + (1.5 * random.NextDouble()),
                _ => 1.0 + Math.ScaleB(random.NextDouble() - 0.5, -random.Next(1, 30)),
            };
            if (x != 1.0)
            {
                worst = Math.Max(worst, Ulps(LaneMath.Log(x), BigFixed.Log(x)));
            }
        }

        Report("log, ulp", worst);
        Assert.That(worst, Is.LessThanOrEqualTo(1.5));
    }

    [Test]
    public void The_logarithm_of_a_quotient_is_within_two_ulp_without_the_quotient()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        for (int i = 0; i < Samples; i++)
        {
            double a = Math.ScaleB(1.0 + random.NextDouble(), random.Next(-40, 40));
            double b = (i % 3) switch
            {
                0 => Math.ScaleB(1.0 + random.NextDouble(), random.Next(-40, 40)),
                1 => a * (0.5 + (1.5 * random.NextDouble())),
                _ => a * (1.0 + Math.ScaleB(random.NextDouble() - 0.5, -random.Next(1, 50))),
            };
            LogRatio<double, ScalarLane>.Split(a, b, out double power, out double top, out double bottom);

            // As a shared reciprocal would be, some ulp off.
            double perBottom = Moved(1.0 / bottom, random.Next(-4, 5));
            double s = LogRatio<double, ScalarLane>.Quotient(top, bottom, perBottom);
            double log = LogRatio<double, ScalarLane>.Join(power, s);
            Assert.That(a == b, Is.EqualTo(log == 0.0));
            worst = a == b ? worst : Math.Max(worst, Ulps(log, BigFixed.Log((BigFixed)a / b)));
        }

        Report("ln(a/b), ulp", worst);
        Assert.That(worst, Is.LessThanOrEqualTo(2.0));
    }

    private static double Moved(double x, int ulps) =>
        BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x) + ulps);

    [Test]
    public void The_normal_distribution_keeps_relative_accuracy_in_its_lower_tail()
    {
        Random random = Seed.NewRandom();
        double worstAbsolute = 0.0;
        double worstCore = 0.0;
        double worstTail = 0.0;
        for (int i = 0; i < 600; i++)
        {
            double x = i < 400 ? (random.NextDouble() - 0.5) * 10 : -19 * random.NextDouble();
            BigFixed exact = BigFixed.Cdf(x);
            double error = BigFixed.Abs((BigFixed)LaneMath.NormalCdf(x) - exact).ToDouble();
            double relative = error / exact.ToDouble();
            worstAbsolute = Math.Max(worstAbsolute, error);
            worstCore = Math.Max(worstCore, x > -3.0 ? relative : 0.0);
            worstTail = Math.Max(worstTail, relative);
        }

        Report("normal distribution, absolute", worstAbsolute);
        Report("normal distribution, relative, x > -3", worstCore);
        Report("normal distribution, relative, x > -19", worstTail);
        Assert.Multiple(() =>
        {
            Assert.That(worstAbsolute, Is.LessThanOrEqualTo(3e-16));
            Assert.That(worstCore, Is.LessThanOrEqualTo(4e-14));
            Assert.That(worstTail, Is.LessThanOrEqualTo(3e-10));
        });
    }

    [Test]
    public void The_normal_density_is_within_the_error_of_its_squared_argument()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        for (int i = 0; i < 500; i++)
        {
            double x = (random.NextDouble() - 0.5) * 16;
            BigFixed exact = BigFixed.Pdf(x);
            double error = BigFixed.Abs((BigFixed)LaneMath.NormalPdf(x) - exact).ToDouble();
            worst = Math.Max(worst, error / exact.ToDouble());
        }

        Report("normal density, relative, |x| < 8", worst);
        Assert.That(worst, Is.LessThanOrEqualTo(1e-14));
    }

    [Test]
    public void The_price_is_within_1e_14_of_forward_or_strike_and_Greeks_within_2e_13_of_their_scale()
    {
        Random random = Seed.NewRandom();
        double worstPrice = 0.0;
        double worstDelta = 0.0;
        double worstDensity = 0.0;
        for (int i = 0; i < 1200; i++)
        {
            double forward = Math.Exp(12 * random.NextDouble());
            double time = Math.Exp((random.NextDouble() * 14) - 13);
            double volatility = 0.01 + (3 * random.NextDouble() * random.NextDouble());
            double strike = forward * Math.Exp(8 * (random.NextDouble() - 0.5) * volatility * Math.Sqrt(time));
            PayoffKind kind = (PayoffKind)(i & 1);
            BlackGreeks ours = BlackPricer.Greeks(kind, forward, strike, time, volatility, 0.0);

            BigFixed totalVol = (BigFixed)volatility * BigFixed.Sqrt(time);
            BigFixed d1 = (BigFixed.Log((BigFixed)forward / strike) / totalVol) + ((BigFixed)0.5 * totalVol);
            BigFixed d2 = d1 - totalVol;
            BigFixed sign = kind == PayoffKind.Call ? 1.0 : -1.0;
            BigFixed delta = sign * BigFixed.Cdf(sign * d1);
            BigFixed price = (forward * delta) - (strike * (sign * BigFixed.Cdf(sign * d2)));
            BigFixed gamma = BigFixed.Pdf(d1) / (forward * totalVol);

            worstPrice = Math.Max(worstPrice, BigFixed.Abs(ours.Price - price).ToDouble() / Math.Max(forward, strike));
            worstDelta = Math.Max(worstDelta, BigFixed.Abs(ours.Delta - delta).ToDouble());
            double scale = 0.3989422804014327 / (forward * totalVol.ToDouble());
            worstDensity = Math.Max(worstDensity, BigFixed.Abs(ours.Gamma - gamma).ToDouble() / scale);
        }

        Report("price / max(forward, strike)", worstPrice);
        Report("delta", worstDelta);
        Report("gamma / its value at d1 = 0", worstDensity);
        Assert.Multiple(() =>
        {
            Assert.That(worstPrice, Is.LessThanOrEqualTo(1e-14));
            Assert.That(worstDelta, Is.LessThanOrEqualTo(2e-13));
            Assert.That(worstDensity, Is.LessThanOrEqualTo(2e-13));
        });
    }

    [Test]
    public void Special_arguments_have_their_special_values()
    {
        Assert.Multiple(() =>
        {
            Assert.That(LaneMath.Exp(0.0), Is.EqualTo(1.0));
            Assert.That(LaneMath.Log(1.0), Is.EqualTo(0.0));
            Assert.That(LaneMath.Log(0.0), Is.EqualTo(double.NegativeInfinity));
            Assert.That(LaneMath.Log(double.PositiveInfinity), Is.EqualTo(double.PositiveInfinity));
            Assert.That(LaneMath.Log(-1.0), Is.NaN);
            Assert.That(LaneMath.NormalCdf(0.0), Is.EqualTo(0.5));
            Assert.That(LaneMath.NormalCdf(40.0), Is.EqualTo(1.0));
            Assert.That(LaneMath.NormalCdf(-40.0), Is.InRange(0.0, 1e-300));
            Assert.That(LaneMath.Exp(1e9), Is.EqualTo(LaneMath.Exp(708.0)));
            foreach (Func<double, double> f in
                new Func<double, double>[] { LaneMath.Exp, LaneMath.Log, LaneMath.NormalCdf, LaneMath.NormalPdf })
            {
                double negative = BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8_0000_0000_1234));
                Assert.That(BitConverter.DoubleToInt64Bits(f(negative)), Is.EqualTo(LaneBits.CanonicalNaN));
            }
        });
    }

    [Test]
    public void The_scaled_tail_begins_at_exactly_one_half()
    {
        Assert.That(ElementaryFunctions<double, ScalarLane>.ScaledTail(0.0), Is.EqualTo(0.5));
    }

    private static void Report(string what, double value) =>
        TestContext.Out.WriteLine($"max error: {what}: {value:E2}");

    private static double Ulps(double computed, BigFixed exact)
    {
        double magnitude = Math.Abs(exact.ToDouble());
        double ulp = Math.BitIncrement(magnitude) - magnitude;
        return BigFixed.Abs((BigFixed)computed - exact).ToDouble() / ulp;
    }
}
