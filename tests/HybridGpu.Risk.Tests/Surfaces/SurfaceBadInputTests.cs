using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Risk.Tests.Surfaces;

/// <summary>What is wrong has a status or is left out, and never throws.</summary>
public sealed class SurfaceBadInputTests
{
    private const double Years = 0.1;

    private static readonly SurfaceQuote[] Good = AQuote.Of(new SviSlice(0.01, 0.1, -0.2, 0, 0.2), Years, 21);

    [TestCase(0.0)]
    [TestCase(-0.1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(101.0)]
    public void Time_that_is_no_positive_span_is_refused(double years) =>
        AssertRefused(SurfaceStatus.BadTime, years, AQuote.Forward, Good);

    [TestCase(0.0)]
    [TestCase(-70_000.0)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_forward_that_is_missing_is_refused(double forward) =>
        AssertRefused(SurfaceStatus.BadForward, Years, forward, Good);

    [Test]
    public void An_expiry_without_quotes_is_refused() =>
        AssertRefused(SurfaceStatus.TooFewQuotes, Years, AQuote.Forward, []);

    [Test]
    public void Two_quotes_are_too_few() =>
        AssertRefused(SurfaceStatus.TooFewQuotes, Years, AQuote.Forward, Good[..2]);

    [Test]
    public void An_expiry_out_of_order_is_refused_and_the_next_one_fitted()
    {
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();
        calibrator.Add(Years, AQuote.Forward, Good);

        Assert.That(calibrator.Add(Years, AQuote.Forward, Good).Status, Is.EqualTo(SurfaceStatus.OutOfOrder));
        Assert.That(calibrator.Add(Years / 2, AQuote.Forward, Good).Status, Is.EqualTo(SurfaceStatus.OutOfOrder));
        Assert.That(calibrator.Add(2 * Years, AQuote.Forward, Good).HasSlice, Is.True);
        Assert.That(calibrator.Fits.Length, Is.EqualTo(4));
        StaticArbitrage.AssertNone(calibrator.Fits);
    }

    [TestCaseSource(nameof(BadQuotes))]
    public void A_bad_quote_is_left_out_and_counted(SurfaceQuote bad)
    {
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();
        SviSlice without = calibrator.Add(Years, AQuote.Forward, Good).Slice;
        calibrator.Begin();

        SurfaceFit fit = calibrator.Add(Years, AQuote.Forward, [.. Good, bad]);

        Assert.That((fit.QuotesUsed, fit.QuotesIgnored), Is.EqualTo((Good.Length, 1)));
        Assert.That(fit.Slice, Is.EqualTo(without));
    }

    [Test]
    public void Only_bad_quotes_are_too_few()
    {
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();

        SurfaceFit fit = calibrator.Add(Years, AQuote.Forward, [.. BadQuotes()]);

        Assert.That(fit.Status, Is.EqualTo(SurfaceStatus.TooFewQuotes));
        Assert.That(fit.QuotesIgnored, Is.EqualTo(BadQuotes().Count()));
    }

    [Test]
    public void A_bid_or_ask_that_is_no_price_counts_as_missing()
    {
        SurfaceQuote[] quotes = [.. Good];
        quotes[3] = quotes[3] with { BidUsd = double.NaN, AskUsd = 10 };
        quotes[4] = quotes[4] with { BidUsd = -1, AskUsd = 10 };
        quotes[5] = quotes[5] with { BidUsd = 1, AskUsd = double.PositiveInfinity };
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();

        SurfaceFit fit = calibrator.Add(Years, AQuote.Forward, quotes);

        Assert.That((fit.QuotesUsed, fit.TwoSided), Is.EqualTo((Good.Length, 0)));
    }

    private static IEnumerable<SurfaceQuote> BadQuotes()
    {
        SurfaceQuote good = AQuote.At(0.1, 0.5);
        yield return good with { Volatility = double.NaN };
        yield return good with { Volatility = -0.5 };
        yield return good with { Volatility = 0 };
        yield return good with { Volatility = double.PositiveInfinity };
        yield return good with { Volatility = 51 };
        yield return good with { StrikeUsd = 0 };
        yield return good with { StrikeUsd = -70_000 };
        yield return good with { StrikeUsd = double.NaN };
        yield return good with { StrikeUsd = double.PositiveInfinity };
        yield return good with { BidUsd = 11, AskUsd = 10 };
        yield return good with { Kind = InstrumentKind.Future };
    }

    private static void AssertRefused(SurfaceStatus status, double years, double forward, SurfaceQuote[] quotes)
    {
        var calibrator = new SurfaceCalibrator();
        calibrator.Begin();

        SurfaceFit fit = calibrator.Add(years, forward, quotes);

        Assert.That(fit.Status, Is.EqualTo(status));
        Assert.That((fit.HasSlice, fit.Slice, fit.Confidence), Is.EqualTo((false, default(SviSlice), 0.0)));
        Assert.That(calibrator.Fits.Length, Is.EqualTo(1));
    }
}
