using HybridGpu.Risk.Chains;
using HybridGpu.Risk.Surfaces;
using HybridGpu.Risk.Tests.Chains;

namespace HybridGpu.Risk.Tests.Surfaces;

/// <summary>The bar of the surfaces on the recorded chains.</summary>
public sealed class RecordedSurfaceTests
{
    [Test]
    public void Every_recorded_chain_is_fitted_without_arbitrage_and_within_the_bar()
    {
        ChainDirectory directory = RecordedChains.OpenOrIgnore();
        var calibrator = new SurfaceCalibrator();
        var quotes = new List<SurfaceQuote>();
        var errors = new List<double>();
        foreach (ChainFileEntry file in directory.Files)
        {
            ChainSnapshot snapshot = ChainFile.Read(file.Path);
            foreach (ChainCurrency currency in snapshot.Currencies)
            {
                calibrator.Begin();
                foreach (ChainExpiry expiry in currency.Expiries)
                {
                    quotes.Clear();
                    ChainQuotes.Append(expiry, quotes);
                    SurfaceFit fit = calibrator.Add(
                        ChainQuotes.TimeYears(expiry.ExpiryNs, snapshot.TakenNs), expiry.ForwardUsd, [.. quotes]);
                    Assert.That(fit.HasSlice, Is.True, $"{file.Path} {currency.Name}: {fit.Status}");
                    Assert.That(fit.QuotesNear, Is.Positive, $"{file.Path} {currency.Name}");
                    errors.Add(fit.RmsePoints);
                }

                StaticArbitrage.AssertNone(calibrator.Fits);
            }
        }

        // The bar of the surface: 0.20 and 0.5 vol points within two deviations, all days together.
        errors.Sort();
        double median = errors[errors.Count / 2];
        double tail = errors[errors.Count * 9 / 10];
        TestContext.Out.WriteLine($"{errors.Count} slices: median {median:F3}, p90 {tail:F3}, worst {errors[^1]:F3}");
        Assert.That(median, Is.LessThanOrEqualTo(0.20));
        Assert.That(tail, Is.LessThanOrEqualTo(0.5));
        Assert.That(errors[^1], Is.LessThan(3));
    }
}
