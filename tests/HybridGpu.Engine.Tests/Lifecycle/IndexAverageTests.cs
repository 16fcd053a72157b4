using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests.Lifecycle;

internal sealed class IndexAverageTests
{
    private const long MinuteNs = 60_000_000_000;
    private const long ExpiryNs = 10_000 * MinuteNs;
    private const long WindowNs = ExpiryNs - (30 * MinuteNs);

    private TestVenue _venue = null!;

    [SetUp]
    public void OpenVenue()
    {
        _venue = new TestVenue { MarketNs = MinuteNs };
        _venue.List(AnInstrument.Future(ExpiryNs));
    }

    [TearDown]
    public void State_is_sound() => Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));

    [Test]
    public void An_expiry_settles_at_the_average_of_the_last_30_minutes_weighted_by_time()
    {
        Sample(WindowNs - MinuteNs, 50_000_000);
        Sample(WindowNs + (10 * MinuteNs), 80_000_000);
        Sample(WindowNs + (25 * MinuteNs), 110_000_000);
        Sample(ExpiryNs, 999_000_000);

        // 10 minutes at 50, 15 at 80, 5 at 110: (500 + 1,200 + 550) / 30 = 75.
        AssertSettles(75_000_000, 30 * MinuteNs);
    }

    [Test]
    public void The_last_sample_holds_until_the_expiry_when_none_follows()
    {
        Sample(WindowNs, 90_000_000);
        Sample(ExpiryNs - MinuteNs, 60_000_000);
        _venue.MarketNs = ExpiryNs + (500 * MinuteNs);

        AssertSettles(89_000_000, 30 * MinuteNs);
    }

    [Test]
    public void A_sample_from_before_the_window_holds_through_it_when_market_time_jumps()
    {
        Sample(WindowNs - (100 * MinuteNs), 77_000_001);
        Sample(ExpiryNs + (100 * MinuteNs), 1_000_000);

        AssertSettles(77_000_001, 30 * MinuteNs);
    }

    [Test]
    public void What_lies_before_the_first_sample_is_left_out()
    {
        Sample(ExpiryNs - (2 * MinuteNs), 40_000_000);
        Sample(ExpiryNs - MinuteNs, 50_000_000);
        Sample(ExpiryNs, 51_000_000);

        AssertSettles(45_000_000, 2 * MinuteNs);
    }

    [Test]
    public void What_lies_before_the_expiry_was_listed_is_left_out()
    {
        var late = new TestVenue { MarketNs = WindowNs };
        _venue = late;
        Sample(WindowNs, 10_000_000);
        _venue.MarketNs = WindowNs + (20 * MinuteNs);
        _venue.List(AnInstrument.Future(ExpiryNs));
        Sample(WindowNs + (25 * MinuteNs), 30_000_000);
        _venue.MarketNs = ExpiryNs;

        AssertSettles(20_000_000, 10 * MinuteNs);
    }

    [Test]
    public void Two_samples_at_one_moment_count_as_the_second()
    {
        Sample(WindowNs, 1);
        Sample(WindowNs, 60_000_000);
        _venue.MarketNs = ExpiryNs;

        AssertSettles(60_000_000, 30 * MinuteNs);
    }

    // Three nanoseconds at 2, 2 and 3; then at 2 and 3, where the half goes up.
    [TestCase(3, 2, 2, 3, ExpectedResult = 2)]
    [TestCase(2, 2, 3, 9, ExpectedResult = 3)]
    [TestCase(3, 2, 3, 3, ExpectedResult = 3)]
    public long The_average_is_rounded_to_the_nearest(int ns, long first, long second, long third)
    {
        Sample(ExpiryNs - ns, first);
        Sample(ExpiryNs - ns + 1, second);
        Sample(ExpiryNs - ns + 2, third);
        _venue.MarketNs = ExpiryNs;

        return _venue.Apply(TestVenue.SettleAtAverage(ExpiryNs))[^1].InstrumentSettled.UnderlyingMicros;
    }

    [Test]
    public void Without_a_sample_in_time_only_a_stated_price_settles()
    {
        _venue.MarketNs = ExpiryNs;
        _venue.ApplyInVain(TestVenue.SettleAtAverage(ExpiryNs)).AreCommandRejectOf(RejectCode.NoIndexPrice);
        Sample(ExpiryNs, 70_000_000);
        _venue.Index(70_000_000, underlying: 1);
        _venue.ApplyInVain(TestVenue.SettleAtAverage(ExpiryNs)).AreCommandRejectOf(RejectCode.NoIndexPrice);

        VenueEvent settled = _venue.Settle(ExpiryNs, 80_000_000)[^1];

        Assert.That(
            (settled.InstrumentSettled.UnderlyingMicros, settled.InstrumentSettled.AveragedNs),
            Is.EqualTo((80_000_000L, 0L)));
    }

    [Test]
    public void A_price_beside_the_average_or_another_way_than_these_two_is_refused()
    {
        Sample(WindowNs, 70_000_000);
        _venue.MarketNs = ExpiryNs;
        Command command = TestVenue.SettleAtAverage(ExpiryNs);
        command.SettleExpiry.PriceMicros = 1;
        _venue.ApplyInVain(command).AreCommandRejectOf(RejectCode.PriceOutOfRange);
        command.SettleExpiry.UseAverage = 2;
        command.SettleExpiry.PriceMicros = 0;
        _venue.ApplyInVain(command).AreCommandRejectOf(RejectCode.PriceOutOfRange);
    }

    [TestCase(0, 0)]
    [TestCase(-5, 0)]
    [TestCase(IndexPrice.PriceMicrosBound, 0)]
    [TestCase(long.MaxValue, 0)]
    [TestCase(1, 16)]
    public void An_index_out_of_range_is_refused(long priceMicros, byte underlying)
    {
        Command command = Command.Of(CommandKind.IndexPrice);
        command.IndexPrice.PriceMicros = priceMicros;
        command.IndexPrice.Underlying = new UnderlyingId(underlying);
        _venue.ApplyInVain(command).AreCommandRejectOf(RejectCode.PriceOutOfRange);
    }

    [Test]
    public void Expiries_of_one_underlying_are_averaged_each_for_itself()
    {
        _venue.List(AnInstrument.Future(ExpiryNs - (10 * MinuteNs)));
        _venue.List(AnInstrument.Future(ExpiryNs + (60 * MinuteNs)));
        Sample(WindowNs - (10 * MinuteNs), 30_000_000);
        Sample(ExpiryNs - (10 * MinuteNs), 60_000_000);
        _venue.MarketNs = ExpiryNs + (60 * MinuteNs);

        Assert.That(AverageOf(ExpiryNs - (10 * MinuteNs)), Is.EqualTo(30_000_000));
        Assert.That(AverageOf(ExpiryNs), Is.EqualTo(40_000_000));
        Assert.That(AverageOf(ExpiryNs + (60 * MinuteNs)), Is.EqualTo(60_000_000));
    }

    [Test]
    public void A_sample_allocates_nothing()
    {
        for (int i = 1; i < 200; i++)
        {
            _venue.List(AnInstrument.Perpetual((byte)(i % 3)));
        }

        var sink = new CountingSink();
        (VenueEngine engine, Command command) = (Silent(sink), Command.Of(CommandKind.IndexPrice));
        command.IndexPrice.PriceMicros = 70_000_000;
        long before = 0;
        for (int i = 0; i < 3_000; i++)
        {
            before = i == 1_000 ? GC.GetAllocatedBytesForCurrentThread() : before;
            command.Header.Sequence = engine.Sequence + 1;
            command.Header.MarketNs = WindowNs + (i * 1_000_000L);
            engine.Apply(in command, default);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(sink.Sampled, Is.EqualTo(3_000));
    }

    private VenueEngine Silent(CountingSink sink)
    {
        var engine = new VenueEngine(new EngineOptions(), sink);
        foreach (RecordedCommand recorded in _venue.Recorded)
        {
            engine.Apply(in recorded.Command, recorded.Payload, recorded.Arrays);
        }

        return engine;
    }

    private void Sample(long marketNs, long priceMicros)
    {
        _venue.MarketNs = marketNs;
        VenueEvent[] events = _venue.Index(priceMicros);
        Assert.That(events.Kinds(), Is.EqualTo([EventKind.IndexSampled]));
        Assert.That(_venue.Engine.TryGetIndex(default, out long price, out long sinceNs), Is.True);
        Assert.That((price, sinceNs), Is.EqualTo((priceMicros, marketNs)));
    }

    private long AverageOf(long expiryNs) =>
        _venue.Apply(TestVenue.SettleAtAverage(expiryNs))[^1].InstrumentSettled.UnderlyingMicros;

    private void AssertSettles(long priceMicros, long averagedNs)
    {
        VenueEvent[] events = _venue.Apply(TestVenue.SettleAtAverage(ExpiryNs));
        Assert.That(events.Kinds(), Is.EqualTo([EventKind.InstrumentSettled]));
        Assert.That(
            (events[0].InstrumentSettled.UnderlyingMicros, events[0].InstrumentSettled.AveragedNs),
            Is.EqualTo((priceMicros, averagedNs)));
    }

    private sealed class CountingSink : IEventSink
    {
        public int Sampled { get; private set; }

        public void Emit(in VenueEvent venueEvent) =>
            Sampled += venueEvent.Header.Kind == EventKind.IndexSampled ? 1 : 0;
    }
}
