using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Tests.Kit;
using static HybridGpu.Engine.Tests.Kit.ComboDesk;

namespace HybridGpu.Engine.Tests;

/// <summary>Combos give way to each other: which one goes, which one can't, and how one comes back.</summary>
public sealed class ComboRoomTests : RulesFixture
{
    private readonly List<SessionId> _sessions = [];
    private readonly List<AccountId> _accounts = [];
    private ComboDesk _desk = null!;

    [SetUp]
    public void OpenTheDesk()
    {
        _desk = new ComboDesk(Venue);
        _sessions.Clear();
        _accounts.Clear();
        for (int i = 0; i < 5; i++)
        {
            _accounts.Add(Venue.OpenAccount(TestVenue.Rich));
            _sessions.Add(Venue.Register($"CLIENT{i}", _accounts[i]));
        }
    }

    [Test]
    public void At_a_full_leg_the_combo_that_has_lain_idle_longest_gives_its_place()
    {
        InstrumentId[] full = FillTheLeg();
        Use(full[0]);

        VenueEvent[] events = _desk.Define(64, _sessions[4]);

        Assert.That(events.Kinds(), Is.EqualTo([EventKind.InstrumentDelisted, EventKind.ComboListed]));
        Assert.That(Gone(events), Is.EqualTo([full[1]]));
        Assert.That(Gone(_desk.Define(65, _sessions[4])), Is.EqualTo([full[2]]));
        Venue.Submit(Alice, AnOrder.Buy(1).In(full[1]).At(10)).AreRejectOf(RejectCode.InstrumentDelisted);
        Venue.Rest(Alice, AnOrder.Buy(1).In(NumberOf(events)).At(10));
    }

    [Test]
    public void Of_combos_that_lie_idle_as_long_the_lowest_number_goes()
    {
        InstrumentId[] full = [.. Enumerable.Range(0, 64).Select(i => _desk.Defined(i, _sessions[i / 16]))];

        Assert.That(Gone(_desk.Define(64, _sessions[4])), Is.EqualTo([full[0]]));
        Assert.That(Gone(_desk.Define(65, _sessions[4])), Is.EqualTo([full[1]]));
    }

    [Test]
    public void An_open_order_a_halt_or_an_auction_keeps_a_combo()
    {
        InstrumentId[] full = FillTheLeg();
        Venue.Rest(Alice, AnOrder.Buy(1).In(full[0]).At(10));
        Venue.Rest(Alice, AnOrder.Sell(1).In(full[1]).At(90_000));
        Venue.Quote(Bob, TestVenue.Entry(full[2], 10, 1, 90_000, 1));
        _desk.SetState(full[3], TradingState.Halt);
        _desk.SetState(full[4], TradingState.Auction);

        Assert.That(Gone(_desk.Define(64, _sessions[4])), Is.EqualTo([full[5]]));
    }

    [Test]
    public void One_that_goes_makes_room_in_all_its_legs()
    {
        InstrumentId[] own = [.. Enumerable.Range(0, 16).Select(i => _desk.Defined(2 * i, _sessions[0]))];

        Assert.That(Gone(_desk.Define(32, _sessions[0])), Is.EqualTo([own[0]]), "both legs were at the share");
    }

    [Test]
    public void A_request_for_quotes_keeps_a_combo_while_others_have_none_and_no_longer()
    {
        InstrumentId[] full = FillTheLeg();
        _desk.Ask(Alice, full[0]);
        for (int i = 2; i < 64; i++)
        {
            Venue.Rest(Alice, AnOrder.Buy(1).In(full[i]).At(10));
        }

        Assert.That(Gone(_desk.Define(64, _sessions[4])), Is.EqualTo([full[1]]));
        Venue.Rest(Alice, AnOrder.Buy(1).In(new InstrumentId(full[63].Value + 1)).At(10));
        Assert.That(Gone(_desk.Define(65, _sessions[4])), Is.EqualTo([full[0]]), "a request costs nothing");
    }

    [Test]
    public void What_ends_an_order_or_a_request_or_trades_begins_idleness_anew()
    {
        InstrumentId[] full = FillTheLeg();
        ulong request = _desk.Ask(Alice, full[0]);
        OrderId order = Venue.Rest(Alice, AnOrder.Buy(1).In(full[1]).At(10));
        Venue.Rest(Alice, AnOrder.Buy(1).In(full[2]).At(10).Until(Venue.NowNs + 1_000));
        Venue.Rest(Bob, AnOrder.Sell(1).In(_desk.Far).At(1_030));
        Venue.Rest(Bob, AnOrder.Sell(9).In(_desk.Near).At(1_000));
        Venue.NowNs += 10_000;
        _desk.Pass(Alice, request);
        Venue.Cancel(Alice, order);
        Venue.Clock();
        // Takes its legs' books as it comes, and never rests.
        long price = _desk.LegsOf(6).Sum(leg => leg.Ratio * (leg.Instrument == _desk.Far ? 1_030 : 1_000));
        VenueEvent[] traded = Venue.Submit(Alice, AnOrder.Buy(1).In(full[6]).At(price));
        Assert.That(traded.Count(e => e.Header.Kind == EventKind.ComboTraded), Is.EqualTo(1));
        Assert.That(Venue.Engine.CopyLevels(full[6], Side.Buy, new Matching.PriceLevel[1]), Is.Zero);

        List<InstrumentId> gone = [];
        for (int i = 0; i < 16; i++)
        {
            gone.AddRange(Gone(_desk.Define(64 + i, _sessions[4])));
        }

        Assert.That(gone, Is.EqualTo(full[3..6].Concat(full[7..20])));
    }

    [Test]
    public void A_leg_whose_combos_are_all_in_use_takes_no_more()
    {
        foreach (InstrumentId combo in FillTheLeg())
        {
            Venue.Rest(Alice, AnOrder.Buy(1).In(combo).At(10));
        }

        int instruments = Venue.Engine.InstrumentCount;
        _desk.Define(64, _sessions[4]).AreCommandRejectOf(RejectCode.CapacityReached);

        Assert.That(Venue.Engine.InstrumentCount, Is.EqualTo(instruments));
        Assert.That(Venue.Engine.OpenOrderCount, Is.EqualTo(64));
    }

    [Test]
    public void An_account_with_its_share_of_a_leg_gives_up_its_own_and_nobody_elses()
    {
        InstrumentId others = _desk.Defined(100, _sessions[1]);
        Venue.NowNs++;
        InstrumentId[] own = [.. Enumerable.Range(0, 16).Select(i => _desk.Defined(i, _sessions[0]))];
        Use(own[0]);
        SessionId second = Venue.Register("SECOND", _accounts[0]);

        Assert.That(Gone(_desk.Define(16, second)), Is.EqualTo([own[1]]), "shares are of accounts, not of sessions");
        Assert.That(Gone(_desk.Define(101, _sessions[1])), Is.Empty, "there is room for others");
        Venue.Rest(Alice, AnOrder.Buy(1).In(others).At(10));
    }

    [Test]
    public void An_account_whose_share_of_a_leg_is_in_use_gets_no_more_while_others_do()
    {
        for (int i = 0; i < 16; i++)
        {
            Venue.Rest(_accounts[0], AnOrder.Buy(1).In(_desk.Defined(i, _sessions[0])).At(10));
        }

        _desk.Define(16, _sessions[0]).AreCommandRejectOf(RejectCode.CapacityReached);

        Assert.That(Gone(_desk.Define(16, _sessions[1])), Is.Empty);
    }

    [Test]
    public void What_the_venue_lists_stays_and_finds_room_where_clients_combos_lie_idle()
    {
        InstrumentId listed = NumberOf(_desk.List(100));
        Venue.NowNs++;
        InstrumentId[] full = FillTheLeg(63);

        VenueEvent[] events = _desk.List(101);

        Assert.That(Gone(events), Is.EqualTo([full[0]]));
        Venue.Rest(Alice, AnOrder.Buy(1).In(listed).At(10));
    }

    [Test]
    public void A_combo_that_gave_way_comes_back_as_the_same_instrument_when_anybody_defines_it()
    {
        InstrumentId[] full = FillTheLeg();
        _desk.Define(64, _sessions[4]);
        int instruments = Venue.Engine.InstrumentCount;
        Venue.NowNs++;

        VenueEvent[] events = _desk.Define(0, _sessions[4]);

        Assert.That(NumberOf(events), Is.EqualTo(full[0]));
        Assert.That(Gone(events), Is.EqualTo([full[1]]));
        Assert.That(Venue.Engine.InstrumentCount, Is.EqualTo(instruments), "it takes no number");
        Venue.Rest(Alice, AnOrder.Sell(3).In(full[0]).At(33));
        Venue.Submit(Bob, AnOrder.Buy(3).In(full[0]).At(33)).Trades();
        Assert.That(Venue.Engine.LotsOf(Bob, _desk.Far), Is.EqualTo(3));
        Assert.That(Gone(_desk.Define(65, _sessions[4])), Is.EqualTo([full[2]]), "it counts as used when it came");
    }

    [Test]
    public void Whoever_brings_a_combo_back_has_it_in_its_share()
    {
        FillTheLeg();
        InstrumentId first = _desk.Defined(64, _sessions[4]);
        for (int i = 0; i < 15; i++)
        {
            Venue.NowNs++;
            Assert.That(_desk.Defined(i, _sessions[4]).Value, Is.LessThan(first.Value));
        }

        Assert.That(Gone(_desk.Define(65, _sessions[4])), Is.EqualTo([first]), "the oldest of its sixteen");
    }

    [Test]
    public void A_symbol_comes_back_only_with_its_own_terms_and_legs()
    {
        FillTheLeg();
        _desk.Define(64, _sessions[4]);

        _desk.Define("BTC-CMB-0", _sessions[4], 1, _desk.LegsOf(70)).AreCommandRejectOf(RejectCode.OutOfSequence);
        _desk.Define("BTC-CMB-0", _sessions[4], 0, _desk.LegsOf(0)).AreCommandRejectOf(RejectCode.OutOfSequence);
        _desk.Define(64, _sessions[3]).AreCommandRejectOf(RejectCode.OutOfSequence);
    }

    [Test]
    public void What_the_venue_took_off_the_list_gives_its_place_and_does_not_come_back()
    {
        InstrumentId[] full = FillTheLeg();

        Venue.Apply(TestVenue.DelistingOf(full[5]));

        Assert.That(Gone(_desk.Define(64, _sessions[4])), Is.Empty);
        _desk.Define(5, _sessions[4]).AreCommandRejectOf(RejectCode.InstrumentDelisted);
    }

    [Test]
    public void That_a_combo_is_gone_is_said_once_and_with_its_leg_it_ends()
    {
        InstrumentId[] full = FillTheLeg();
        _desk.Define(64, _sessions[4]);
        Venue.MarketNs = ExpiryNs;

        VenueEvent[] events = Venue.Settle(ExpiryNs, 100_000_000);

        Assert.That(Gone(events), Has.Length.EqualTo(64).And.No.Member(full[0]));
        _desk.Define(0, _sessions[4]).AreCommandRejectOf(RejectCode.InstrumentExpired);
    }

    [Test]
    public void Each_full_leg_gives_a_place_or_none_does()
    {
        InstrumentId[] full = FillTheLeg();
        InstrumentId third = Venue.List(AnInstrument.Perpetual());
        InstrumentId[] futures = [.. Enumerable.Range(0, 2).Select(_ => Venue.List(AnInstrument.Future(ExpiryNs)))];
        Venue.Price([.. new[] { _desk.Near, _desk.Far, _desk.Other, third, futures[0], futures[1] }.Select(
            instrument => (instrument, RiskRow.Linear(1_000_000, 10_000)))]);
        InstrumentId[] ofThird = [.. Enumerable.Range(0, 64).Select(i => NumberOf(_desk.Define(
            $"THIRD-{i}", _sessions[i / 16], 1, Leg(futures[i / 32], 1 - (i / 16 % 2 * 2)),
            Leg(third, 1 + (i % 16)))))];
        OrderId[] orders = [.. ofThird.Select(combo => Venue.Rest(Alice, AnOrder.Buy(1).In(combo).At(10)))];
        ComboLeg[] both = [Leg(_desk.Far, 1), Leg(_desk.Near, -1), Leg(third, -1)];

        _desk.Define("BOTH", _sessions[4], 1, both).AreCommandRejectOf(RejectCode.CapacityReached);
        Venue.Rest(Alice, AnOrder.Buy(1).In(full[0]).At(10));
        Venue.Cancel(Alice, orders[9]);

        Assert.That(Gone(_desk.Define("BOTH", _sessions[4], 1, both)), Is.EqualTo([full[1], ofThird[9]]));
    }

    [Test]
    public void Only_new_numbers_count_against_the_combos_ever_listed()
    {
        var venue = new TestVenue(new EngineOptions { CombosMax = 17 });
        var desk = new ComboDesk(venue);
        SessionId session = venue.Register("CLIENT", venue.OpenAccount());
        InstrumentId[] own = [.. Enumerable.Range(0, 17).Select(i => desk.Defined(i, session))];

        desk.Define(17, session).AreCommandRejectOf(RejectCode.CapacityReached);

        for (int i = 0; i < 40; i++)
        {
            venue.NowNs++;
            Assert.That(desk.Defined(i % 17, session), Is.EqualTo(own[i % 17]));
        }

        Assert.That(venue.Engine.CheckConservation(), Is.EqualTo("ok"));
    }

    [TestCase(2, true)]
    [TestCase(1, false)]
    public void Only_combos_yield_and_nothing_but_yes_or_no_is_taken(byte yields, bool isCombo)
    {
        if (isCombo)
        {
            _desk.Define("A", _sessions[0], yields, _desk.LegsOf(0)).AreCommandRejectOf(RejectCode.BadInstrumentTerms);
            return;
        }

        InstrumentSpec terms = AnInstrument.Perpetual();
        terms.Symbol = Text40.Create("A");
        terms.Id = InstrumentId.Unassigned;
        terms.Yields = yields;
        Venue.ListAs(terms).AreCommandRejectOf(RejectCode.BadInstrumentTerms);
    }

    /// <summary>Defines packages from 0 on, sixteen by a client, each a nanosecond after the other.</summary>
    private InstrumentId[] FillTheLeg(int count = 64)
    {
        var full = new InstrumentId[count];
        for (int i = 0; i < count; i++)
        {
            full[i] = _desk.Defined(i, _sessions[i / 16]);
            Venue.NowNs++;
        }

        return full;
    }

    /// <summary>An order that comes and goes.</summary>
    private void Use(InstrumentId combo)
    {
        Venue.NowNs++;
        OrderId order = Venue.Rest(Alice, AnOrder.Buy(1).In(combo).At(10));
        Venue.NowNs++;
        Venue.Cancel(Alice, order);
    }
}
