using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Tests;

/// <summary>Errors of e^x − 1, ln(1 + x), the normal quantile and the scaled tail against 640-bit arithmetic.</summary>
public sealed class OffsetFunctionErrorTests
{
    [Test]
    public void Expm1_is_within_two_ulp_down_to_the_smallest_argument()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        for (int i = 0; i < 1500; i++)
        {
            double x = (i % 3) switch
            {
                0 => (random.NextDouble() - 0.5) * 80,
                1 => (random.NextDouble() - 0.5) * 2,
                _ => Math.ScaleB(random.NextDouble() - 0.5, -random.Next(1, 200)),
            };
            worst = Math.Max(worst, MeasuredError.Ulps(LaneMath.Expm1(x), BigFixed.Exp(x) - BigFixed.One));
        }

        MeasuredError.Report("expm1, ulp", worst);
        Assert.That(worst, Is.LessThanOrEqualTo(2.0));
    }

    [Test]
    public void Log1p_is_within_two_ulp_down_to_the_smallest_argument()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        for (int i = 0; i < 1500; i++)
        {
            double x = (i % 3) switch
            {
                0 => Math.ScaleB(random.NextDouble(), random.Next(0, 200)),
                1 => (random.NextDouble() * 2) - 1,
                _ => Math.ScaleB(random.NextDouble() - 0.5, -random.Next(1, 200)),
            };
            worst = Math.Max(worst, MeasuredError.Ulps(LaneMath.Log1p(x), BigFixed.Log(BigFixed.One + x)));
        }

        MeasuredError.Report("log1p, ulp", worst);
        Assert.That(worst, Is.LessThanOrEqualTo(2.0));
    }

    [Test]
    public void The_normal_quantile_is_within_five_ulp_from_the_middle_to_1e_80()
    {
        Random random = Seed.NewRandom();
        double worst = 0.0;
        for (int i = 0; i < 500; i++)
        {
            double p = (i % 4) switch
            {
                0 => random.NextDouble(),
                1 => Math.Pow(10, -80 * random.NextDouble()),
                2 => 1 - Math.Pow(10, -14 * random.NextDouble()),
                _ => 0.5 + Math.ScaleB(random.NextDouble() - 0.5, -random.Next(1, 50)),
            };
            double x = LaneMath.InverseNormalCdf(p);

            // One Newton step squares the distance to the exact quantile: 1e-15 becomes 1e-28.
            BigFixed exact = x - ((BigFixed.Cdf(x) - p) / BigFixed.Pdf(x));
            worst = Math.Max(worst, p == 0.5 ? Math.Abs(x) : MeasuredError.Ulps(x, exact));
        }

        MeasuredError.Report("normal quantile, ulp", worst);
        Assert.That(worst, Is.LessThanOrEqualTo(5.0));
    }

    [Test]
    public void The_normal_quantile_inverts_the_tail_down_to_1e_300()
    {
        for (int exponent = 80; exponent <= 300; exponent += 5)
        {
            double p = Math.Pow(10, -exponent);
            double x = LaneMath.InverseNormalCdf(p);
            BigFixed logTail = BigFixed.Log(BigFixed.ScaledTail(-x)) - ((BigFixed)0.5 * ((BigFixed)x * x));

            BigFixed logP = BigFixed.Log(Math.ScaleB(p, 600)) - (600 * BigFixed.Ln2);

            // d ln Φ(x) is −x·dx here, so that x itself is good to the error over x².
            Assert.That((logTail - logP).ToDouble(), Is.EqualTo(0.0).Within(4e-16 * x * x), $"{p}");
        }
    }

    [Test]
    public void The_scaled_tail_and_its_slope_keep_relative_accuracy_all_the_way_out()
    {
        Random random = Seed.NewRandom();
        double worstTail = 0.0;
        double worstSlope = 0.0;
        for (int i = 0; i < 400; i++)
        {
            double a = 46 * random.NextDouble() * random.NextDouble();
            double s = i % 4 == 0 ? -0.55 * random.NextDouble() : a;
            worstTail = Math.Max(worstTail, MeasuredError.Relative(
                NormalTail<double, ScalarLane>.Scaled(a), BigFixed.ScaledTail(a)));
            worstSlope = Math.Max(worstSlope, MeasuredError.Relative(
                NormalTail<double, ScalarLane>.Slope(s), BigFixed.TailSlope(s)));
        }

        MeasuredError.Report("scaled tail, relative, 0 to 46", worstTail);
        MeasuredError.Report("slope of the scaled tail, relative, -0.55 to 46", worstSlope);
        Assert.Multiple(() =>
        {
            Assert.That(worstTail, Is.LessThanOrEqualTo(1e-15));
            Assert.That(worstSlope, Is.LessThanOrEqualTo(2e-15));
        });
    }

    [Test]
    public void Special_arguments_have_their_special_values()
    {
        Assert.Multiple(() =>
        {
            Assert.That(LaneMath.Expm1(0.0), Is.EqualTo(0.0));
            Assert.That(LaneMath.Expm1(-800.0), Is.EqualTo(-1.0));
            Assert.That(LaneMath.Expm1(1e9), Is.EqualTo(LaneMath.Expm1(708.0)));
            Assert.That(LaneMath.Log1p(0.0), Is.EqualTo(0.0));
            Assert.That(LaneMath.Log1p(-1.0), Is.EqualTo(double.NegativeInfinity));
            Assert.That(LaneMath.Log1p(-1.5), Is.NaN);
            Assert.That(LaneMath.Log1p(double.PositiveInfinity), Is.EqualTo(double.PositiveInfinity));
            Assert.That(LaneMath.InverseNormalCdf(0.5), Is.EqualTo(0.0));
            Assert.That(LaneMath.InverseNormalCdf(0.0), Is.EqualTo(double.NegativeInfinity));
            Assert.That(LaneMath.InverseNormalCdf(1.0), Is.EqualTo(double.PositiveInfinity));
            Assert.That(LaneMath.InverseNormalCdf(-0.1), Is.NaN);
            Assert.That(LaneMath.InverseNormalCdf(1.1), Is.NaN);
            foreach (Func<double, double> f in
                new Func<double, double>[] { LaneMath.Expm1, LaneMath.Log1p, LaneMath.InverseNormalCdf })
            {
                double negative = BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8_0000_0000_1234));
                Assert.That(BitConverter.DoubleToInt64Bits(f(negative)), Is.EqualTo(LaneBits.CanonicalNaN));
            }
        });
    }
}
