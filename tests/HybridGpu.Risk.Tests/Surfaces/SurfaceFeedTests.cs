using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Kernels;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Surfaces;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Risk.Tests.Surfaces;

/// <summary>From quotes to the volatilities that a tick prices with.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SurfaceFeedTests : IDisposable
{
    private const double SmallVol = 5e-4;
    private readonly FeedBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public void Every_option_is_priced_from_the_slice_on_which_the_quotes_lie()
    {
        long[] expiries = [_bench.Expiry(7), _bench.Expiry(30), _bench.Expiry(180)];
        Array.ForEach(expiries, expiry => _bench.Quote(expiry));

        _bench.Refit();

        RiskSnapshot snapshot = _bench.Tick();
        foreach (long expiry in expiries)
        {
            AssertOnTheSlice(snapshot, expiry);
            ExpirySurface surface = FeedBench.SurfaceOf(snapshot, expiry);
            Assert.That(surface.Source, Is.EqualTo(SurfaceSource.Fitted));
            Assert.That(surface.WidthNano / 1e7, Is.LessThan(0.05), "vol points");
            Assert.That(surface.QuotesUsed, Is.EqualTo((2 * FeedBench.StrikesOnASide) + 1), "one of each strike");
        }

        SurfaceFeedReport report = _bench.Feed.Report;
        Assert.That((report.Fits, report.Failures, report.Alerts, report.Expiries), Is.EqualTo((3L, 0L, 0, 3)));
        Assert.That(report.MedianErrorPoints, Is.LessThan(0.05));
    }

    [Test]
    public void Prices_give_the_surface_of_the_volatilities_behind_them()
    {
        long expiry = _bench.Expiry(30);
        double years = FeedBench.Years(expiry, _bench.Now);
        foreach ((InstrumentId id, InstrumentKind kind, double strike) in _bench.Options(expiry))
        {
            PayoffKind payoff = kind == InstrumentKind.Call ? PayoffKind.Call : PayoffKind.Put;
            double vol = FeedBench.TrueVol(strike, years);
            double bid = BlackPricer.Price(payoff, FeedBench.Forward, strike, years, vol - 0.01, 0);
            double ask = BlackPricer.Price(payoff, FeedBench.Forward, strike, years, vol + 0.01, 0);
            _bench.Feed.SetQuote(id, OptionQuote.OfPrices(bid, ask, double.NaN, FeedBench.Forward, _bench.Now));
        }

        _bench.Refit();

        AssertOnTheSlice(_bench.Tick(), expiry);
        Assert.That(_bench.Feed.Report.OneSidedQuotes, Is.Zero);
    }

    [Test]
    public void An_expiry_with_too_few_quotes_lies_between_its_neighbours_in_total_variance()
    {
        long before = _bench.Expiry(10);
        long between = _bench.Expiry(20);
        long after = _bench.Expiry(40);
        _bench.Quote(before);
        _bench.Quote(between, count: 2);
        _bench.Quote(after);

        _bench.Refit();

        // The true surface is linear in time, so what lies between is true as well.
        RiskSnapshot snapshot = _bench.Tick();
        AssertOnTheSlice(snapshot, between);
        ExpirySurface surface = FeedBench.SurfaceOf(snapshot, between);
        Assert.That((surface.Source, surface.Status), Is.EqualTo(
            (SurfaceSource.Interpolated, SurfaceStatus.TooFewQuotes)));
        Assert.That(surface.WidthNano, Is.GreaterThan(FeedBench.SurfaceOf(snapshot, after).WidthNano));
        Assert.That((_bench.Feed.Report.Borrowed, _bench.Feed.Report.Failures), Is.EqualTo((1, 1L)));
    }

    [Test]
    public void Beyond_the_last_slice_volatility_is_flat_in_time()
    {
        long quoted = _bench.Expiry(10);
        long silent = _bench.Expiry(300);
        _bench.Quote(quoted);

        _bench.Refit();

        RiskSnapshot snapshot = _bench.Tick();
        Assert.That(FeedBench.SurfaceOf(snapshot, silent).Source, Is.EqualTo(SurfaceSource.Extrapolated));
        InstrumentId atm = _bench.Options(quoted)[2 * FeedBench.StrikesOnASide].Id;
        InstrumentId far = _bench.Options(silent)[2 * FeedBench.StrikesOnASide].Id;
        Assert.That(FeedBench.VolOf(snapshot, far), Is.EqualTo(FeedBench.VolOf(snapshot, atm)));
    }

    [Test]
    public void A_fit_that_fails_keeps_the_last_good_slice_and_is_less_certain_the_older_it_is()
    {
        long expiry = _bench.Expiry(30);
        _bench.Quote(expiry);
        _bench.Refit();
        RiskSnapshot good = _bench.Tick();
        long fittedNs = _bench.Now;

        _bench.Withdraw(expiry);
        _bench.Refit();
        RiskSnapshot held = _bench.Tick();
        _bench.Refit(aheadNs: 3_600_000_000_000);
        RiskSnapshot old = _bench.Tick();

        long[] widths = [.. new[] { good, held, old }.Select(at => FeedBench.SurfaceOf(at, expiry).WidthNano)];
        Assert.That(widths[1], Is.GreaterThan(widths[0] + 10_000_000), "a point more at once");
        Assert.That(widths[2], Is.EqualTo(widths[0] + 20_000_000).Within(200_000), "another after an hour");
        ExpirySurface surface = FeedBench.SurfaceOf(old, expiry);
        Assert.That((surface.Source, surface.IsAlert, surface.FittedNs), Is.EqualTo(
            (SurfaceSource.Held, true, fittedNs)));
        foreach ((InstrumentId id, _, _) in _bench.Options(expiry))
        {
            Assert.That(FeedBench.VolOf(old, id), Is.EqualTo(FeedBench.VolOf(good, id)));
        }

        _bench.Quote(expiry);
        _bench.Refit();
        Assert.That(FeedBench.SurfaceOf(_bench.Tick(), expiry).IsAlert, Is.False, "and recovers");
        Assert.That((_bench.Feed.Report.Held, _bench.Feed.Report.Failures), Is.EqualTo((0, 2L)));
    }

    [Test]
    public void Quotes_past_their_time_are_none()
    {
        long expiry = _bench.Expiry(30);
        _bench.Quote(expiry, life: 1_000_000_000);
        _bench.Refit();
        ExpirySurface within = FeedBench.SurfaceOf(_bench.Tick(), expiry);

        _bench.Refit(2_000_000_000);

        ExpirySurface after = FeedBench.SurfaceOf(_bench.Tick(), expiry);
        Assert.That((within.Source, after.Source), Is.EqualTo((SurfaceSource.Fitted, SurfaceSource.Held)));
        Assert.That((after.Status, after.QuotesUsed), Is.EqualTo((SurfaceStatus.TooFewQuotes, 0)));
        Assert.That(after.WidthNano, Is.GreaterThan(within.WidthNano));
    }

    [Test]
    public void A_slice_held_for_long_gives_way_to_fresh_neighbours()
    {
        long[] expiries = [_bench.Expiry(10), _bench.Expiry(20), _bench.Expiry(40)];
        Array.ForEach(expiries, expiry => _bench.Quote(expiry));
        _bench.Refit();
        _bench.Withdraw(expiries[1]);

        _bench.Refit(SurfaceFeed.HoldNs);
        Assert.That(FeedBench.SurfaceOf(_bench.Tick(), expiries[1]).Source, Is.EqualTo(SurfaceSource.Held));
        _bench.Refit();
        Assert.That(FeedBench.SurfaceOf(_bench.Tick(), expiries[1]).Source, Is.EqualTo(SurfaceSource.Interpolated));
    }

    [Test]
    public void Refits_are_bounded_by_market_time_and_by_publications_and_the_newest_quotes_win()
    {
        long expiry = _bench.Expiry(30);
        _bench.Quote(expiry);
        _bench.Refit();
        long now = _bench.Now;
        for (int i = 1; i <= 40; i++)
        {
            _bench.Quote(expiry, noise: _ => 0.001 * i);
            _bench.Feed.Update(now + (i * 1_000_000));
        }

        Assert.That(_bench.Feed.Report.Refits, Is.EqualTo(1), "40 ms of market time");
        for (int i = 1; i < SurfaceFeed.PublicationsBetween; i++)
        {
            Assert.That(_bench.Feed.Update(now + (i * 3_600_000_000_000)), Is.EqualTo(i == 1), "one in five");
        }

        double strike = _bench.Options(expiry)[2 * FeedBench.StrikesOnASide].Strike;
        double vol = FeedBench.VolOf(_bench.Tick(), _bench.Options(expiry)[2 * FeedBench.StrikesOnASide].Id);
        Assert.That(vol, Is.EqualTo(FeedBench.TrueVol(strike, FeedBench.Years(expiry, now)) + 0.04).Within(1e-3));
    }

    [Test]
    public void A_listing_and_much_newer_quotes_bring_the_refit_forward()
    {
        long expiry = _bench.Expiry(30);
        _bench.Quote(expiry);
        Assert.That(_bench.Feed.Update(_bench.Now), Is.True, "the first time");
        Assert.That(_bench.Feed.Update(_bench.Now + 1), Is.False);

        _bench.Expiry(60);
        Assert.That(_bench.Feed.Update(_bench.Now + 2), Is.True, "options were listed");
        InstrumentId any = _bench.Options(expiry)[0].Id;
        _bench.Feed.SetQuote(any, OptionQuote.OfVolatilities(0.5, 0.6, 0.55, _bench.Now + 60_000_000_000));
        Assert.That(_bench.Feed.Update(_bench.Now + 3), Is.True, "quotes a minute newer");
    }

    [Test]
    public void An_expiry_is_forgotten_once_it_has_expired()
    {
        long near = _bench.Expiry(1);
        long far = _bench.Expiry(30);
        _bench.Quote(near);
        _bench.Quote(far);
        _bench.Refit();

        _bench.Refit(Bench.Day);
        _bench.Quote(near);

        Assert.That(_bench.Feed.Report.Expiries, Is.EqualTo(1));
        _bench.Refit();
        Assert.That(_bench.Feed.Report.StrayQuotes, Is.EqualTo(_bench.Options(near).Count));
        Assert.That(_bench.Tick().Surfaces.Length, Is.EqualTo(1));
    }

    private void AssertOnTheSlice(RiskSnapshot snapshot, long expiry)
    {
        double years = FeedBench.Years(expiry, _bench.Now);
        foreach ((InstrumentId id, _, double strike) in _bench.Options(expiry))
        {
            Assert.That(
                FeedBench.VolOf(snapshot, id), Is.EqualTo(FeedBench.TrueVol(strike, years)).Within(SmallVol),
                $"{strike}");
        }
    }
}
