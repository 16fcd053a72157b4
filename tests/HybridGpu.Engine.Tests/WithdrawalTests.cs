using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Cash leaves an account as long as what stays covers initial margin, open orders at their worst.</summary>
/// <remarks>A lot of the perpetual is worth 1,000,000 micro-USD; a lot bought loses 320,000 in the worst column, one
/// sold 310,000; a taker's fee on a lot is 500.</remarks>
public sealed class WithdrawalTests
{
    private TestVenue _venue = null!;
    private AccountId _account;
    private AccountId _rich;

    [SetUp]
    public void SetUp()
    {
        _venue = TestVenue.WithPerpetual();
        _account = _venue.OpenAccount(1_000_000);
        _rich = _venue.OpenAccount(TestVenue.Rich);
    }

    [TearDown]
    public void State_is_sound() => Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));

    [Test]
    public void All_cash_of_an_account_without_risk_may_leave_and_no_more()
    {
        _venue.Withdraw(_account, 1_000_001).AreQueueRefusalOf(RejectCode.InsufficientMargin);
        VenueEvent[] events = _venue.Withdraw(_account, 1_000_000);
        Assert.That(events.Kinds(), Is.EqualTo([EventKind.Withdrawn]));
        Assert.That((events[0].Account.CashMicros, events[0].Account.Reason), Is.EqualTo((0L, RejectCode.None)));
        Assert.That(_venue.Engine.ChainTotals, Is.EqualTo((TestVenue.Rich + 1_000_000, 1_000_000L)));
        _venue.Withdraw(_account, 1).AreQueueRefusalOf(RejectCode.InsufficientMargin);
    }

    [Test]
    public void Before_the_first_epoch_cash_may_leave()
    {
        var venue = new TestVenue();
        AccountId account = venue.OpenAccount(10);
        Assert.That(venue.Withdraw(account, 10).Kinds(), Is.EqualTo([EventKind.Withdrawn]));
    }

    [Test]
    public void What_stays_covers_the_position()
    {
        _venue.Rest(_rich, AnOrder.Sell(1));
        _venue.Submit(_account, AnOrder.Buy(1));

        // Equity 1,000,000 less the fee of 500; margin 320,000.
        _venue.Withdraw(_account, 679_501).AreQueueRefusalOf(RejectCode.InsufficientMargin);
        Assert.That(_venue.Withdraw(_account, 679_500).Kinds(), Is.EqualTo([EventKind.Withdrawn]));
        Assert.That(_venue.Engine.MarginOf(_account), Is.EqualTo((320_000L, 320_000L)));
    }

    [Test]
    public void What_stays_covers_open_orders_at_their_worst()
    {
        _venue.Rest(_account, AnOrder.Sell(1).Named("open"));
        (long equity, long margin) = _venue.Engine.MarginOf(_account);
        _venue.Withdraw(_account, equity - margin + 1).AreQueueRefusalOf(RejectCode.InsufficientMargin);
        _venue.Cancel(_account, "open");
        Assert.That(_venue.Withdraw(_account, equity - margin + 1).Kinds(), Is.EqualTo([EventKind.Withdrawn]));
    }

    [Test]
    public void The_current_epoch_counts_and_not_the_one_that_the_account_last_met()
    {
        _venue.Rest(_rich, AnOrder.Sell(1));
        _venue.Submit(_account, AnOrder.Buy(1));
        _venue.Price((default, RiskRow.Linear(900 * AnInstrument.TickValue, 10_000)));

        _venue.Withdraw(_account, 579_501).AreQueueRefusalOf(RejectCode.InsufficientMargin);
        Assert.That(_venue.Withdraw(_account, 579_500).Kinds(), Is.EqualTo([EventKind.Withdrawn]));
    }

    [Test]
    public void Nothing_leaves_while_a_position_has_no_price()
    {
        _venue.Rest(_rich, AnOrder.Sell(1));
        _venue.Submit(_account, AnOrder.Buy(1));
        _venue.Price();
        _venue.Withdraw(_account, 1).AreQueueRefusalOf(RejectCode.InsufficientMargin);
        _venue.Price((default, RiskRow.Linear(1_000 * AnInstrument.TickValue, 10_000)));
        Assert.That(_venue.Withdraw(_account, 1).Kinds(), Is.EqualTo([EventKind.Withdrawn]));
    }

    [Test]
    public void No_more_leaves_than_ever_came_in()
    {
        var venue = TestVenue.WithPerpetual();
        AccountId winner = venue.OpenAccount(1_000_000);
        AccountId loser = venue.OpenAccount(1_000_000);
        venue.Rest(loser, AnOrder.Sell(1));
        venue.Submit(winner, AnOrder.Buy(1));
        venue.Price((default, RiskRow.Linear(9_000 * AnInstrument.TickValue, 10_000)));

        venue.Withdraw(winner, 2_000_001).AreQueueRefusalOf(RejectCode.AmountOutOfRange);
        Assert.That(venue.Withdraw(winner, 2_000_000).Kinds(), Is.EqualTo([EventKind.Withdrawn]));
        venue.Withdraw(winner, 1).AreQueueRefusalOf(RejectCode.AmountOutOfRange);
        Assert.That(venue.Engine.CheckConservation(), Is.EqualTo("ok"));
    }

    [Test]
    public void An_order_passes_only_with_what_was_left()
    {
        Assert.That(_venue.Withdraw(_account, 679_500).Kinds(), Is.EqualTo([EventKind.Withdrawn]));
        _venue.Submit(_account, AnOrder.Buy(2)).AreRejectOf(RejectCode.InsufficientMargin);
        _venue.Rest(_account, AnOrder.Buy(1));
    }
}
