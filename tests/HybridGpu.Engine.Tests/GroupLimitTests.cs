using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>An account is in a bounded number of groups of 16 instruments, and only in those where it has
/// something.</summary>
public sealed class GroupLimitTests
{
    private const long ExpiryNs = 5_000;

    private TestVenue _venue = null!;
    private AccountId _account;
    private AccountId _other;

    [SetUp]
    public void SetUp()
    {
        _venue = Venue(groups: 4, groupsMax: 2);
        _account = _venue.OpenAccount(TestVenue.Rich);
        _other = _venue.OpenAccount(TestVenue.Rich);
    }

    [TearDown]
    public void State_is_sound() => Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));

    [Test]
    public void An_account_has_256_groups_and_no_more()
    {
        TestVenue venue = Venue(groups: 257, groupsMax: EngineOptions.AccountGroupsBound);
        AccountId account = venue.OpenAccount(TestVenue.Rich);
        for (uint group = 0; group < 256; group++)
        {
            venue.Rest(account, AnOrder.Buy(1).In(In(group)));
        }

        venue.Submit(account, AnOrder.Buy(1).In(In(256))).AreRejectOf(RejectCode.AccountGroupLimit);
        venue.Rest(account, AnOrder.Buy(1).In(In(255, 15)));
        Assert.That(venue.Engine.CheckConservation(), Is.EqualTo("ok"));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(257)]
    public void The_bound_cant_be_set_above_the_pages_of_an_account(int groupsMax) =>
        Assert.That(
            () => new VenueEngine(new EngineOptions { AccountGroupsMax = groupsMax }, new EventLog()),
            Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Orders_in_one_group_more_are_refused_and_leave_nothing_behind()
    {
        FillBoth();
        Command order = Command.Of(CommandKind.NewOrder);
        order.NewOrder = AnOrder.Buy(1).In(In(2)).Named("x").Terms;
        order.NewOrder.Account = _account;
        _venue.ApplyInVain(order).AreRejectOf(RejectCode.AccountGroupLimit);
        _venue.Rest(_account, AnOrder.Buy(1).In(In(1, 3)));
        _venue.Rest(_other, AnOrder.Buy(1).In(In(2)));
    }

    [Test]
    public void Quote_entries_in_one_group_more_are_refused_and_the_others_pass()
    {
        FillBoth();
        QuoteEntry[] entries =
            [TestVenue.Entry(In(2), 999, 5, 1_001, 5), TestVenue.Entry(In(0, 1), 999, 5, 1_001, 5)];
        VenueEvent[] events = _venue.Quote(_account, entries);
        Assert.That(events.RefusedEntry(), Is.EqualTo(RejectCode.AccountGroupLimit));
        Assert.That(events[^1].Quote.Accepted, Is.EqualTo(1u));

        // Taking away what isn't there needs no group.
        Assert.That(_venue.Quote(_account, TestVenue.Entry(In(3), 0, 0, 0, 0))[^1].Quote.Accepted, Is.EqualTo(1u));
    }

    [Test]
    public void A_refused_order_takes_no_group()
    {
        AccountId poor = _venue.OpenAccount(400_000);
        for (uint group = 0; group < 4; group++)
        {
            _venue.Submit(poor, AnOrder.Buy(2).In(In(group))).AreRejectOf(RejectCode.InsufficientMargin);
            QuoteEntry[] entries = [TestVenue.Entry(In(group), 999, 9, 1_001, 9)];
            Command quote = TestVenue.QuoteCommand(poor, 1);
            Assert.That(
                _venue.Apply(quote, MemoryMarshal.AsBytes(entries.AsSpan())).RefusedEntry(),
                Is.EqualTo(RejectCode.InsufficientMargin));
            Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));
        }

        _venue.Rest(poor, AnOrder.Buy(1).In(In(3)));
    }

    [Test]
    public void A_cancelled_order_gives_its_group_back()
    {
        FillBoth();
        _venue.Cancel(_account, "g0");
        _venue.Rest(_account, AnOrder.Buy(1).In(In(2)));
        _venue.Submit(_account, AnOrder.Buy(1).In(In(0))).AreRejectOf(RejectCode.AccountGroupLimit);
    }

    [Test]
    public void An_expired_order_and_a_withdrawn_quote_give_their_groups_back()
    {
        _venue.Rest(_account, AnOrder.Buy(1).In(In(0)).Until(_venue.NowNs + 1));
        _venue.Quote(_account, TestVenue.Entry(In(1), 999, 5, 1_001, 5));
        _venue.NowNs += 1;
        _venue.Clock();
        _venue.Rest(_account, AnOrder.Buy(1).In(In(2)).Named("two"));
        _venue.Submit(_account, AnOrder.Buy(1).In(In(3))).AreRejectOf(RejectCode.AccountGroupLimit);
        _venue.Quote(_account, TestVenue.Entry(In(1), 0, 0, 0, 0));
        _venue.Rest(_account, AnOrder.Buy(1).In(In(3)));
    }

    [Test]
    public void An_order_that_neither_trades_nor_rests_takes_no_group()
    {
        for (uint group = 0; group < 4; group++)
        {
            _venue.Submit(_account, AnOrder.Buy(1).In(In(group)).ImmediateOrCancel());
        }

        FillBoth();
    }

    [Test]
    public void A_position_keeps_its_group_until_it_is_closed()
    {
        TradeOne(Side.Buy, 0);
        _venue.Rest(_account, AnOrder.Buy(1).At(900).In(In(1)));
        _venue.Submit(_account, AnOrder.Buy(1).In(In(2))).AreRejectOf(RejectCode.AccountGroupLimit);

        TradeOne(Side.Sell, 0);
        Assert.That(_venue.Engine.LotsOf(_account, In(0)), Is.Zero);
        _venue.Rest(_account, AnOrder.Buy(1).In(In(2)));
    }

    [Test]
    public void Settlement_gives_groups_back()
    {
        TestVenue venue = Venue(groups: 3, groupsMax: 1, expiryNs: ExpiryNs);
        AccountId account = venue.OpenAccount(TestVenue.Rich);
        AccountId other = venue.OpenAccount(TestVenue.Rich);
        venue.Rest(account, AnOrder.Buy(1).In(In(1)));
        venue.Submit(other, AnOrder.Sell(1).In(In(1)));
        venue.Rest(account, AnOrder.Buy(1).In(In(1)));
        InstrumentId perpetual = venue.List(AnInstrument.Perpetual());
        venue.Price((perpetual, RiskRow.Linear(1_000_000, 10)), (In(1), RiskRow.Linear(1_000_000, 10)));
        venue.Submit(account, AnOrder.Buy(1).In(perpetual)).AreRejectOf(RejectCode.AccountGroupLimit);

        venue.MarketNs = ExpiryNs;
        venue.Settle(ExpiryNs, 100_000_000);
        venue.Rest(account, AnOrder.Buy(1).In(perpetual));
        Assert.That(venue.Engine.CheckConservation(), Is.EqualTo("ok"));
    }

    [Test]
    public void A_trade_with_oneself_leaves_no_group()
    {
        _venue.Rest(_account, AnOrder.Sell(1).In(In(0)));
        Assert.That(_venue.Submit(_account, AnOrder.Buy(1).In(In(0))).Trades(), Has.Length.EqualTo(1));
        Assert.That(_venue.Engine.CheckConservation(), Is.EqualTo("ok"));
        _venue.Rest(_account, AnOrder.Buy(1).In(In(1)));
        _venue.Rest(_account, AnOrder.Buy(1).In(In(2)));
    }

    [Test]
    public void A_quote_that_is_moved_at_the_limit_keeps_its_group()
    {
        _venue.Quote(_account, TestVenue.Entry(In(0), 999, 5, 1_001, 5));
        _venue.Quote(_account, TestVenue.Entry(In(1), 999, 5, 1_001, 5));
        VenueEvent[] events = _venue.Quote(
            _account, TestVenue.Entry(In(0), 998, 5, 1_002, 5), TestVenue.Entry(In(1), 997, 5, 1_003, 5));
        Assert.That(events[^1].Quote.Accepted, Is.EqualTo(2u));
    }

    private static InstrumentId In(uint group, uint member = 0) => new((group * InstrumentId.GroupSize) + member);

    /// <summary>A venue with that many whole groups of priced instruments.</summary>
    private static TestVenue Venue(uint groups, int groupsMax, long expiryNs = long.MaxValue)
    {
        var venue = new TestVenue(new EngineOptions { AccountGroupsMax = groupsMax });
        for (uint i = 0; i < groups * InstrumentId.GroupSize; i++)
        {
            venue.List(expiryNs == long.MaxValue ? AnInstrument.Perpetual() : AnInstrument.Future(expiryNs));
        }

        RiskRow row = RiskRow.Linear(1_000 * AnInstrument.TickValue, 10_000);
        IEnumerable<int> all = Enumerable.Range(0, venue.Engine.InstrumentCount);
        venue.Price([.. all.Select(id => (new InstrumentId((uint)id), row))]);
        return venue;
    }

    private void FillBoth()
    {
        _venue.Rest(_account, AnOrder.Buy(1).In(In(0)).Named("g0"));
        _venue.Rest(_account, AnOrder.Buy(1).In(In(1)).Named("g1"));
    }

    private void TradeOne(Side side, uint group)
    {
        _venue.Rest(_other, AnOrder.Of(side.Opposite(), 1).In(In(group)));
        Assert.That(_venue.Submit(_account, AnOrder.Of(side, 1).In(In(group))).Trades(), Has.Length.EqualTo(1));
    }
}
