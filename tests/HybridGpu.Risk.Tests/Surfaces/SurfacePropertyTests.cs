using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Risk.Tests.Surfaces;

/// <summary>Whatever is quoted, a slice that is given has no arbitrage and no number that isn't one.</summary>
public sealed class SurfacePropertyTests
{
    [Test]
    public void Random_quotes_give_surfaces_without_arbitrage()
    {
        Random random = Seed.NewRandom();
        var calibrator = new SurfaceCalibrator();
        int slices = 0;
        for (int surface = 0; surface < 150; surface++)
        {
            calibrator.Begin();
            double years = 0;
            int expiries = random.Next(1, 6);
            for (int i = 0; i < expiries; i++)
            {
                years += Math.Pow(10, random.NextDouble() * 4 - 4);
                calibrator.Add(years, AQuote.Forward, Quotes(random, years));
            }

            foreach (SurfaceFit fit in calibrator.Fits)
            {
                slices += fit.HasSlice ? 1 : 0;
                AssertSound(fit);
            }

            StaticArbitrage.AssertNone(calibrator.Fits);
        }

        Assert.That(slices, Is.GreaterThan(200));
    }

    [Test]
    public void Random_bytes_for_numbers_never_throw_and_never_give_a_slice_that_is_none()
    {
        Random random = Seed.NewRandom();
        var calibrator = new SurfaceCalibrator();
        for (int surface = 0; surface < 300; surface++)
        {
            calibrator.Begin();
            for (int i = 0; i < 3; i++)
            {
                SurfaceQuote[] quotes = [.. Enumerable.Range(0, random.Next(12)).Select(_ => AnyQuote(random))];
                double forward = random.Next(4) == 0 ? AnyNumber(random) : AQuote.Forward;
                AssertSound(calibrator.Add(random.Next(4) == 0 ? AnyNumber(random) : i + 1, forward, quotes));
            }
        }
    }

    private static void AssertSound(SurfaceFit fit)
    {
        if (!fit.HasSlice)
        {
            Assert.That(fit.Slice, Is.EqualTo(default(SviSlice)));
            return;
        }

        double[] numbers =
        [
            fit.Slice.A, fit.Slice.B, fit.Slice.Rho, fit.Slice.M, fit.Slice.Sigma, fit.LeastDurrleman,
            fit.AtmVolatility, fit.Confidence,
        ];
        Assert.That(numbers.All(double.IsFinite), Is.True, fit.ToString());
        Assert.That(fit.Slice.Sigma, Is.Positive);
        Assert.That(fit.LeastDurrleman, Is.GreaterThanOrEqualTo(0));
        Assert.That(fit.CalendarMargin, Is.NaN.Or.GreaterThanOrEqualTo(0));
        Assert.That(fit.Confidence, Is.InRange(0, 1));
        Assert.That(fit.QuotesNear > 0, Is.EqualTo(double.IsFinite(fit.RmsePoints)));
    }

    private static SurfaceQuote[] Quotes(Random random, double years)
    {
        double level = 0.2 + (random.NextDouble() * 2);
        double noise = random.Next(3) switch { 0 => 0, 1 => 0.02, _ => 0.9 };
        int count = random.Next(0, 40);
        double reach = 4 * level * Math.Sqrt(years);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double k = reach * ((2 * random.NextDouble()) - 1);
            return AQuote.At(k, level * (1 + (noise * ((2 * random.NextDouble()) - 1))));
        })];
    }

    private static SurfaceQuote AnyQuote(Random random) => new(
        random.Next(2) == 0 ? AnyNumber(random) : AQuote.Forward * (0.5 + random.NextDouble()),
        (InstrumentKind)random.Next(5),
        random.Next(2) == 0 ? AnyNumber(random) : 5 * random.NextDouble(),
        AnyNumber(random),
        AnyNumber(random));

    private static double AnyNumber(Random random) => random.Next(8) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => double.NegativeInfinity,
        3 => 0,
        4 => double.Epsilon,
        5 => -random.NextDouble(),
        6 => BitConverter.Int64BitsToDouble(random.NextInt64()),
        _ => random.NextDouble(),
    };
}
