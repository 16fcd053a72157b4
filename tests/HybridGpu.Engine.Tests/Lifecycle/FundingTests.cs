using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Lifecycle;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests.Lifecycle;

internal sealed class FundingTests
{
    private const long HourNs = 3_600_000_000_000;

    // A lot is 0.1 units, so at this index a lot is worth 10,000,000 micro-USD: 1,000 ticks.
    private const long IndexMicros = 100_000_000;
    private const long LotMicros = 10_000_000;

    private TestVenue _venue = null!;
    private InstrumentId _perpetual;
    private AccountId _long;
    private AccountId _short;

    [SetUp]
    public void OpenVenue()
    {
        _venue = new TestVenue { MarketNs = HourNs };
        _perpetual = _venue.List(AnInstrument.Perpetual());
        _long = _venue.OpenAccount(TestVenue.Rich);
        _short = _venue.OpenAccount(TestVenue.Rich);
        Price(LotMicros);
    }

    [TearDown]
    public void State_is_sound()
    {
        Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));
        (VenueEngine twin, _) = TestVenue.Replay(_venue.Recorded, _venue.Options);
        Assert.That(twin.StateHash, Is.EqualTo(_venue.Engine.StateHash));
    }

    // Premium, in 1e-9 of the index: what lies beyond 0.025 % either side counts, at most 0.5 %.
    [TestCase(0, 0)]
    [TestCase(250_000, 0)]
    [TestCase(-250_000, 0)]
    [TestCase(250_100, 100)]
    [TestCase(-250_100, -100)]
    [TestCase(1_250_000, 1_000_000)]
    [TestCase(-1_250_000, -1_000_000)]
    [TestCase(5_250_000, 5_000_000)]
    [TestCase(5_250_100, 5_000_000)]
    [TestCase(-900_000_000, -5_000_000)]
    [TestCase(2_000_000_000, 5_000_000)]
    public void The_rate_is_the_premium_beyond_the_damper_up_to_the_cap(long premiumNano, long rateNano)
    {
        Price(LotMicros + (LotMicros * premiumNano / 1_000_000_000));
        _venue.Index(IndexMicros);

        Assert.That(_venue.Engine.FundingOf(_perpetual).RateNano, Is.EqualTo(rateNano));
    }

    [Test]
    public void A_product_of_the_largest_numbers_stays_in_range()
    {
        long index = IndexPrice.PriceMicrosBound - 1;
        const long LotMax = 1L << 49;
        Assert.Multiple(() =>
        {
            Assert.That(FundingRule.RateNano(long.MaxValue, index, LotMax), Is.EqualTo(-FundingRule.CapNano));
            Assert.That(FundingRule.RateNano(long.MinValue, index, LotMax), Is.EqualTo(-FundingRule.CapNano));
            Assert.That(FundingRule.RateNano(long.MaxValue, 1, 1), Is.EqualTo(FundingRule.CapNano));
            Assert.That(FundingRule.RateNano(long.MaxValue / 16, index, LotMax / 8), Is.EqualTo(-FundingRule.CapNano));
            Assert.That(FundingRule.RateNano(0, 1, 1), Is.EqualTo(-FundingRule.CapNano));
            Int128 most = FundingRule.CapNano * FundingRule.NotionalScaled(index, LotMax) * FundingRule.AccruedNsMax;
            Assert.That(FundingRule.AmountPerLotPico(most), Is.EqualTo(32_212_254_705_000));
            Assert.That(
                FundingRule.CashMicros(1L << 30, 32_212_254_705_000), Is.EqualTo(-34_587_645_122_099_282));
        });
    }

    [Test]
    public void Longs_pay_shorts_when_the_mark_is_above_the_index_and_keep_their_positions()
    {
        Trade(lots: 40);
        (long cashOfLong, long cashOfShort) = Cash();
        // 0.125 % over the index, of which 0.1 % counts: for 8 hours 10,000 micro-USD a lot, for 2 hours 2,500.
        Price(LotMicros + 12_500);
        _venue.Index(IndexMicros);
        _venue.MarketNs += 2 * HourNs;

        VenueEvent[] events = _venue.Apply(TestVenue.FundingOf(_perpetual));

        Assert.That(
            events.Kinds(), Is.EqualTo([EventKind.FundingPaid, EventKind.FundingPaid, EventKind.FundingFixed]));
        FundingFixed fixing = events[2].FundingFixed;
        Assert.That(
            (fixing.AmountPerLotPico, fixing.RemainderMicros, fixing.AccruedNs, fixing.LongLots, fixing.PositionCount),
            Is.EqualTo((2_500_000_000L, 0L, 2 * HourNs, 40L, 2u)));
        Assert.That(Cash(), Is.EqualTo((cashOfLong - 100_000, cashOfShort + 100_000)));
        Assert.That(_venue.Engine.LotsOf(_long, _perpetual), Is.EqualTo(40));
        Assert.That(
            events[..2].Select(e => (e.FundingPaid.Account, e.FundingPaid.Lots, e.FundingPaid.CashMicros)),
            Is.EquivalentTo([(_long, 40L, -100_000L), (_short, -40L, 100_000L)]));
    }

    [Test]
    public void Shorts_pay_longs_when_the_mark_is_below_it()
    {
        Trade(lots: 3);
        (long cashOfLong, long cashOfShort) = Cash();
        Price(LotMicros - 12_500);
        _venue.Index(IndexMicros);
        _venue.MarketNs += 8 * HourNs;
        _venue.Apply(TestVenue.FundingOf(_perpetual));

        Assert.That(Cash(), Is.EqualTo((cashOfLong + 30_000, cashOfShort - 30_000)));
    }

    [Test]
    public void Each_payment_is_rounded_against_its_account_and_the_fee_account_takes_the_rest()
    {
        Trade(lots: 7);
        (long cashOfLong, long cashOfShort) = Cash();
        long fees = _venue.Engine.BalanceOf(AccountId.Fees).CashMicros;
        // 1 ns at 0.5 %: 7 lots pay 7 x 50,000 / 28,800e9 micro-USD, which is next to nothing but not nothing.
        Price(2 * LotMicros);
        _venue.Index(IndexMicros);
        _venue.MarketNs += 1_000_000_000;
        VenueEvent fixing = _venue.Apply(TestVenue.FundingOf(_perpetual))[^1];

        // A second is 1.736111 micro-USD a lot, 12.152777 for seven.
        Assert.That(fixing.FundingFixed.AmountPerLotPico, Is.EqualTo(1_736_111));
        Assert.That(fixing.FundingFixed.RemainderMicros, Is.EqualTo(1));
        Assert.That(Cash(), Is.EqualTo((cashOfLong - 13, cashOfShort + 12)));
        Assert.That(_venue.Engine.BalanceOf(AccountId.Fees).CashMicros, Is.EqualTo(fees + 1));
    }

    [Test]
    public void A_rate_holds_from_its_sample_to_the_next_whatever_marks_come_between()
    {
        Trade(lots: 1);
        Price(LotMicros + 12_500);
        _venue.Index(IndexMicros);
        Price(LotMicros - 40_000);
        _venue.MarketNs += HourNs;
        _venue.Index(IndexMicros);
        Price(LotMicros);
        _venue.MarketNs += HourNs;

        // 0.1 % for an hour, then -0.375 % for another: (10,000 - 37,500) / 8.
        VenueEvent fixing = _venue.Apply(TestVenue.FundingOf(_perpetual))[^1];
        Assert.That(fixing.FundingFixed.AmountPerLotPico, Is.EqualTo(-3_437_500_000));
    }

    [Test]
    public void A_perpetual_without_a_mark_accrues_nothing_and_nobody_pays()
    {
        Trade(lots: 1);
        _venue.Price();
        _venue.Index(IndexMicros);
        _venue.MarketNs += HourNs;

        VenueEvent[] events = _venue.Apply(TestVenue.FundingOf(_perpetual));

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.FundingFixed]));
        FundingFixed fixing = events[0].FundingFixed;
        Assert.That(
            (fixing.AmountPerLotPico, fixing.PositionCount, fixing.LongLots),
            Is.EqualTo((0L, 0u, 1L)));
    }

    [Test]
    public void No_more_than_24_hours_accrue_between_two_payments()
    {
        Price(2 * LotMicros);
        _venue.Index(IndexMicros);
        _venue.MarketNs += 20 * HourNs;
        _venue.Index(IndexMicros);
        _venue.MarketNs += 2_000 * HourNs;

        FundingFixed fixing = _venue.Apply(TestVenue.FundingOf(_perpetual))[^1].FundingFixed;

        // 0.5 % a period, three periods.
        Assert.That(
            (fixing.AccruedNs, fixing.AmountPerLotPico), Is.EqualTo((24 * HourNs, 3 * 50_000_000_000L)));
        _venue.MarketNs += HourNs;
        Assert.That(
            _venue.Apply(TestVenue.FundingOf(_perpetual))[^1].FundingFixed.AccruedNs, Is.EqualTo(HourNs));
    }

    [Test]
    public void Funding_of_what_has_none_is_refused()
    {
        InstrumentId future = _venue.List(AnInstrument.Future(100 * HourNs));
        Refuses(_perpetual, RejectCode.NoIndexPrice);
        _venue.Index(IndexMicros);
        Refuses(_perpetual, RejectCode.NothingToSettle);
        Refuses(future, RejectCode.UnknownInstrument);
        Refuses(new InstrumentId(99), RejectCode.UnknownInstrument);
        Refuses(new InstrumentId(uint.MaxValue), RejectCode.UnknownInstrument);
        _venue.Apply(TestVenue.DelistingOf(_perpetual));
        Refuses(_perpetual, RejectCode.InstrumentDelisted);
    }

    [Test]
    public void An_account_with_an_order_but_no_lots_pays_nothing()
    {
        Trade(lots: 2);
        AccountId other = _venue.OpenAccount(TestVenue.Rich);
        _venue.Rest(other, AnOrder.Buy(5).In(_perpetual).At(900));
        Price(2 * LotMicros);
        _venue.Index(IndexMicros);
        _venue.MarketNs += HourNs;

        Assert.That(_venue.Apply(TestVenue.FundingOf(_perpetual))[^1].FundingFixed.PositionCount, Is.EqualTo(2));
        Assert.That(_venue.Engine.BalanceOf(other).CashMicros, Is.EqualTo(TestVenue.Rich));
    }

    private void Refuses(InstrumentId instrument, RejectCode reason) =>
        _venue.Apply(TestVenue.FundingOf(instrument)).AreCommandRejectOf(reason);

    private void Price(long markMicros) => _venue.Price((_perpetual, RiskRow.Linear(markMicros, 10_000)));

    private (long Long, long Short) Cash() =>
        (_venue.Engine.BalanceOf(_long).CashMicros, _venue.Engine.BalanceOf(_short).CashMicros);

    private void Trade(long lots)
    {
        _venue.Rest(_short, AnOrder.Sell(lots).In(_perpetual));
        Assert.That(_venue.Submit(_long, AnOrder.Buy(lots).In(_perpetual)).Trades(), Has.Length.EqualTo(1));
    }
}
