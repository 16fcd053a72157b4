using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Tests;

public sealed class SampleMarketTests
{
    private const long StepNs = 50_000_000;
    private const long SecondNs = 1_000_000_000;
    private static readonly FixedTime Time = new(new DateTimeOffset(2026, 3, 4, 7, 21, 13, TimeSpan.Zero));
    private static readonly int Seed =
        int.Parse(Environment.GetEnvironmentVariable("HYBRIDGPU_SEED") ?? "20260304", null);

    [Test]
    public void It_lists_perpetuals_and_at_least_eight_expiries_of_twenty_strikes_call_and_put()
    {
        var sink = new RecordingSink();
        new SampleMarket(Seed, Time).Start(sink);

        foreach (MarketUnderlying underlying in new[] { MarketUnderlying.Btc, MarketUnderlying.Eth })
        {
            List<InstrumentSpec> own = sink.Listed.FindAll(spec => spec.Underlying == underlying.Id);
            var expiries = own.Where(spec => spec.IsOption).GroupBy(spec => spec.ExpiryNs).ToList();
            Assert.That(own.Count(spec => spec.Symbol.ToString() == underlying.Symbol + "-PERP"), Is.EqualTo(1));
            Assert.That(expiries, Has.Count.GreaterThanOrEqualTo(8));
            foreach (var expiry in expiries)
            {
                Assert.That(expiry.Select(spec => (spec.StrikeMicros, spec.Kind)), Is.Unique);
                Assert.That(expiry.Select(spec => spec.StrikeMicros).Distinct().Count(), Is.GreaterThanOrEqualTo(20));
                Assert.That(expiry.Count(spec => spec.Kind == InstrumentKind.Call), Is.EqualTo(expiry.Count() / 2));
            }
        }

        Assert.That(sink.Listed.Select(spec => spec.Symbol.ToString()), Does.Contain("BTC-27MAR26-80000-C"));
        Assert.That(sink.Listed.Select(spec => spec.Symbol.ToString()), Does.Contain("BTC-4MAR26T072150-80000-P"));
    }

    [Test]
    public void A_run_of_a_minute_settles_an_expiry_of_each_underlying_at_its_moment()
    {
        var sink = new RecordingSink();
        var market = new SampleMarket(Seed, Time);
        market.Start(sink);
        long startNs = market.MarketNs;

        for (int i = 0; i < 60 * 20; i++)
        {
            market.Advance(StepNs);
        }

        Assert.That(sink.Settled.Select(settled => settled.Underlying.Value), Is.EquivalentTo(new[] { 0, 1 }));
        Assert.That(sink.Settled.Select(settled => settled.ClockNs), Is.EqualTo(sink.Settled.Select(s => s.ExpiryNs)));
        Assert.That(sink.Settled[0].ExpiryNs - startNs, Is.InRange(35 * SecondNs, 45 * SecondNs));
        Assert.That(market.MarketNs - startNs, Is.EqualTo(60 * SecondNs));
    }

    [Test]
    public void The_same_seed_gives_the_same_market_however_the_steps_fall_and_another_seed_another()
    {
        TestContext.Out.WriteLine($"HYBRIDGPU_SEED={Seed}");
        Dictionary<InstrumentId, double> Play(int seed, int milliseconds, out double index)
        {
            var sink = new RecordingSink();
            var market = new SampleMarket(seed, Time);
            market.Start(sink);
            for (int elapsed = 0; elapsed < 63_000; elapsed += milliseconds)
            {
                market.Advance(milliseconds * 1_000_000L);
            }

            index = sink.Index[MarketUnderlying.Btc.Id];
            return sink.LiveInstruments
                .Where(spec => spec.IsOption)
                .ToDictionary(spec => spec.Id, spec => sink.Vols[spec.Id]);
        }

        Dictionary<InstrumentId, double> vols = Play(Seed, 500, out double index);
        Dictionary<InstrumentId, double> sameVols = Play(Seed, 350, out double sameIndex);
        Play(Seed + 1, 500, out double otherIndex);

        Assert.That(sameIndex, Is.EqualTo(index));
        Assert.That(sameVols, Is.EqualTo(vols));
        Assert.That(otherIndex, Is.Not.EqualTo(index));
    }

    [Test]
    public void Prices_and_volatilities_move_and_stay_within_their_bounds_for_half_a_day()
    {
        TestContext.Out.WriteLine($"HYBRIDGPU_SEED={Seed}");
        var path = new SamplePath(Seed, [80_000, 2_600], [0.55, 0.70]);
        double lowest = double.MaxValue;
        double highest = 0;

        for (int i = 0; i < 1_000_000; i++)
        {
            path.Advance();
            lowest = Math.Min(lowest, path.IndexUsd(0));
            highest = Math.Max(highest, path.IndexUsd(0));
            if (Math.Abs(path.Level) > SamplePath.LevelBound)
            {
                Assert.Fail($"level {path.Level}");
            }
        }

        Assert.That(lowest, Is.GreaterThanOrEqualTo(80_000 * SamplePath.LowestFactor).And.LessThan(80_000));
        Assert.That(highest, Is.LessThanOrEqualTo(80_000 * SamplePath.HighestFactor).And.GreaterThan(80_000));
    }

    [Test]
    public void The_surface_smiles_and_has_a_term_structure_inside_its_bounds()
    {
        double near = SampleSurface.AtTheMoney(0.55, 0.3, 0.003);
        double far = SampleSurface.AtTheMoney(0.55, 0.3, 0.75);

        Assert.That(near, Is.GreaterThan(far));
        double middle = SampleSurface.Vol(0.5, 80_000, 80_000, 0.1);
        Assert.That(SampleSurface.Vol(0.5, 80_000, 60_000, 0.1), Is.GreaterThan(middle));
        Assert.That(SampleSurface.Vol(0.5, 80_000, 110_000, 0.1), Is.GreaterThan(middle));
        for (double strike = 1; strike < 1e9; strike *= 1.5)
        {
            Assert.That(
                SampleSurface.Vol(0.5, 80_000, strike, 1e-7), Is.InRange(SampleSurface.VolMin, SampleSurface.VolMax));
        }
    }

    [Test]
    public void Every_listed_option_has_a_value_and_two_sides_round_it()
    {
        var market = new SampleMarket(Seed, Time);
        var sink = new RecordingSink();
        market.Start(sink);
        market.Advance(SecondNs);

        Assert.That(market.Latest.Guides.Length, Is.EqualTo(sink.Listed.Count));
        foreach (QuoteGuide guide in market.Latest.Guides)
        {
            Assert.That(guide.FairUsd, Is.GreaterThanOrEqualTo(0).And.LessThan(250_000));
            Assert.That(guide.BidOffsetUsd, Is.LessThan(0));
            Assert.That(guide.AskOffsetUsd, Is.GreaterThan(0));
            Assert.That(guide.SizeLots, Is.GreaterThan(0));
        }
    }

    [Test]
    public void A_restart_takes_over_what_is_listed_and_settles_what_expired_meanwhile()
    {
        var sink = new RecordingSink();
        var first = new SampleMarket(Seed, Time);
        first.Start(sink);
        int listedBefore = sink.Listed.Count;
        List<long> expiries = sink.Listed.Where(s => s.IsOption).Select(s => s.ExpiryNs).Distinct().Order().ToList();

        var second = new SampleMarket(Seed + 1, new FixedTime(Time.GetUtcNow().AddHours(1)));
        second.Start(sink, first.MarketNs);

        long nowNs = second.MarketNs;
        Assert.That(
            sink.Settled.Select(settled => settled.ExpiryNs).Distinct(), Is.EqualTo(expiries.Where(e => e <= nowNs)));
        Assert.That(sink.Settled, Is.Not.Empty);
        Assert.That(sink.Listed.Count, Is.GreaterThan(listedBefore));
        Assert.That(sink.LiveInstruments, Has.None.Matches<InstrumentSpec>(spec => spec.ExpiryNs <= nowNs));
        Assert.That(second.Latest.Guides.Length, Is.EqualTo(sink.LiveInstruments.Count));
    }
}
