using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Signed mass quotes: each version counts once, and its quotes end when it says so.</summary>
public sealed class SignedQuoteTests
{
    private static readonly InstrumentId Perpetual = new(0);

    private TestVenue _venue = null!;
    private AccountId _maker;
    private AccountId _other;

    [SetUp]
    public void SetUp()
    {
        _venue = TestVenue.WithPerpetual();
        _maker = _venue.OpenAccount(TestVenue.Rich);
        _other = _venue.OpenAccount(TestVenue.Rich);
    }

    [TearDown]
    public void State_is_sound()
    {
        Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));
        (VenueEngine twin, _) = TestVenue.Replay(_venue.Recorded, _venue.Options);
        Assert.That(twin.StateHash, Is.EqualTo(_venue.Engine.StateHash));
    }

    [TestCase(7UL)]
    [TestCase(6UL)]
    public void A_version_that_is_not_above_the_last_one_is_dead_whatever_became_of_that(ulong version)
    {
        Assert.That(Sign(7, 5_000, 999, 5).Last().Quote.Reason, Is.EqualTo(RejectCode.None));
        Assert.That(Sign(version, 5_000, 998, 5).Last().Quote.Reason, Is.EqualTo(RejectCode.StaleNonce));
        Sign(8, 5_000, 0, 0);

        Assert.That(Sign(version, 5_000, 999, 5).Last().Quote.Reason, Is.EqualTo(RejectCode.StaleNonce));
        Assert.That(_venue.Engine.OpenOrderCount, Is.Zero);
    }

    [Test]
    public void A_message_that_is_refused_has_not_used_its_version()
    {
        _venue.NowNs = 3_000;
        Assert.That(Sign(7, 3_000, 999, 5).Last().Quote.Reason, Is.EqualTo(RejectCode.OrderExpired));

        Assert.That(Sign(7, 3_001, 999, 5).Last().Quote.Reason, Is.EqualTo(RejectCode.None));
    }

    [Test]
    public void A_quote_ends_when_its_message_says_so()
    {
        Sign(1, 5_000, 999, 5);
        _venue.NowNs = 4_999;
        Assert.That(_venue.Clock().Kinds(), Is.EqualTo([EventKind.ClockAdvanced]));

        _venue.NowNs = 5_000;
        VenueEvent[] events = _venue.Clock();

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.ClockAdvanced, EventKind.OrderCancelled]));
        Assert.That(events[1].Order.Cause, Is.EqualTo(CancelCause.Expired));
        Assert.That(_venue.Engine.OpenOrderCount, Is.Zero);
    }

    [Test]
    public void A_quote_that_has_ended_never_trades_also_before_a_clock_has_come()
    {
        Sign(1, 5_000, 999, 5);
        _venue.NowNs = 5_000;

        Assert.That(_venue.Submit(_other, AnOrder.Sell(1).At(999)).Trades(), Is.Empty);
    }

    [Test]
    public void A_side_that_stays_keeps_its_place_and_ends_with_the_message_that_confirmed_it()
    {
        Sign(1, 5_000, 999, 5);
        _venue.Rest(_other, AnOrder.Buy(5).At(999));
        Assert.That(Sign(2, 9_000, 999, 5).Kinds(), Is.EqualTo([EventKind.MassQuoteDone]));

        _venue.NowNs = 8_999;
        _venue.Clock();
        Assert.That(_venue.Submit(_other, AnOrder.Sell(1).At(999)).Trades(), Is.EqualTo([(999L, 1L, _maker)]));
        _venue.NowNs = 9_000;
        Assert.That(_venue.Clock().Kinds(), Is.EqualTo([EventKind.ClockAdvanced, EventKind.OrderCancelled]));
    }

    [Test]
    public void Ends_that_are_put_off_are_remembered_within_twice_the_open_orders()
    {
        for (ulong version = 1; version <= 10_000; version++)
        {
            Sign(version, 5_000 + (long)version, 999, 5);
        }

        Assert.That(_venue.Engine.ExpiriesRemembered, Is.LessThanOrEqualTo(1_024));
        _venue.NowNs = 15_000;
        Assert.That(_venue.Clock().Kinds(), Is.EqualTo([EventKind.ClockAdvanced, EventKind.OrderCancelled]));
    }

    [Test]
    public void Versions_of_accounts_are_their_own_and_quotes_without_one_have_no_end()
    {
        Sign(7, 5_000, 999, 5);
        Assert.That(_venue.Quote(_other, TestVenue.Entry(Perpetual, 998, 5, 0, 0)).Last().Quote.Reason, Is.EqualTo(
            RejectCode.None));
        Assert.That(Sign(3, 5_000, 997, 5, _other).Last().Quote.Reason, Is.EqualTo(RejectCode.None));
        _venue.Quote(_other, TestVenue.Entry(Perpetual, 998, 5, 0, 0));

        _venue.NowNs = long.MaxValue;
        _venue.Clock();
        Assert.That(_venue.Engine.OpenOrderCount, Is.EqualTo(1));
    }

    private VenueEvent[] Sign(ulong version, long expiryNs, long bidTicks, long bidLots, AccountId account = default)
    {
        Command command = TestVenue.QuoteCommand(account == default ? _maker : account, 1);
        command.MassQuote.Version = version;
        command.MassQuote.ExpiryNs = expiryNs;
        QuoteEntry entry = TestVenue.Entry(Perpetual, bidTicks, bidLots, 0, 0);
        return [.. _venue.Apply(command, MemoryMarshal.AsBytes(new Span<QuoteEntry>(ref entry)))
            .Where(one => one.Header.Kind != EventKind.StateHashed)];
    }
}
