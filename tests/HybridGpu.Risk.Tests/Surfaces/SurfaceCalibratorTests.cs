using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Risk.Tests.Surfaces;

public sealed class SurfaceCalibratorTests
{
    private const double Month = 30 / 365.0;

    [TestCase(0.004, 0.08, -0.3, 0.01, 0.12)]
    [TestCase(0.01, 0.15, 0.1, -0.05, 0.2)]
    [TestCase(0.002, 0.12, -0.6, 0.05, 0.08)]
    public void A_known_SVI_slice_is_found_again(double a, double b, double rho, double m, double sigma)
    {
        var known = new SviSlice(a, b, rho, m, sigma);
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();

        SurfaceFit fit = calibrator.Add(Month, AQuote.Forward, AQuote.Of(known, Month, 41));

        // True value: the slice itself. The pull on the wings' slopes costs up to some hundredths of a vol point.
        TestContext.Out.WriteLine($"{fit.Slice}: {fit.RmsePoints:E2} vol points");
        Assert.That(fit.Status, Is.EqualTo(SurfaceStatus.Svi));
        Assert.That(fit.RmsePoints, Is.LessThan(0.03));
        Assert.That(fit.Slice.A, Is.EqualTo(known.A).Within(0.05 * known.TotalVariance(0)));
        Assert.That(fit.Slice.B, Is.EqualTo(known.B).Within(0.05 * known.B));
        Assert.That(fit.Slice.Rho, Is.EqualTo(known.Rho).Within(0.03));
        Assert.That(fit.Slice.M, Is.EqualTo(known.M).Within(0.01));
        Assert.That(fit.Slice.Sigma, Is.EqualTo(known.Sigma).Within(0.1 * known.Sigma));
    }

    [Test]
    public void A_known_SSVI_surface_is_found_again_without_repair()
    {
        // Theta grows with time, rho stays, phi = 1 / sqrt(theta): SSVI without arbitrage (Gatheral and Jacquier 2014).
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();
        foreach (double days in new[] { 7, 30, 90, 180, 365 })
        {
            double years = days / 365;
            double theta = 0.36 * years;
            SviSlice known = new EssviSlice(theta, -0.25, Math.Sqrt(theta)).ToSvi();

            SurfaceFit fit = calibrator.Add(years, AQuote.Forward, AQuote.Of(known, years, 31));

            Assert.That(fit.Status, Is.EqualTo(SurfaceStatus.Svi), $"{days} days");
            Assert.That(fit.RmsePoints, Is.LessThan(0.05), $"{days} days");
            Assert.That(fit.AtmVolatility, Is.EqualTo(0.6).Within(1e-9));
            Assert.That(fit.Slice.TotalVariance(0), Is.EqualTo(theta).Within(1e-3 * theta));
        }

        StaticArbitrage.AssertNone(calibrator.Fits);
    }

    [Test]
    public void Three_quotes_give_eSSVI()
    {
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();

        SurfaceFit fit = calibrator.Add(
            Month, AQuote.Forward, [AQuote.At(-0.1, 0.64), AQuote.At(0, 0.6), AQuote.At(0.1, 0.61)]);

        Assert.That(fit.Status, Is.EqualTo(SurfaceStatus.Essvi));
        Assert.That(fit.RmsePoints, Is.LessThan(0.2));
        StaticArbitrage.AssertNone(calibrator.Fits);
    }

    [Test]
    public void A_later_expiry_quoted_below_an_earlier_one_is_held_above_it()
    {
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();
        var slice = new SviSlice(0.02, 0.1, -0.2, 0, 0.2);
        calibrator.Add(Month, AQuote.Forward, AQuote.Of(slice, Month, 25));

        SviSlice below = slice with { A = 0.012 };
        SurfaceFit fit = calibrator.Add(1.2 * Month, AQuote.Forward, AQuote.Of(below, 1.2 * Month, 25));

        Assert.That(fit.Status, Is.Not.EqualTo(SurfaceStatus.Svi));
        Assert.That(fit.HasSlice, Is.True);
        Assert.That(fit.CalendarMargin, Is.InRange(0, 1e-3));
        Assert.That(fit.RmsePoints, Is.GreaterThan(1));
        StaticArbitrage.AssertNone(calibrator.Fits);
    }

    [Test]
    public void Quotes_with_a_butterfly_are_repaired_and_the_fit_says_so()
    {
        // Axel Vogt's slice: raw SVI with a negative density near k = 0.8 (Gatheral and Jacquier 2014, example 3.1).
        var vogt = new SviSlice(-0.0410, 0.1331, 0.3060, 0.3586, 0.4153);
        Assert.That(vogt.Durrleman(0.8), Is.LessThan(0));
        SurfaceQuote[] quotes = [.. Enumerable.Range(-30, 61)
            .Select(i => AQuote.At(i / 20.0, vogt.Volatility(i / 20.0, 1)))];
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();

        SurfaceFit fit = calibrator.Add(1, AQuote.Forward, quotes);

        Assert.That(fit.HasSlice, Is.True);
        Assert.That(fit.LeastDurrleman, Is.GreaterThanOrEqualTo(0));
        StaticArbitrage.AssertNone(calibrator.Fits);
    }

    [Test]
    public void Wings_steeper_than_any_density_has_are_held_below_Lees_bound_expiry_after_expiry()
    {
        SurfaceQuote[] quotes = [.. Enumerable.Range(-30, 61)
            .Select(i => AQuote.At(i / 10.0, Math.Sqrt(0.2 + (2.5 * Math.Abs(i / 10.0)))))];
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();
        foreach (double years in new[] { 1, 1.001, 1.5 })
        {
            SurfaceFit fit = calibrator.Add(years, AQuote.Forward, quotes);

            TestContext.Out.WriteLine($"{years} years: {fit.Status}, {fit.Slice}");
            Assert.That(fit.HasSlice, Is.True);
            Assert.That(fit.Slice.LeftSlope, Is.LessThan(2));
            Assert.That(fit.Slice.RightSlope, Is.LessThan(2));
        }

        StaticArbitrage.AssertNone(calibrator.Fits);
    }

    [Test]
    public void Confidence_falls_with_fewer_quotes_wider_spreads_and_larger_residuals()
    {
        var slice = new SviSlice(0.01, 0.1, -0.2, 0, 0.2);
        SurfaceQuote[] good = [.. AQuote.Of(slice, Month, 31)
            .Select(quote => quote with { BidUsd = 100, AskUsd = 110 })];
        SurfaceQuote[] few = [.. good.Where((_, i) => i % 5 == 0)];
        SurfaceQuote[] wide = [.. good.Select(quote => quote with { AskUsd = 1_000 })];
        SurfaceQuote[] rough = [.. good
            .Select((quote, i) => quote with { Volatility = quote.Volatility + (i % 2 == 0 ? 0.02 : -0.02) })];

        double[] confidence = [.. new[] { good, few, wide, rough }.Select(Confidence)];

        Assert.That(confidence[0], Is.InRange(0.8, 1));
        Assert.That(confidence.Skip(1), Is.All.LessThan(0.8 * confidence[0]));
    }

    [Test]
    public void The_spread_is_counted_in_prices()
    {
        var slice = new SviSlice(0.01, 0.1, -0.2, 0, 0.2);
        SurfaceQuote[] quotes = AQuote.Of(slice, Month, 31);
        quotes[15] = quotes[15] with { BidUsd = 1, AskUsd = AQuote.Forward };
        quotes[16] = quotes[16] with { BidUsd = 1, AskUsd = 2 };
        quotes[17] = quotes[17] with { BidUsd = 0, AskUsd = 2 };

        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();
        SurfaceFit fit = calibrator.Add(Month, AQuote.Forward, quotes);

        Assert.That((fit.TwoSided, fit.InsideSpread), Is.EqualTo((2, 1)));
    }

    [Test]
    public void The_same_quotes_give_the_same_bits_whatever_was_fitted_before()
    {
        SurfaceQuote[] quotes = AQuote.Of(new SviSlice(0.01, 0.1, -0.2, 0, 0.2), Month, 31);
        var used = new SurfaceCalibrator();
        used.Begin();
        used.Add(0.01, 3_000, AQuote.Of(new SviSlice(0.001, 0.01, 0.5, 0, 0.1), 0.01, 50));
        used.Begin();
        var unused = new SurfaceCalibrator();
        unused.Begin();

        Assert.That(
            used.Add(Month, AQuote.Forward, quotes).Slice,
            Is.EqualTo(unused.Add(Month, AQuote.Forward, quotes).Slice));
    }

    [Test]
    public void A_refit_allocates_nothing()
    {
        SurfaceQuote[] near = AQuote.Of(new SviSlice(0.01, 0.1, -0.2, 0, 0.2), Month, 31);
        SurfaceQuote[] crossed = AQuote.Of(new SviSlice(0.005, 0.1, 0.2, 0, 0.2), Month, 31);
        var calibrator = new SurfaceCalibrator();
        Refit(calibrator, near, crossed);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Refit(calibrator, near, crossed);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(calibrator.Fits[1].Status, Is.Not.EqualTo(SurfaceStatus.Svi), "the repair was measured as well");
    }

    [Test]
    public void Expiries_beyond_the_bound_are_refused_and_the_others_stay()
    {
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();
        for (int i = 1; i <= SurfaceCalibrator.ExpiriesMax; i++)
        {
            calibrator.Add(i, AQuote.Forward, []);
        }

        SurfaceFit fit = calibrator.Add(99, AQuote.Forward, []);

        Assert.That(fit.Status, Is.EqualTo(SurfaceStatus.TooManyExpiries));
        Assert.That(calibrator.Fits.Length, Is.EqualTo(SurfaceCalibrator.ExpiriesMax));
    }

    [Test]
    public void Quotes_beyond_the_bound_are_ignored_and_counted()
    {
        SurfaceQuote[] quotes = AQuote.Of(
            new SviSlice(0.01, 0.1, -0.2, 0, 0.2), Month, SurfaceCalibrator.QuotesMax + 7);
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();

        SurfaceFit fit = calibrator.Add(Month, AQuote.Forward, quotes);

        Assert.That((fit.QuotesUsed, fit.QuotesIgnored), Is.EqualTo((SurfaceCalibrator.QuotesMax, 7)));
    }

    private static void Refit(SurfaceCalibrator calibrator, SurfaceQuote[] first, SurfaceQuote[] second)
    {
        calibrator.Begin();
        calibrator.Add(Month, AQuote.Forward, first);
        calibrator.Add(Month + 0.01, AQuote.Forward, second);
    }

    private static double Confidence(SurfaceQuote[] quotes)
    {
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();
        return calibrator.Add(Month, AQuote.Forward, quotes).Confidence;
    }
}
