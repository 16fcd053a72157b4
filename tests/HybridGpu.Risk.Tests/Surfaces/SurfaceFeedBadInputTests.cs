using HybridGpu.Domain;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Surfaces;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Risk.Tests.Surfaces;

/// <summary>Bad quotes are left out and counted; no account ever sees one.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SurfaceFeedBadInputTests : IDisposable
{
    private const int Rounds = 60;
    private static readonly double[] Strange =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, -1, 1e-300, 1e300, 1e-5, 0.5, 5, 3_000,
    ];

    private readonly FeedBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private static IEnumerable<TestCaseData> BadQuotes()
    {
        const double None = double.NaN;
        yield return Case("crossed", OptionQuote.OfVolatilities(3, 2, 2.5, 1), report => report.CrossedQuotes);
        yield return Case(
            "crossed in prices", OptionQuote.OfPrices(9_000, 8_000, 3, 70_000, 1), report => report.CrossedQuotes);
        yield return Case("bid only", OptionQuote.OfVolatilities(3, None, None, 1), report => report.OneSidedQuotes);
        yield return Case("ask only", OptionQuote.OfVolatilities(None, 3, None, 1), report => report.OneSidedQuotes);
        yield return Case("zero bid", OptionQuote.OfPrices(0, 9_000, None, 70_000, 1), report => report.OneSidedQuotes);
        yield return Case(
            "not a number", OptionQuote.OfPrices(None, None, None, None, 1), report => report.EmptyQuotes);
        yield return Case(
            "prices without a forward", OptionQuote.OfPrices(10, 20, None, None, 1), report => report.OneSidedQuotes);
        yield return Case(
            "an endless ask", OptionQuote.OfVolatilities(0.5, double.PositiveInfinity, None, 1),
            report => report.OneSidedQuotes);

        static TestCaseData Case(string name, OptionQuote quote, Func<SurfaceFeedReport, long> counter) =>
            new TestCaseData(quote, counter).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(BadQuotes))]
    public void A_bad_quote_is_left_out_and_counted_and_its_option_priced_from_the_others(
        OptionQuote bad, Func<SurfaceFeedReport, long> counter)
    {
        long expiry = _bench.Expiry(30);
        _bench.Quote(expiry);
        (InstrumentId call, _, double strike) = _bench.Options(expiry)[8];
        (InstrumentId put, _, _) = _bench.Options(expiry)[9];
        _bench.Feed.SetQuote(call, in bad);
        _bench.Feed.SetQuote(put, in bad);

        _bench.Refit();

        Assert.That(counter(_bench.Feed.Report), Is.EqualTo(2));
        RiskSnapshot snapshot = _bench.Tick();
        Assert.That(FeedBench.SurfaceOf(snapshot, expiry).QuotesUsed, Is.EqualTo(2 * FeedBench.StrikesOnASide));
        double truth = FeedBench.TrueVol(strike, FeedBench.Years(expiry, _bench.Now));
        Assert.That(FeedBench.VolOf(snapshot, call), Is.EqualTo(truth).Within(1e-3));
        Assert.That(FeedBench.VolOf(snapshot, put), Is.EqualTo(truth).Within(1e-3));
    }

    [Test]
    public void A_one_sided_quote_with_a_volatility_of_its_own_counts_with_that()
    {
        long expiry = _bench.Expiry(30);
        double years = FeedBench.Years(expiry, _bench.Now);
        foreach ((InstrumentId id, _, double strike) in _bench.Options(expiry))
        {
            double vol = FeedBench.TrueVol(strike, years);
            _bench.Feed.SetQuote(id, OptionQuote.OfVolatilities(0, vol + 0.3, vol, _bench.Now));
        }

        _bench.Refit();

        (InstrumentId any, _, double at) = _bench.Options(expiry)[4];
        Assert.That(FeedBench.VolOf(_bench.Tick(), any), Is.EqualTo(FeedBench.TrueVol(at, years)).Within(1e-3));
        Assert.That(_bench.Feed.Report.OneSidedQuotes, Is.EqualTo(_bench.Options(expiry).Count));
    }

    [Test]
    public void An_expiry_without_quotes_or_neighbours_is_not_priced_and_is_an_alert()
    {
        long expiry = _bench.Expiry(30);

        _bench.Refit();
        _bench.Bench.Market.Publish(_bench.Now, _bench.Bench.Mailbox);

        Assert.That(_bench.Bench.Market.LeftOut, Is.EqualTo(_bench.Options(expiry).Count));
        SurfaceFeedReport report = _bench.Feed.Report;
        Assert.That((report.Missing, report.Alerts, report.Failures), Is.EqualTo((1, 1, 1L)));
    }

    [Test]
    public void Without_a_forward_an_expiry_waits_and_the_others_are_fitted()
    {
        long without = _bench.Expiry(10, hasForward: false);
        long with = _bench.Expiry(30);
        _bench.Quote(without);
        _bench.Quote(with);

        _bench.Refit();
        RiskSnapshot before = _bench.Tick();
        _bench.Bench.Market.SetForward(Bench.Btc, without, FeedBench.Forward);
        _bench.Refit();
        RiskSnapshot after = _bench.Tick();

        Assert.That(before.Surfaces.Length, Is.EqualTo(1));
        Assert.That(FeedBench.SurfaceOf(before, with).Source, Is.EqualTo(SurfaceSource.Fitted));
        Assert.That(before.TryGetContract(_bench.Options(without)[0].Id, out _), Is.False);
        Assert.That(FeedBench.SurfaceOf(after, without).Source, Is.EqualTo(SurfaceSource.Fitted));
        Assert.That(after.TryGetContract(_bench.Options(without)[0].Id, out _), Is.True);
    }

    [Test]
    public void Quotes_of_what_is_no_option_are_stray()
    {
        InstrumentId perpetual = _bench.Bench.List(
            Bench.Btc, Domain.Instruments.InstrumentKind.Perpetual, long.MaxValue, 0, 1_000, FeedBench.Forward);
        _bench.Feed.Update(_bench.Now);
        OptionQuote quote = OptionQuote.OfVolatilities(0.5, 0.6, 0.55, _bench.Now);

        _bench.Feed.SetQuote(perpetual, in quote);
        _bench.Feed.SetQuote(new InstrumentId((uint)_bench.Bench.Catalog.Capacity), in quote);
        _bench.Expiry(30);
        _bench.Refit();

        Assert.That(_bench.Feed.Report.StrayQuotes, Is.EqualTo(2));
    }

    [Test]
    public void Whatever_is_quoted_no_volatility_and_no_account_leaves_its_bounds()
    {
        Random random = Seed.NewRandom();
        long[] expiries = [_bench.Expiry(0.001), _bench.Expiry(10), _bench.Expiry(30), _bench.Expiry(900)];
        _bench.Bench.Open(16, 1_000_000_000);
        foreach (long expiry in expiries)
        {
            foreach ((InstrumentId id, _, _) in _bench.Options(expiry))
            {
                _bench.Bench.Trade(16, 17, id, Side.Buy, 1_000, random.Next(1, 50));
            }
        }

        for (int round = 0; round < Rounds; round++)
        {
            foreach (long expiry in expiries)
            {
                foreach ((InstrumentId id, _, _) in _bench.Options(expiry))
                {
                    double Next() => Strange[random.Next(Strange.Length)];
                    _bench.Feed.SetQuote(id, random.Next(2) == 0
                        ? OptionQuote.OfPrices(Next(), Next(), Next(), Next(), _bench.Now)
                        : OptionQuote.OfVolatilities(Next(), Next(), Next(), _bench.Now));
                }
            }

            _bench.Refit();
            RiskSnapshot snapshot = _bench.Tick();
            foreach (ref readonly ContractRisk contract in snapshot.Contracts)
            {
                Assert.That(contract.VolNano, Is.InRange(1, ContractInput.VolNanoMax));
            }

            foreach (ref readonly ExpirySurface surface in snapshot.Surfaces)
            {
                Assert.That(surface.WidthNano, Is.InRange(0, ExpirySurface.WidthNanoMax));
            }

            foreach (ref readonly AccountRisk account in snapshot.Accounts)
            {
                Assert.That(account.ConfidenceMicros, Is.Not.Negative);
                Assert.That(account.InitialMarginMicros, Is.GreaterThanOrEqualTo(account.ConfidenceMicros));
            }
        }
    }
}
