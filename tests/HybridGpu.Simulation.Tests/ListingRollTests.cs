using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Simulation.Listing;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Tests;

public sealed class ListingRollTests
{
    private const long MinuteNs = 60_000_000_000;
    private const long HourNs = 60 * MinuteNs;

    // A Wednesday.
    private static readonly DateTime Now = new(2026, 3, 4, 7, 21, 13, DateTimeKind.Utc);
    private static readonly long NowNs = MarketTime.FromUtc(Now);

    // Two hours and a quarter before a Friday's 08:00.
    private static readonly DateTimeOffset Eve = new(2026, 3, 6, 5, 44, 59, TimeSpan.Zero);

    [TestCase(ExpiryRule.Hourly, "2026-03-04 08:00", "2026-03-04 09:00", "2026-03-04 10:00")]
    [TestCase(ExpiryRule.Daily, "2026-03-04 08:00", "2026-03-05 08:00", "2026-03-06 08:00")]
    [TestCase(ExpiryRule.Weekly, "2026-03-06 08:00", "2026-03-13 08:00", "2026-03-20 08:00")]
    [TestCase(ExpiryRule.Monthly, "2026-03-27 08:00", "2026-04-24 08:00", "2026-05-29 08:00")]
    [TestCase(ExpiryRule.Quarterly, "2026-03-27 08:00", "2026-06-26 08:00", "2026-09-25 08:00")]
    public void Expiries_are_the_next_of_their_rule(ExpiryRule rule, params string[] expected) => Assert.That(
        ExpiryCalendar.Next(rule, expected.Length, NowNs).Select(Text), Is.EqualTo(expected));

    [Test]
    public void An_expiry_at_this_very_moment_is_over()
    {
        long eight = MarketTime.FromUtc(new DateTime(2026, 3, 27, 8, 0, 0, DateTimeKind.Utc));

        Assert.That(ExpiryCalendar.Next(ExpiryRule.Quarterly, 1, eight).Select(Text), Is.EqualTo(["2026-06-26 08:00"]));
        Assert.That(
            ExpiryCalendar.Next(ExpiryRule.Quarterly, 1, eight - 1).Select(Text), Is.EqualTo(["2026-03-27 08:00"]));
    }

    [Test]
    public void A_specification_lists_its_contracts_and_the_next_when_one_has_expired()
    {
        var sink = new RecordingSink();
        var market = new SampleMarket(7, new FixedTime(Eve), ListingSpecificationTests.ReadSmall());
        market.Start(sink);
        string[] symbols = [.. sink.Listed.Select(spec => spec.Symbol.ToString())];

        Assert.That(symbols, Does.Contain("SOL-PERP").And.Contain("SOL-27MAR26").And.Contain("SOL-24APR26"));
        Assert.That(CountOf(symbols, "SOL-6MAR26-"), Is.EqualTo(14));
        Assert.That(sink.Listed.Select(spec => spec.Underlying.Value), Has.All.EqualTo(3));
        Assert.That(sink.Listed.Single(spec => spec.Kind == InstrumentKind.Perpetual).OrderLotsMax, Is.EqualTo(5_000));
        Assert.That(
            sink.Rules.Select(rules => rules.Kind),
            Is.EqualTo([InstrumentKind.Perpetual, InstrumentKind.Call, InstrumentKind.Put, InstrumentKind.Future]));
        Assert.That(sink.Rules, Has.All.Matches<SetTradingRules>(rules => rules.Scope == TradingScope.Class));

        for (int minute = 0; minute < 136; minute++)
        {
            market.Advance(MinuteNs);
        }

        symbols = [.. sink.Listed.Select(spec => spec.Symbol.ToString())];
        Assert.That(CountOf(symbols, "SOL-13MAR26-"), Is.EqualTo(14));
        Assert.That(symbols, Is.Unique);
    }

    [Test]
    public void Fundings_are_paid_at_the_interval_and_the_index_is_sampled_each_minute_before_an_expiry()
    {
        var sink = new RecordingSink();
        var market = new SampleMarket(7, new FixedTime(Eve), ListingSpecificationTests.ReadSmall());
        market.Start(sink);
        long eveNs = MarketTime.FromUtc(Eve.UtcDateTime);
        Assert.That(sink.Sampled.Single().ClockNs, Is.EqualTo(eveNs), "before anything is listed");
        for (int i = 0; i < 136; i++)
        {
            market.Advance(MinuteNs);
        }

        InstrumentId perpetual = sink.Listed.Single(spec => spec.Kind == InstrumentKind.Perpetual).Id;
        Assert.That(sink.Funded, Has.All.Matches<(InstrumentId Id, long ClockNs)>(
            funded => funded.Id == perpetual && funded.ClockNs % (30 * MinuteNs) == 0));
        Assert.That(sink.Funded.Select(funded => funded.ClockNs), Is.Unique);
        Assert.That(sink.Funded, Has.Count.EqualTo(5));
        long expiryNs = sink.Settled[^1].ExpiryNs;
        long[] minutes = [.. sink.Sampled.Select(sample => sample.ClockNs)
            .Where(ns => ns >= expiryNs - (30 * MinuteNs) && ns <= expiryNs && ns % MinuteNs == 0)];
        Assert.That(minutes, Has.Length.EqualTo(31).And.Unique);
    }

    [Test]
    public void A_board_that_steps_over_days_stops_at_each_expiry_and_each_minute_before_and_makes_the_last_funding()
    {
        var sink = new RecordingSink();
        MarketUnderlying underlying = ListingSpecificationTests.ReadSmall().Underlyings[0].Market;
        var board = new MarketBoard(sink, [underlying], NowNs);
        double IndexAt(UnderlyingId id, long marketNs) => 100 + ((marketNs - NowNs) / (double)HourNs);
        board.AdvanceTo(NowNs, IndexAt);
        long[] expiries = [NowNs + HourNs, NowNs + (2 * HourNs) + 7, NowNs + (50 * HourNs)];
        foreach (long expiryNs in expiries)
        {
            board.List(ListingRules.Future(underlying, $"SOL-{expiryNs}", expiryNs, 10_000, 100));
        }

        board.List(ListingRules.Perpetual(underlying, 100));
        int settled = board.AdvanceTo(NowNs + (60 * HourNs), IndexAt);

        Assert.That(settled, Is.EqualTo(3));
        Assert.That(sink.Settled.Select(each => each.ClockNs), Is.EqualTo(expiries));
        Assert.That(sink.ClockNs, Is.EqualTo(NowNs + (60 * HourNs)));
        foreach (long expiryNs in expiries)
        {
            long[] inWindow = [.. sink.Sampled.Select(sample => sample.ClockNs)
                .Where(ns => ns >= expiryNs - (30 * MinuteNs) && ns <= expiryNs)];
            Assert.That(inWindow, Is.Ordered);
            Assert.That(inWindow[0], Is.EqualTo(expiryNs - (30 * MinuteNs)));
            Assert.That(inWindow.Zip(inWindow[1..], (a, b) => b - a), Has.All.LessThanOrEqualTo(MinuteNs));
        }

        long last = sink.ClockNs - (sink.ClockNs % (30 * MinuteNs));
        Assert.That(sink.Funded.Select(funded => funded.ClockNs), Is.Ordered.And.Unique);
        Assert.That(sink.Funded[^1].ClockNs, Is.EqualTo(last));
    }

    private static int CountOf(string[] symbols, string prefix) =>
        symbols.Count(symbol => symbol.StartsWith(prefix, StringComparison.Ordinal));

    private static string Text(long ns) =>
        MarketTime.ToUtc(ns).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
