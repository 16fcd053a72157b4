using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Expiry: orders go, positions become cash, and no micro-USD appears or vanishes.</summary>
public sealed class SettlementTests
{
    private const long ExpiryNs = 5_000;

    private TestVenue _venue = null!;
    private AccountId _long;
    private AccountId _short;

    [SetUp]
    public void SetUp()
    {
        _venue = new TestVenue();
        _long = _venue.OpenAccount(TestVenue.Rich);
        _short = _venue.OpenAccount(TestVenue.Rich);
    }

    [TearDown]
    public void State_is_sound() => Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));

    // A lot is 0.1 units. Half a micro-USD a lot is left over: longs get it rounded down, shorts pay it rounded up.
    [TestCase(InstrumentKind.Call, 90_000_000, 100_000_005, 1_000_000, 1_000_001)]
    [TestCase(InstrumentKind.Put, 110_000_000, 100_000_005, 999_999, 1_000_000)]
    [TestCase(InstrumentKind.Future, 0, 100_000_005, 10_000_000, 10_000_001)]
    [TestCase(InstrumentKind.Call, 100_000_000, 100_000_000, 0, 0)]
    [TestCase(InstrumentKind.Call, 110_000_000, 100_000_005, 0, 0)]
    [TestCase(InstrumentKind.Put, 90_000_000, 100_000_005, 0, 0)]
    [TestCase(InstrumentKind.Put, 90_000_000, 0, 9_000_000, 9_000_000)]
    public void A_position_pays_its_value_at_expiry_and_the_roundings_go_to_the_fee_account(
        InstrumentKind kind, long strikeMicros, long priceMicros, long receivedPerLot, long paidPerLot)
    {
        InstrumentId id = Traded(kind, strikeMicros, lots: 3);
        long cashOfLong = _venue.Engine.BalanceOf(_long).CashMicros;
        long cashOfShort = _venue.Engine.BalanceOf(_short).CashMicros;
        _venue.MarketNs = ExpiryNs;

        VenueEvent[] events = _venue.Settle(ExpiryNs, priceMicros);

        Assert.That(
            events.Kinds(),
            Is.EqualTo([EventKind.PositionSettled, EventKind.PositionSettled, EventKind.InstrumentSettled]));
        Assert.That(_venue.Engine.BalanceOf(_long).CashMicros - cashOfLong, Is.EqualTo(3 * receivedPerLot));
        Assert.That(_venue.Engine.BalanceOf(_short).CashMicros - cashOfShort, Is.EqualTo(-3 * paidPerLot));
        Assert.That(_venue.Engine.BalanceOf(AccountId.Fees).CashMicros, Is.EqualTo(3 * (paidPerLot - receivedPerLot)));
        InstrumentSettled settled = events[2].InstrumentSettled;
        Assert.That((settled.PayoffMicrosPerLot, settled.PositionCount), Is.EqualTo((receivedPerLot, 2u)));
        Assert.That(settled.RemainderMicros, Is.EqualTo(3 * (paidPerLot - receivedPerLot)));
        Assert.That(_venue.Engine.LotsOf(_long, id), Is.Zero);
    }

    [Test]
    public void Open_orders_and_quotes_in_it_are_cancelled_first()
    {
        InstrumentId id = Traded(InstrumentKind.Future, 0, lots: 1);
        _venue.Rest(_long, AnOrder.Buy(1).In(id).At(900));
        _venue.Quote(_short, TestVenue.Entry(id, 901, 2, 1_100, 2));
        _venue.MarketNs = ExpiryNs;

        VenueEvent[] events = _venue.Settle(ExpiryNs, 100_000_000);

        Assert.That(events[..3], Has.All.Matches<VenueEvent>(e => e.Header.Kind == EventKind.OrderCancelled
            && e.Order.Cause == CancelCause.Expired && e.Order.Reason == RejectCode.InstrumentExpired));
        Assert.That(_venue.Engine.OpenOrderCount, Is.Zero);
        (long cash, long fees) = _venue.Engine.BalanceOf(_long);
        Assert.That(_venue.Engine.MarginOf(_long).InitialMarginMicros, Is.Zero);
        Assert.That(
            _venue.Engine.MarginOf(_long).EquityMicros,
            Is.EqualTo(cash - fees));
    }

    [Test]
    public void All_instruments_of_the_underlying_and_expiry_settle_and_no_others()
    {
        InstrumentId call = Traded(InstrumentKind.Call, 90_000_000, lots: 1);
        InstrumentId put = _venue.List(AnInstrument.Put(90_000_000, ExpiryNs));
        _venue.List(AnInstrument.Future(ExpiryNs + 1));
        _venue.List(AnInstrument.Future(ExpiryNs, underlying: 1));
        _venue.MarketNs = ExpiryNs;

        VenueEvent[] events = _venue.Settle(ExpiryNs, 100_000_000);

        Assert.That(
            events.Where(e => e.Header.Kind == EventKind.InstrumentSettled).Select(e => e.InstrumentSettled.Instrument),
            Is.EqualTo([call, put]));
        RefusesInVain(ExpiryNs, 100_000_000, 0, RejectCode.NothingToSettle);
    }

    [Test]
    public void Settlement_before_its_time_or_of_nothing_is_refused()
    {
        Traded(InstrumentKind.Call, 90_000_000, lots: 1);
        RefusesInVain(ExpiryNs, 100_000_000, 0, RejectCode.NothingToSettle);
        _venue.MarketNs = ExpiryNs;
        RefusesInVain(ExpiryNs - 1, 100_000_000, 0, RejectCode.NothingToSettle);
        RefusesInVain(ExpiryNs, 100_000_000, 15, RejectCode.NothingToSettle);
        RefusesInVain(long.MinValue, 100_000_000, 0, RejectCode.NothingToSettle);
        RefusesInVain(ExpiryNs, 100_000_000, 16, RejectCode.PriceOutOfRange);
        RefusesInVain(ExpiryNs, -1, 0, RejectCode.PriceOutOfRange);
        RefusesInVain(ExpiryNs, long.MinValue, 0, RejectCode.PriceOutOfRange);
    }

    [Test]
    public void A_price_at_which_a_lot_would_leave_its_integer_is_refused_whole()
    {
        _venue.List(AnInstrument.Put(90_000_000, ExpiryNs));
        InstrumentId id = Traded(InstrumentKind.Future, 0, lots: 3);
        _venue.MarketNs = ExpiryNs;

        RefusesInVain(ExpiryNs, long.MaxValue, 0, RejectCode.PriceOutOfRange);
        RefusesInVain(ExpiryNs, (InstrumentSpec.LotNotionalBoundMicros + 1) * 10, 0, RejectCode.PriceOutOfRange);
        Assert.That(_venue.Engine.LotsOf(_long, id), Is.EqualTo(3));
        Assert.That(_venue.Settle(ExpiryNs, 100_000_000)[^1].Header.Kind, Is.EqualTo(EventKind.InstrumentSettled));
    }

    [Test]
    public void Positions_that_were_closed_are_not_settled()
    {
        InstrumentId id = Traded(InstrumentKind.Future, 0, lots: 1);
        _venue.Rest(_long, AnOrder.Sell(1).In(id));
        _venue.Submit(_short, AnOrder.Buy(1).In(id));
        _venue.MarketNs = ExpiryNs;

        Assert.That(_venue.Settle(ExpiryNs, 100_000_000).Kinds(), Is.EqualTo([EventKind.InstrumentSettled]));
    }

    private InstrumentId Traded(InstrumentKind kind, long strikeMicros, long lots)
    {
        InstrumentSpec terms = kind switch
        {
            InstrumentKind.Call => AnInstrument.Call(strikeMicros, ExpiryNs),
            InstrumentKind.Put => AnInstrument.Put(strikeMicros, ExpiryNs),
            _ => AnInstrument.Future(ExpiryNs),
        };
        InstrumentId id = _venue.List(terms);
        _venue.Price((id, RiskRow.Linear(1_000_000, 10_000)));
        _venue.Rest(_short, AnOrder.Sell(lots).In(id));
        Assert.That(_venue.Submit(_long, AnOrder.Buy(lots).In(id)).Trades(), Has.Length.EqualTo(1));
        return id;
    }

    private void RefusesInVain(long expiryNs, long priceMicros, byte underlying, RejectCode reason)
    {
        Command command = Command.Of(CommandKind.SettleExpiry);
        command.SettleExpiry.ExpiryNs = expiryNs;
        command.SettleExpiry.PriceMicros = priceMicros;
        command.SettleExpiry.Underlying = new UnderlyingId(underlying);
        _venue.ApplyInVain(command).AreCommandRejectOf(reason);
    }
}
