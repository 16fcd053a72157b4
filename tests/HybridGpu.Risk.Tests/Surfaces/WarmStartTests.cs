using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Risk.Tests.Surfaces;

/// <summary>A fit that starts from the slice of a moment ago.</summary>
public sealed class WarmStartTests
{
    private const double Month = 30.0 / 365;
    private static readonly SviSlice Old = new(0.004, 0.04, -0.2, 0.01, 0.12);

    [Test]
    public void A_warm_start_follows_quotes_that_moved_a_little()
    {
        var moved = new SviSlice(0.0042, 0.041, -0.22, 0.012, 0.12);

        SurfaceFit fit = Fit(AQuote.Of(moved, Month, 31), Old);

        Assert.That(fit.Status, Is.EqualTo(SurfaceStatus.Svi));
        Assert.That(fit.RmsePoints, Is.LessThan(0.01));
    }

    [Test]
    public void A_warm_start_far_off_or_senseless_gives_a_fit_as_good_as_none()
    {
        SurfaceQuote[] quotes = AQuote.Of(Old, Month, 31);
        double cold = Fit(quotes, null).RmsePoints;
        SviSlice[] starts =
        [
            default, new(1, 1, 0.99, 5, 1e-9), new(0.4, 0.9, 0.8, -2, 3),
            new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN),
        ];
        foreach (SviSlice start in starts)
        {
            SurfaceFit fit = Fit(quotes, start);
            Assert.That(fit.HasSlice, Is.True, start.ToString());
            Assert.That(fit.LeastDurrleman, Is.Not.Negative, start.ToString());
            Assert.That(fit.RmsePoints, Is.LessThan(cold + 0.05), start.ToString());
        }
    }

    private static SurfaceFit Fit(SurfaceQuote[] quotes, SviSlice? warm)
    {
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();
        return calibrator.Add(Month, AQuote.Forward, quotes, warm);
    }
}
