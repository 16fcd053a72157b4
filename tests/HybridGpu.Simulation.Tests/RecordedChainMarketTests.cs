using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Chains;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Tests;

public sealed class RecordedChainMarketTests
{
    private const long StepNs = 50_000_000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(39);

    [Test]
    public void Every_option_of_all_files_is_listed_once_and_settled_once_when_its_time_comes()
    {
        string directory = ChainData.DirectoryOrIgnore();
        var expected = ChainData.AllOptions(directory, "BTC");
        var sink = new RecordingSink();
        RecordedChainMarket market = Open(directory, "BTC");

        market.Start(sink);
        int steps = 0;
        while (!market.IsFinished)
        {
            market.Advance(StepNs);
            steps++;
        }

        IEnumerable<string> listed = sink.Listed.Where(spec => spec.IsOption).Select(spec => spec.Symbol.ToString());
        Assert.That(listed, Is.EquivalentTo(expected.Keys));
        Assert.That(sink.ListCalls, Is.Unique);
        Assert.That(
            sink.Listed.Where(spec => !spec.IsOption).Select(spec => spec.Symbol.ToString()), Is.EqualTo(["BTC-PERP"]));
        foreach (InstrumentSpec spec in sink.Listed.Where(spec => spec.IsOption))
        {
            Assert.That((spec.ExpiryNs, spec.StrikeMicros, spec.Kind), Is.EqualTo(expected[spec.Symbol.ToString()]));
        }

        IEnumerable<long> due =
            expected.Values.Select(option => option.ExpiryNs).Where(e => e <= market.MarketNs).Distinct();
        Assert.That(sink.Settled.Select(settled => settled.ExpiryNs), Is.EquivalentTo(due).And.Ordered);
        Assert.That(sink.Settled.Select(settled => settled.ClockNs), Is.EqualTo(sink.Settled.Select(s => s.ExpiryNs)));
        Assert.That(market.FilesReached, Is.EqualTo(market.FileCount));
        Assert.That(steps * StepNs, Is.EqualTo(Duration.Ticks * 100));
        Assert.That(market.Problems, Is.Empty);
        TestContext.Out.WriteLine(
            $"{expected.Count} options, {expected.Values.Select(o => o.ExpiryNs).Distinct().Count()} expiries, "
            + $"{sink.Settled.Count} settled, last: {market.Progress}");
    }

    [Test]
    public void Both_currencies_come_without_a_filter_and_one_late_step_reaches_every_file_in_turn()
    {
        string directory = ChainData.DirectoryOrIgnore();
        var sink = new RecordingSink();
        RecordedChainMarket market = Open(directory, null);

        market.Start(sink);
        market.Advance(Duration.Ticks * 100);

        int expected = ChainData.AllOptions(directory, "BTC").Count + ChainData.AllOptions(directory, "ETH").Count;
        Assert.That(sink.Listed, Has.Count.EqualTo(expected + 2));
        Assert.That(market.IsFinished, Is.True);
        Assert.That(sink.LiveInstruments, Has.None.Matches<InstrumentSpec>(spec => spec.ExpiryNs <= market.MarketNs));
    }

    [Test]
    public void Settlement_takes_the_index_interpolated_to_the_moment_of_expiry()
    {
        string directory = ChainData.DirectoryOrIgnore();
        IReadOnlyList<ChainFileEntry> files = ChainDirectory.Open(directory).Files;
        double from = ChainFile.Read(files[0].Path).Find("BTC")!.IndexUsd;
        double to = ChainFile.Read(files[1].Path).Find("BTC")!.IndexUsd;
        var sink = new RecordingSink();
        RecordedChainMarket market = Open(directory, "BTC");

        market.Start(sink);
        market.Advance(TimeSpan.FromMilliseconds(999).Ticks * 100);

        Assert.That(sink.Settled, Is.Not.Empty);
        foreach ((_, long expiryNs, long priceMicros, _) in sink.Settled)
        {
            double share = (expiryNs - files[0].TakenNs) / (double)(files[1].TakenNs - files[0].TakenNs);
            // True value: linear between the two files; error: rounding to a micro-USD.
            Assert.That(priceMicros / 1e6, Is.EqualTo(from + ((to - from) * share)).Within(1e-6));
        }
    }

    [Test]
    public void At_a_file_forwards_volatilities_and_quotes_are_the_files()
    {
        string directory = ChainData.DirectoryOrIgnore();
        ChainCurrency chain = ChainFile.Read(ChainDirectory.Open(directory).Files[0].Path).Find("BTC")!;
        var sink = new RecordingSink();
        RecordedChainMarket market = Open(directory, "BTC");

        market.Start(sink);

        var guides = market.Latest.Guides.ToArray().ToDictionary(guide => guide.Instrument.Symbol);
        Assert.That(guides, Has.Count.EqualTo(chain.Rows.Count + 1));
        foreach (ChainExpiry expiry in chain.Expiries)
        {
            Assert.That(
                sink.Forwards[(MarketUnderlying.Btc.Id, expiry.ExpiryNs)], Is.EqualTo(expiry.ForwardUsd).Within(1e-6));
            foreach (ChainRow row in expiry.Rows)
            {
                QuoteGuide guide = guides[row.Instrument];
                Assert.That(sink.Vols[guide.Instrument.Id], Is.EqualTo(row.MarkVol));
                // Recorded marks are Black-76 on the parity forward up to the rounding of the volatility
                // (shared/data/README.md).
                Assert.That(
                    guide.FairUsd / expiry.ForwardUsd, Is.EqualTo(row.MarkCoin!.Value).Within(5e-5), row.Instrument);
                Assert.That(double.IsNaN(guide.BidOffsetUsd), Is.EqualTo(row.BidCoin is null));
                Assert.That(double.IsNaN(guide.AskOffsetUsd), Is.EqualTo(row.AskCoin is null));
            }
        }
    }

    [Test]
    public void A_restart_goes_on_from_the_market_time_with_the_contracts_the_venue_has()
    {
        string directory = ChainData.DirectoryOrIgnore();
        var sink = new RecordingSink();
        RecordedChainMarket first = Open(directory, "BTC");
        first.Start(sink);
        first.Advance(TimeSpan.FromSeconds(13.4).Ticks * 100);
        long stoppedNs = first.MarketNs;
        int listedBefore = sink.Listed.Count;

        RecordedChainMarket second = Open(directory, "BTC");
        second.Start(sink, stoppedNs);

        Assert.That(second.MarketNs, Is.EqualTo(stoppedNs));
        Assert.That(sink.Listed, Has.Count.EqualTo(listedBefore), "nothing new is to be listed at the same moment");
        Assert.That(second.FilesReached, Is.EqualTo(14));
        second.Advance(Duration.Ticks * 100);

        var expected = ChainData.AllOptions(directory, "BTC");
        Assert.That(sink.Listed.Count(spec => spec.IsOption), Is.EqualTo(expected.Count));
        Assert.That(
            sink.Settled.Select(settled => settled.ExpiryNs),
            Is.EquivalentTo(expected.Values.Select(o => o.ExpiryNs).Where(e => e <= second.MarketNs).Distinct()));
    }

    [Test]
    public void An_expiry_that_the_last_run_reached_and_did_not_settle_is_settled_at_the_restart()
    {
        string directory = ChainData.DirectoryOrIgnore();
        var sink = new RecordingSink();
        RecordedChainMarket first = Open(directory, "BTC");
        first.Start(sink);
        long expiryNs = sink.Listed.Where(spec => spec.IsOption).Min(spec => spec.ExpiryNs);

        RecordedChainMarket second = Open(directory, "BTC");
        second.Start(sink, expiryNs);

        Assert.That(sink.Settled.Select(settled => settled.ExpiryNs), Is.EqualTo([expiryNs]));
        Assert.That(sink.LiveInstruments, Has.None.Matches<InstrumentSpec>(spec => spec.ExpiryNs <= expiryNs));
    }

    [Test]
    public void After_the_last_file_market_time_goes_on_in_real_time()
    {
        string directory = ChainData.DirectoryOrIgnore();
        var sink = new RecordingSink();
        RecordedChainMarket market = Open(directory, "BTC");
        market.Start(sink);
        market.Advance(Duration.Ticks * 100);
        long endNs = market.MarketNs;

        market.Advance(7 * StepNs);

        Assert.That(market.MarketNs, Is.EqualTo(endNs + (7 * StepNs)));
        Assert.That(market.Latest.Guides.Length, Is.GreaterThan(0));
    }

    [Test]
    public void Contracts_about_to_expire_are_shown_as_closing_and_expired_ones_not_at_all()
    {
        string directory = ChainData.DirectoryOrIgnore();
        var sink = new RecordingSink();
        RecordedChainMarket market = Open(directory, "BTC");
        market.Start(sink);
        int closing = 0;

        for (int i = 0; i < 100; i++)
        {
            market.Advance(StepNs);
            foreach (QuoteGuide guide in market.Latest.Guides)
            {
                Assert.That(guide.Instrument.Spec.ExpiryNs, Is.GreaterThan(market.Latest.MarketNs));
                closing += guide.IsClosing ? 1 : 0;
            }
        }

        Assert.That(closing, Is.GreaterThan(0));
    }

    [Test]
    public void A_contract_that_the_venue_refuses_is_never_shown()
    {
        string directory = ChainData.DirectoryOrIgnore();
        var sink = new RecordingSink { Accepts = spec => spec.Kind != InstrumentKind.Put };
        RecordedChainMarket market = Open(directory, "BTC");

        market.Start(sink);
        market.Advance(3_000_000_000);

        Assert.That(sink.Listed, Is.Not.Empty);
        Assert.That(
            market.Latest.Guides.ToArray(),
            Has.None.Matches<QuoteGuide>(guide => guide.Instrument.Spec.Kind == InstrumentKind.Put));
    }

    [TestCase("DOGE")]
    [TestCase("btc")]
    public void An_unknown_currency_is_refused_with_words(string currency)
    {
        RecordedChainMarket? market = RecordedChainMarket.Open(".", currency, Duration, out string problem);

        Assert.That(market, Is.Null);
        Assert.That(problem, Does.Contain(currency).And.Contain("BTC or ETH"));
    }

    [Test]
    public void A_directory_without_usable_files_is_refused_with_words()
    {
        string directory = Directory.CreateTempSubdirectory("chains").FullName;
        File.WriteAllText(Path.Combine(directory, "chain_20260101T000000Z.csv.gz"), "not gzip");

        RecordedChainMarket? damaged = RecordedChainMarket.Open(directory, null, Duration, out string problem);
        RecordedChainMarket? missing =
            RecordedChainMarket.Open(directory + "-none", null, Duration, out string missingProblem);
        Directory.Delete(directory, recursive: true);

        Assert.That(damaged, Is.Null);
        Assert.That(problem, Does.Contain("chain_20260101T000000Z.csv.gz"));
        Assert.That(missing, Is.Null);
        Assert.That(missingProblem, Does.Contain("-none"));
    }

    [Test]
    public void A_damaged_file_in_the_middle_is_skipped_and_its_time_goes_to_the_one_before()
    {
        string source = ChainData.DirectoryOrIgnore();
        string directory = Directory.CreateTempSubdirectory("chains").FullName;
        IReadOnlyList<ChainFileEntry> files = ChainDirectory.Open(source).Files;
        File.Copy(files[0].Path, Path.Combine(directory, Path.GetFileName(files[0].Path)));
        File.WriteAllText(Path.Combine(directory, Path.GetFileName(files[1].Path)), "not gzip");
        File.Copy(files[2].Path, Path.Combine(directory, Path.GetFileName(files[2].Path)));
        var sink = new RecordingSink();
        RecordedChainMarket market = RecordedChainMarket.Open(directory, "BTC", TimeSpan.FromSeconds(3), out _)!;

        market.Start(sink);
        market.Advance(1_999_000_000);
        int reachedBefore = market.FilesReached;
        market.Advance(1_000_000);
        Directory.Delete(directory, recursive: true);

        Assert.That(reachedBefore, Is.EqualTo(1));
        Assert.That(market.FilesReached, Is.EqualTo(3));
        Assert.That(market.MarketNs, Is.EqualTo(files[2].TakenNs));
        Assert.That(market.Problems, Has.Count.EqualTo(1));
    }

    private static RecordedChainMarket Open(string directory, string? currency) =>
        RecordedChainMarket.Open(directory, currency, Duration, out string problem)
        ?? throw new AssertionException(problem);
}
