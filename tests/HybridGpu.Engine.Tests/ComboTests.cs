using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Tests.Kit;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Tests;

/// <summary>Combos: listing, leg-atomic fills in their own book and against their legs, margin.</summary>
public sealed class ComboTests : RulesFixture
{
    private InstrumentId _near;
    private InstrumentId _far;
    private InstrumentId _combo;

    [SetUp]
    public void ListThem()
    {
        _near = Venue.List(AnInstrument.Perpetual());
        _far = Venue.List(AnInstrument.Future(1_000_000));
        Venue.Price((_near, RiskRow.Linear(1_000_000, 10_000)), (_far, RiskRow.Linear(1_030_000, 11_000)));
        // Buy the far leg, sell the near one: worth 30 ticks.
        VenueEvent[] listed = List(Leg(_far, 1), Leg(_near, -1));
        Assert.That(listed[0].Header.Kind, Is.EqualTo(EventKind.ComboListed));
        _combo = listed[0].Combo.Spec.Id;
    }

    [Test]
    public void Two_combo_orders_trade_all_legs_at_prices_that_add_up()
    {
        Venue.Rest(Bob, AnOrder.Sell(3).In(_combo).At(33));

        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Buy(3).In(_combo).At(35));

        Trade[] legs = [.. events.Where(e => e.Header.Kind == EventKind.Trade).Select(e => e.Trade)];
        Assert.That(legs.Select(leg => leg.Instrument), Is.EqualTo([_far, _near]));
        Assert.That(legs[0].PriceTicks - legs[1].PriceTicks, Is.EqualTo(33));
        Assert.That(legs.All(leg => (leg.Taker.Traits & OrderTraits.Combo) != 0), Is.True);
        Assert.That(events.Count(e => e.Header.Kind == EventKind.ComboTraded), Is.EqualTo(2));
        Assert.That(LotsOf(Alice), Is.EqualTo((3L, -3L)));
        Assert.That(LotsOf(Bob), Is.EqualTo((-3L, 3L)));
        Assert.That(Venue.Engine.LotsOf(Alice, _combo), Is.Zero);
    }

    [Test]
    public void A_delisted_leg_takes_its_combos_orders_with_it_and_no_new_ones_or_combos_come()
    {
        Venue.Rest(Bob, AnOrder.Sell(3).In(_combo).At(33));

        VenueEvent[] events = Venue.Apply(TestVenue.DelistingOf(_near));

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.OrderCancelled, EventKind.InstrumentDelisted]));
        Venue.Submit(Bob, AnOrder.Sell(3).In(_combo).At(33)).AreRejectOf(RejectCode.InstrumentDelisted);
        List(Leg(_far, 1), Leg(_near, 1)).AreCommandRejectOf(RejectCode.InstrumentDelisted);
    }

    [Test]
    public void An_arriving_combo_takes_its_legs_books_where_they_are_better()
    {
        Venue.Rest(Bob, AnOrder.Sell(5).In(_far).At(1_031));
        Venue.Rest(Carol, AnOrder.Buy(4).In(_near).At(1_000));
        Venue.Rest(Bob, AnOrder.Sell(9).In(_combo).At(32));

        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Buy(6).In(_combo).At(32));

        OrderState[] combos = [.. events.Where(e => e.Header.Kind == EventKind.ComboTraded && e.Order.Account == Alice)
            .Select(e => e.Order)];
        Assert.That(combos.Select(c => (c.LastTicks, c.LastLots)), Is.EqualTo([(31L, 4L), (32L, 2L)]));
        Assert.That(LotsOf(Alice), Is.EqualTo((6L, -6L)));
        Assert.That(Levels(Side.Sell, _far), Is.EqualTo([new PriceLevel(1_031, 1, 1)]));
    }

    [Test]
    public void A_resting_combo_trades_when_an_order_comes_to_rest_in_a_leg()
    {
        Venue.Rest(Alice, AnOrder.Buy(3).In(_combo).At(30));
        Venue.Rest(Carol, AnOrder.Buy(3).In(_near).At(1_000));

        VenueEvent[] events = Venue.Submit(Bob, AnOrder.Sell(2).In(_far).At(1_030));

        Assert.That(LotsOf(Alice), Is.EqualTo((2L, -2L)));
        Assert.That(LotsOf(Bob).Far, Is.EqualTo(-2));
        Assert.That(Levels(Side.Buy, _combo), Is.EqualTo([new PriceLevel(30, 1, 1)]));
        Assert.That(Levels(Side.Sell, _far), Is.Empty);
        Assert.That(events.Count(e => e.Header.Kind == EventKind.Trade), Is.EqualTo(2));
    }

    [Test]
    public void A_resting_combo_waits_while_a_leg_has_no_risk_array()
    {
        Venue.Rest(Alice, AnOrder.Buy(3).In(_combo).At(30));
        Venue.Rest(Carol, AnOrder.Buy(3).In(_near).At(1_000));
        Venue.Price((_far, RiskRow.Linear(1_030_000, 11_000)));

        Venue.Rest(Bob, AnOrder.Sell(3).In(_far).At(1_030));

        Assert.That(LotsOf(Alice), Is.EqualTo((0L, 0L)));
        Venue.Price((_near, RiskRow.Linear(1_000_000, 10_000)), (_far, RiskRow.Linear(1_030_000, 11_000)));
        Venue.Submit(Bob, AnOrder.Sell(1).In(_far).At(1_031));
        Assert.That(LotsOf(Alice), Is.EqualTo((3L, -3L)));
    }

    [Test]
    public void Nothing_trades_when_one_leg_is_missing()
    {
        Venue.Rest(Bob, AnOrder.Sell(5).In(_far).At(1_000));

        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Buy(5).In(_combo).At(200));

        Assert.That(events.Trades(), Is.Empty);
        Assert.That(LotsOf(Alice), Is.EqualTo((0L, 0L)));
        Assert.That(Levels(Side.Sell, _far).Single().Lots, Is.EqualTo(5));
    }

    [Test]
    public void Ratios_multiply_the_lots_of_a_leg()
    {
        InstrumentId ratio = List(Leg(_far, 1), Leg(_near, -2))[0].Combo.Spec.Id;
        Venue.Rest(Bob, AnOrder.Sell(5).In(_far).At(1_030));
        Venue.Rest(Carol, AnOrder.Buy(5).In(_near).At(1_000));

        Venue.Submit(Alice, AnOrder.Buy(9).In(ratio).At(-970));

        Assert.That(LotsOf(Alice), Is.EqualTo((2L, -4L)));
        Assert.That(Levels(Side.Buy, ratio), Is.EqualTo([new PriceLevel(-970, 7, 1)]));
    }

    [Test]
    public void A_spreads_margin_is_that_of_its_legs_together()
    {
        AccountId spreader = Venue.OpenAccount(TestVenue.Rich);
        Venue.Rest(spreader, AnOrder.Buy(10).In(_combo).At(30));
        long spread = Venue.Engine.MarginOf(spreader).InitialMarginMicros;
        AccountId outright = Venue.OpenAccount(TestVenue.Rich);
        Venue.Rest(outright, AnOrder.Buy(10).In(_far).At(1_030));

        Assert.That(spread, Is.LessThan(Venue.Engine.MarginOf(outright).InitialMarginMicros / 5));
    }

    [Test]
    public void Combos_end_with_their_earliest_leg()
    {
        Venue.Rest(Alice, AnOrder.Buy(3).In(_combo).At(10));
        Venue.MarketNs = 1_000_000;

        Venue.Submit(Bob, AnOrder.Buy(1).In(_combo).At(10)).AreRejectOf(RejectCode.InstrumentExpired);
        VenueEvent[] events = Venue.Settle(1_000_000, 10_000_000);

        Assert.That(TheCancel(events).Reason, Is.EqualTo(RejectCode.InstrumentExpired));
        Assert.That(Venue.Engine.OpenOrderCount, Is.Zero);
    }

    [TestCase(TradingState.Halt, RejectCode.InstrumentHalted)]
    [TestCase(TradingState.Auction, RejectCode.NotInThisState)]
    [TestCase(TradingState.ReduceOnly, RejectCode.ReduceOnlyState)]
    public void A_combo_trades_only_while_its_legs_do(TradingState state, RejectCode reason)
    {
        Send(CommandKind.SetTradingState, (ref Command c) =>
            (c.SetTradingState.Instrument, c.SetTradingState.State) = (_near, state));

        Venue.Submit(Alice, AnOrder.Buy(1).In(_combo).At(10)).AreRejectOf(reason);
    }

    [Test]
    public void What_is_for_single_instruments_only_is_refused()
    {
        Venue.Submit(Alice, AnOrder.Sell(1).In(_combo).At(10).ReduceOnly()).AreRejectOf(RejectCode.BadOrderTerms);
        Venue.Submit(Alice, AnOrder.Buy(1).In(_combo).StopAt(40, 50)).AreRejectOf(RejectCode.BadOrderTerms);
    }

    [Test]
    public void Legs_that_do_not_fit_together_are_refused()
    {
        InstrumentId other = Venue.List(AnInstrument.Perpetual(underlying: 1));
        List(Leg(_far, 1)).AreCommandRejectOf(RejectCode.BadComboTerms);
        List(Leg(_far, 1), Leg(_far, -1)).AreCommandRejectOf(RejectCode.BadComboTerms);
        List(Leg(_far, 2), Leg(_near, -2)).AreCommandRejectOf(RejectCode.BadComboTerms);
        List(Leg(_far, 1), Leg(_near, 0)).AreCommandRejectOf(RejectCode.BadComboTerms);
        List(Leg(_far, 1), Leg(_near, 17)).AreCommandRejectOf(RejectCode.BadComboTerms);
        List(Leg(_far, 1), Leg(other, -1)).AreCommandRejectOf(RejectCode.BadComboTerms);
        List(Leg(_far, 1), Leg(_combo, -1)).AreCommandRejectOf(RejectCode.BadComboTerms);
        List(Leg(_far, 1), Leg(new InstrumentId(99), -1)).AreCommandRejectOf(RejectCode.UnknownInstrument);
    }

    [Test]
    public void A_leg_has_a_most_of_combos()
    {
        for (int i = 1; i < 64; i++)
        {
            Assert.That(List(Leg(_far, 1), Leg(_near, -1))[0].Header.Kind, Is.EqualTo(EventKind.ComboListed), $"{i}");
        }

        List(Leg(_far, 1), Leg(_near, -1)).AreCommandRejectOf(RejectCode.CapacityReached);
    }

    [Test]
    public void A_listing_that_leaves_its_number_to_the_engine_gets_the_next()
    {
        uint next = (uint)Venue.Engine.InstrumentCount;

        VenueEvent[] combo = List(InstrumentId.Unassigned, default, Leg(_far, 2), Leg(_near, -1));

        Assert.That(combo[0].Combo.Spec.Id, Is.EqualTo(new InstrumentId(next)));
        Command list = Command.Of(CommandKind.ListInstrument);
        list.Instrument = AnInstrument.Future(2_000_000);
        list.Instrument.Symbol = Text40.Create("ANOTHER");
        list.Instrument.Id = InstrumentId.Unassigned;
        VenueEvent[] future = Venue.Apply(list);
        Assert.That(future[0].Instrument.Id, Is.EqualTo(new InstrumentId(next + 1)));
        Venue.Rest(Alice, AnOrder.Buy(1).In(combo[0].Combo.Spec.Id).At(30));
    }

    [Test]
    public void A_client_defines_a_combo_once_for_each_message()
    {
        SessionId session = Venue.Register("CLIENT", Alice);

        VenueEvent[] listed = List(InstrumentId.Unassigned, session, Leg(_far, 2), Leg(_near, -1));

        Assert.That(listed[0].Header.Kind, Is.EqualTo(EventKind.ComboListed));
        Assert.That(listed[0].Header.Session, Is.EqualTo(session));
        List(InstrumentId.Unassigned, session, Leg(_far, 3), Leg(_near, -1))
            .AreCommandRejectOf(RejectCode.DuplicateMessage);
    }

    [Test]
    public void Combos_leave_room_for_the_venues_contracts()
    {
        var venue = new TestVenue(new EngineOptions { CombosMax = 1 });
        InstrumentId near = venue.List(AnInstrument.Perpetual());
        InstrumentId far = venue.List(AnInstrument.Future(1_000_000));
        Command combo = ComboOf(InstrumentId.Unassigned, default, "FIRST");
        byte[] legs = BytesOf(Leg(far, 1), Leg(near, -1));
        Assert.That(venue.Apply(combo, legs)[0].Header.Kind, Is.EqualTo(EventKind.ComboListed));

        venue.Apply(ComboOf(InstrumentId.Unassigned, default, "SECOND"), BytesOf(Leg(far, 2), Leg(near, -1)))
            .AreCommandRejectOf(RejectCode.CapacityReached);

        Assert.That(venue.List(AnInstrument.Future(2_000_000)).Value, Is.EqualTo(3));
    }

    private VenueEvent[] List(InstrumentId number, SessionId session, params ComboLeg[] legs) =>
        Venue.Apply(ComboOf(number, session, "A-COMBO"), BytesOf(legs));

    private static Command ComboOf(InstrumentId number, SessionId session, string symbol)
    {
        Command command = Command.Of(CommandKind.ListCombo);
        command.Header.Session = session;
        command.Header.MsgSeqNum = 1;
        command.Instrument = AnInstrument.Future(1_000_000);
        command.Instrument.Kind = InstrumentKind.Combo;
        command.Instrument.Id = number;
        command.Instrument.Symbol = Text40.Create(symbol);
        return command;
    }

    private static byte[] BytesOf(params ComboLeg[] legs) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(legs.AsSpan()).ToArray();

    private (long Far, long Near) LotsOf(AccountId account) =>
        (Venue.Engine.LotsOf(account, _far), Venue.Engine.LotsOf(account, _near));

    private static ComboLeg Leg(InstrumentId instrument, int ratio) => new() { Instrument = instrument, Ratio = ratio };

    private VenueEvent[] List(params ComboLeg[] legs) => Send(
        CommandKind.ListCombo,
        (ref Command c) =>
        {
            c.Instrument = AnInstrument.Future(1_000_000);
            c.Instrument.Kind = InstrumentKind.Combo;
            c.Instrument.Id = new InstrumentId((uint)Venue.Engine.InstrumentCount);
            c.Instrument.Symbol = Text40.Create($"COMBO-{c.Instrument.Id}");
        },
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(legs.AsSpan()));
}
