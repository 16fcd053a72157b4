using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>A sweep moves what accounts owe to the fee account and changes nobody's equity.</summary>
public sealed class FeeSweepTests
{
    private TestVenue _venue = null!;
    private AccountId _maker;
    private AccountId _taker;

    [SetUp]
    public void SetUp()
    {
        _venue = TestVenue.WithPerpetual(new EngineOptions { Fees = new FeeSchedule(0, 0, 500_000, 200_000) });
        _maker = _venue.OpenAccount(TestVenue.Rich);
        _taker = _venue.OpenAccount(TestVenue.Rich);
    }

    [TearDown]
    public void State_is_sound() => Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));

    [Test]
    public void Every_account_pays_what_it_owes_in_the_order_of_numbers()
    {
        Trade();
        var before = (_venue.Engine.MarginOf(_maker), _venue.Engine.MarginOf(_taker));
        long makersCash = _venue.Engine.BalanceOf(_maker).CashMicros;

        VenueEvent[] events = _venue.Sweep();

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.FeesSwept, EventKind.FeesSwept]));
        Assert.That(
            events.Select(e => (e.FeesSwept.Account, e.FeesSwept.AmountMicros)),
            Is.EqualTo([(_maker, 600L), (_taker, 1_500L)]));
        Assert.That(_venue.Engine.BalanceOf(_maker), Is.EqualTo((makersCash - 600, 0L)));
        Assert.That(_venue.Engine.BalanceOf(_taker).FeesMicros, Is.Zero);
        Assert.That(_venue.Engine.BalanceOf(AccountId.Fees), Is.EqualTo((2_100L, 0L)));
        Assert.That(
            (_venue.Engine.MarginOf(_maker), _venue.Engine.MarginOf(_taker)),
            Is.EqualTo(before), "equity and margin stay");
    }

    [Test]
    public void Fees_are_swept_once()
    {
        Trade();
        _venue.Sweep();
        _venue.ApplyInVain(Command.Of(CommandKind.SweepFees)).AreCommandRejectOf(RejectCode.NothingToSettle);
        Trade();
        _venue.Sweep();
        Assert.That(_venue.Engine.BalanceOf(AccountId.Fees).CashMicros, Is.EqualTo(4_200));
    }

    [Test]
    public void With_no_fees_owed_there_is_nothing_to_sweep() =>
        _venue.ApplyInVain(Command.Of(CommandKind.SweepFees)).AreCommandRejectOf(RejectCode.NothingToSettle);

    [Test]
    public void A_client_may_not_sweep()
    {
        Trade();
        Command sweep = Command.Of(CommandKind.SweepFees);
        sweep.Header.Session = _venue.Register("S", _maker);
        sweep.Header.MsgSeqNum = 1;
        _venue.ApplyInVain(sweep).AreCommandRejectOf(RejectCode.NotAuthorised);
    }

    [Test]
    public void An_epoch_after_a_sweep_derives_the_equity_that_the_sweep_left()
    {
        Trade();
        long equity = _venue.Engine.MarginOf(_taker).EquityMicros;
        _venue.Sweep();
        _venue.Price((default, RiskRow.Linear(1_000 * AnInstrument.TickValue, 10_000)));
        Assert.That(_venue.Engine.MarginOf(_taker).EquityMicros, Is.EqualTo(equity));
    }

    // 3 lots of 1,000,000 micro-USD: the maker owes 600, the taker 1,500.
    private void Trade()
    {
        _venue.Rest(_maker, AnOrder.Sell(3));
        _venue.Submit(_taker, AnOrder.Buy(3));
    }
}
