using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>The margin gate before a trade and at the match. A lot of the perpetual is worth 1,000,000
/// micro-USD at its mark and loses 320,000 in the worst column when bought, 310,000 when sold; a taker's fee is 500 a
/// lot.</summary>
public sealed class MarginTests
{
    private static readonly InstrumentId Perpetual = new(0);

    private TestVenue _venue = null!;
    private AccountId _rich;

    [SetUp]
    public void SetUp()
    {
        _venue = TestVenue.WithPerpetual();
        _rich = _venue.OpenAccount(TestVenue.Rich);
    }

    [TearDown]
    public void State_is_sound() => Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));

    [Test]
    public void Equity_must_cover_the_worst_column_and_the_fee_to_the_last_micro()
    {
        _venue.Submit(_venue.OpenAccount(320_499), AnOrder.Buy(1)).AreRejectOf(RejectCode.InsufficientMargin);
        _venue.Submit(_venue.OpenAccount(310_499), AnOrder.Sell(1)).AreRejectOf(RejectCode.InsufficientMargin);
        AccountId buyer = _venue.OpenAccount(320_500);
        _venue.Rest(buyer, AnOrder.Buy(1));

        // At rest it is a maker, who pays nothing here.
        Assert.That(_venue.Engine.MarginOf(buyer), Is.EqualTo((320_500L, 320_000L)));
    }

    [Test]
    public void Buying_above_the_mark_costs_the_difference_and_buying_below_counts_in_its_favour()
    {
        AccountId account = _venue.OpenAccount(TestVenue.Rich);
        _venue.Rest(account, AnOrder.Buy(2).At(1_010).Named("dear"));
        Assert.That(_venue.Engine.MarginOf(account).InitialMarginMicros, Is.EqualTo(2 * 330_000));
        _venue.Cancel(account, "dear");
        _venue.Rest(account, AnOrder.Buy(2).At(990));
        Assert.That(_venue.Engine.MarginOf(account).InitialMarginMicros, Is.EqualTo(2 * 310_000));
    }

    [Test]
    public void Both_sides_of_the_book_are_charged_as_the_worse_of_them_in_each_column()
    {
        AccountId account = _venue.OpenAccount(TestVenue.Rich);
        _venue.Rest(account, AnOrder.Buy(1).At(1_000));
        _venue.Rest(account, AnOrder.Sell(1).At(1_001));
        Assert.That(_venue.Engine.MarginOf(account).InitialMarginMicros, Is.EqualTo(320_000));
    }

    [Test]
    public void Underlyings_do_not_offset_each_other()
    {
        InstrumentId other = _venue.List(AnInstrument.Perpetual(underlying: 3));
        _venue.Price((Perpetual, RiskRow.Linear(1_000_000, 10_000)), (other, RiskRow.Linear(1_000_000, 10_000)));
        AccountId account = _venue.OpenAccount(TestVenue.Rich);
        _venue.Rest(_rich, AnOrder.Sell(1));
        _venue.Submit(account, AnOrder.Buy(1));
        _venue.Rest(_rich, AnOrder.Buy(1).In(other));
        _venue.Submit(account, AnOrder.Sell(1).In(other));

        Assert.That(_venue.Engine.MarginOf(account).InitialMarginMicros, Is.EqualTo(320_000 + 310_000));
    }

    [Test]
    public void Many_small_fills_cost_no_more_fees_than_the_gate_counted()
    {
        // 500.001 a lot: one fill of ten lots pays 5,001, ten fills of one lot pay 501 each.
        EngineOptions options = new() { Fees = new FeeSchedule(0, 0, 500_001, 0) };
        var venue = TestVenue.WithPerpetual(options);
        AccountId maker = venue.OpenAccount(TestVenue.Rich);
        for (int i = 0; i < 10; i++)
        {
            venue.Rest(maker, AnOrder.Sell(1));
        }

        AccountId taker = venue.OpenAccount(3_205_001);
        venue.Submit(taker, AnOrder.Buy(10)).AreRejectOf(RejectCode.InsufficientMargin);
        venue.Deposit(taker, 9);
        Assert.That(venue.Submit(taker, AnOrder.Buy(10)).Trades(), Has.Length.EqualTo(10));
        (long equity, long margin) = venue.Engine.MarginOf(taker);
        Assert.That((equity, margin), Is.EqualTo((3_200_000L, 3_200_000L)));
    }

    [Test]
    public void A_maker_whose_margin_failed_under_a_new_epoch_is_cancelled_and_the_next_one_trades()
    {
        AccountId poor = _venue.OpenAccount(400_000);
        OrderId weak = _venue.Rest(poor, AnOrder.Buy(1));
        _venue.Rest(_rich, AnOrder.Buy(1));
        AccountId seller = _venue.OpenAccount(TestVenue.Rich);
        _venue.Price((Perpetual, RiskRow.Linear(1_000_000, 20_000)));

        VenueEvent[] events = _venue.Submit(seller, AnOrder.Sell(1));

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.OrderAccepted, EventKind.OrderCancelled, EventKind.Trade]));
        OrderState cancelled = events[1].Order;
        Assert.That((cancelled.OrderId, cancelled.Cause), Is.EqualTo((weak, CancelCause.MarginCheck)));
        Assert.That((cancelled.Reason, cancelled.WasResting), Is.EqualTo((RejectCode.InsufficientMargin, (byte)1)));
        Assert.That(events.Trades(), Is.EqualTo([(1_000L, 1L, _rich)]));
    }

    [Test]
    public void A_quote_whose_makers_margin_failed_is_cancelled_likewise()
    {
        AccountId poor = _venue.OpenAccount(400_000);
        _venue.Quote(poor, TestVenue.Entry(Perpetual, 1_000, 1, 0, 0));
        _venue.Price((Perpetual, RiskRow.Linear(1_000_000, 20_000)));

        VenueEvent[] events = _venue.Submit(_rich, AnOrder.Sell(1));

        Assert.That(
            events.Kinds(),
            Is.EqualTo([EventKind.OrderAccepted, EventKind.OrderCancelled, EventKind.OrderRested]));
        Assert.That(events[1].Order.Cause, Is.EqualTo(CancelCause.MarginCheck));
    }

    [Test]
    public void An_account_short_of_margin_may_reduce_but_neither_add_nor_turn_round()
    {
        AccountId account = ShortOfMargin(lots: 2);

        _venue.Submit(account, AnOrder.Buy(1)).AreRejectOf(RejectCode.InsufficientMargin);
        _venue.Submit(account, AnOrder.Sell(3)).AreRejectOf(RejectCode.InsufficientMargin);
        _venue.Rest(account, AnOrder.Sell(1));

        // Together with the one that rests it would be more than the position.
        _venue.Submit(account, AnOrder.Sell(2)).AreRejectOf(RejectCode.InsufficientMargin);
        _venue.Rest(account, AnOrder.Sell(1));
    }

    [Test]
    public void A_reducing_order_of_an_account_short_of_margin_is_filled_as_maker()
    {
        AccountId account = ShortOfMargin(lots: 2);
        _venue.Rest(account, AnOrder.Sell(2));

        Assert.That(_venue.Submit(_rich, AnOrder.Buy(2)).Trades(), Is.EqualTo([(1_000L, 2L, account)]));
        Assert.That(_venue.Engine.LotsOf(account, Perpetual), Is.Zero);
    }

    [Test]
    public void A_reduction_that_gives_money_away_is_refused_to_an_account_below_margin()
    {
        AccountId account = ShortOfMargin(lots: 2);

        // A lot frees 640,000 of margin; selling it 900 ticks below the mark costs 900,000.
        _venue.Submit(account, AnOrder.Sell(1).At(100)).AreRejectOf(RejectCode.InsufficientMargin);
    }

    [Test]
    public void A_position_without_a_risk_array_blocks_new_risk_but_not_reduction_elsewhere()
    {
        InstrumentId other = _venue.List(AnInstrument.Perpetual());
        _venue.Price((Perpetual, RiskRow.Linear(1_000_000, 10_000)), (other, RiskRow.Linear(1_000_000, 10_000)));
        AccountId account = _venue.OpenAccount(TestVenue.Rich);
        foreach (InstrumentId instrument in (InstrumentId[])[Perpetual, other])
        {
            _venue.Rest(_rich, AnOrder.Sell(5).In(instrument));
            _venue.Submit(account, AnOrder.Buy(5).In(instrument));
        }

        _venue.Price((Perpetual, RiskRow.Linear(1_000_000, 10_000)));

        _venue.Submit(account, AnOrder.Buy(1)).AreRejectOf(RejectCode.InsufficientMargin);
        _venue.Rest(account, AnOrder.Sell(5));
        _venue.Price((Perpetual, RiskRow.Linear(1_000_000, 10_000)), (other, RiskRow.Linear(1_000_000, 10_000)));
        _venue.Rest(account, AnOrder.Buy(1).At(999));
    }

    [Test]
    public void Position_and_open_orders_stay_within_the_lot_limit()
    {
        var venue = TestVenue.WithPerpetual(new EngineOptions { AccountLotsMax = 100 });
        AccountId account = venue.OpenAccount(TestVenue.Rich);
        AccountId other = venue.OpenAccount(TestVenue.Rich);
        venue.Rest(account, AnOrder.Buy(60));
        venue.Submit(account, AnOrder.Buy(41)).AreRejectOf(RejectCode.AccountLotLimit);
        venue.Submit(account, AnOrder.Sell(41).At(1_001)).AreRejectOf(RejectCode.AccountLotLimit);
        venue.Submit(other, AnOrder.Sell(60));
        venue.Rest(account, AnOrder.Buy(40));
    }

    [Test]
    public void Lots_that_are_reduced_cancelled_or_filled_count_no_longer_as_open()
    {
        var venue = TestVenue.WithPerpetual(new EngineOptions { AccountLotsMax = 10 });
        AccountId account = venue.OpenAccount(TestVenue.Rich);
        AccountId other = venue.OpenAccount(TestVenue.Rich);
        venue.Quote(account, TestVenue.Entry(Perpetual, 990, 10, 0, 0));
        venue.Quote(account, TestVenue.Entry(Perpetual, 990, 4, 0, 0));
        venue.Rest(account, AnOrder.Buy(6).At(991).Named("a"));
        venue.Submit(account, AnOrder.Buy(1).At(980)).AreRejectOf(RejectCode.AccountLotLimit);
        venue.Cancel(account, "a");
        venue.Rest(account, AnOrder.Buy(6).At(991));
        venue.Submit(other, AnOrder.Sell(10).At(990));
        venue.Submit(other, AnOrder.Buy(10).At(1_000));

        // Ten lots of position are left, and no open order.
        venue.Submit(account, AnOrder.Buy(1).At(980)).AreRejectOf(RejectCode.AccountLotLimit);
        venue.Submit(account, AnOrder.Sell(10).At(1_000));
        Assert.That(venue.Engine.LotsOf(account, Perpetual), Is.Zero);
        venue.Rest(account, AnOrder.Buy(10).At(980));
    }

    [Test]
    public void An_account_at_its_lot_limit_can_still_get_out()
    {
        var venue = TestVenue.WithPerpetual(new EngineOptions { AccountLotsMax = 100 });
        AccountId account = venue.OpenAccount(TestVenue.Rich);
        AccountId other = venue.OpenAccount(TestVenue.Rich);
        venue.Rest(account, AnOrder.Buy(100));
        venue.Submit(other, AnOrder.Sell(100));

        venue.Submit(account, AnOrder.Buy(1)).AreRejectOf(RejectCode.AccountLotLimit);
        venue.Submit(account, AnOrder.Sell(101)).AreRejectOf(RejectCode.AccountLotLimit);
        venue.Rest(account, AnOrder.Sell(60));
        venue.Submit(account, AnOrder.Sell(41)).AreRejectOf(RejectCode.AccountLotLimit);
        Assert.That(venue.Quote(other, TestVenue.Entry(Perpetual, 1_000, 100, 0, 0)).Trades(), Has.Length.EqualTo(1));
        Assert.That(venue.Engine.LotsOf(account, Perpetual), Is.EqualTo(40));
        Assert.That(venue.Engine.CheckConservation(), Is.EqualTo("ok"));
    }

    [Test]
    public void Sums_of_the_largest_orders_cannot_wrap_past_the_gate()
    {
        // One lot may cost almost 2^62 micro-USD here; with fees, two such orders lie beyond a long.
        var venue = new TestVenue(new EngineOptions { Fees = new FeeSchedule(0, 0, 100_000_000, 100_000_000) });
        Domain.Instruments.InstrumentSpec dear = AnInstrument.Perpetual();
        dear.OrderLotsMax = 1;
        dear.PriceTicksMax = ((1L << 62) - 1) / AnInstrument.TickValue;
        InstrumentId id = venue.List(dear);
        venue.Price((id, RiskRow.Linear(1_000_000, 10_000)));
        AccountId account = venue.OpenAccount();
        for (int bit = 61; bit > 40; bit--)
        {
            venue.Deposit(account, 1L << bit);
        }

        long equity = venue.Engine.BalanceOf(account).CashMicros;
        venue.Rest(account, AnOrder.Buy(1).In(id).At(equity / 11 * 10 / AnInstrument.TickValue));
        venue.Submit(account, AnOrder.Buy(1).In(id).At(dear.PriceTicksMax)).AreRejectOf(RejectCode.InsufficientMargin);
    }

    [Test]
    public void Margin_of_an_account_that_was_never_opened_is_a_callers_bug() =>
        Assert.That(() => _venue.Engine.MarginOf(new AccountId(777)), Throws.InvalidOperationException);

    /// <summary>An account that is long and has lost its margin to a new epoch.</summary>
    private AccountId ShortOfMargin(long lots)
    {
        AccountId account = _venue.OpenAccount(400_000 * lots);
        _venue.Rest(_rich, AnOrder.Sell(lots));
        Assert.That(_venue.Submit(account, AnOrder.Buy(lots)).Trades(), Has.Length.EqualTo(1));
        _venue.Price((Perpetual, RiskRow.Linear(1_000_000, 20_000)));
        return account;
    }
}
