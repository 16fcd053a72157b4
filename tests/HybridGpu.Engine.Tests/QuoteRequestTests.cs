using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Requests for quote: asking, answering, and sharing an accepted quantity out.</summary>
public sealed class QuoteRequestTests : RulesFixture
{
    private AccountId _dave;

    [SetUp]
    public void OpenDave() => _dave = Venue.OpenAccount(TestVenue.Rich);

    [Test]
    public void The_best_prices_come_first_and_the_last_one_is_shared_in_proportion()
    {
        ulong request = Ask(100);
        Answer(request, Bob, ask: (1_002, 60));
        Answer(request, Carol, ask: (1_001, 40));
        Answer(request, _dave, ask: (1_002, 30));

        VenueEvent[] events = Accept(request, Side.Buy, 1_005, 70);

        Assert.That(events.Trades(), Is.EqualTo([(1_001L, 40L, Carol), (1_002L, 20L, Bob), (1_002L, 10L, _dave)]));
        Assert.That(Venue.Engine.LotsOf(Alice, default), Is.EqualTo(70));
        Assert.That(LastKind(events), Is.EqualTo(EventKind.RequestClosed));
        Assert.That(
            events.Where(e => e.Header.Kind == EventKind.Trade)
                .All(e => (e.Trade.Taker.Traits & OrderTraits.Negotiated) != 0),
            Is.True);
    }

    [Test]
    public void All_of_it_trades_or_nothing()
    {
        ulong request = Ask(100);
        Answer(request, Bob, ask: (1_002, 60));
        Answer(request, Carol, ask: (1_006, 60));

        AssertRefused(Accept(request, Side.Buy, 1_005, 70), RejectCode.NotEnoughQuotes);
        Assert.That(Accept(request, Side.Buy, 1_005, 60).Trades(), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_maker_who_can_not_cover_its_share_is_passed_over()
    {
        AccountId poor = Venue.OpenAccount(1_000);
        ulong request = Ask(100);
        Answer(request, poor, ask: (1_000, 50));
        Answer(request, Bob, ask: (1_002, 60));

        Assert.That(Accept(request, Side.Buy, 1_005, 50).Trades(), Is.EqualTo([(1_002L, 50L, Bob)]));
    }

    [Test]
    public void The_asker_must_cover_the_trade()
    {
        AccountId poor = Venue.OpenAccount(1_000);
        ulong request = Ask(100, poor);
        Answer(request, Bob, ask: (1_000, 50));

        Command command = Command.Of(CommandKind.AcceptQuotes);
        command.AcceptQuotes.Request = request;
        command.AcceptQuotes.Account = poor;
        command.AcceptQuotes.Side = Side.Buy;
        command.AcceptQuotes.LimitTicks = 1_005;
        command.AcceptQuotes.Lots = 50;
        AssertRefused(Venue.ApplyInVain(command), RejectCode.InsufficientMargin);
    }

    [Test]
    public void A_venue_has_1024_open_requests_at_most()
    {
        for (int i = 0; i < 64; i++)
        {
            AccountId account = Venue.OpenAccount(1_000);
            for (int own = 0; own < 16; own++)
            {
                Assert.That(AskFor(1, account, Side.None, 100_000)[0].Header.Kind, Is.EqualTo(EventKind.RequestOpened));
            }
        }

        AssertRefused(AskFor(1, Alice, Side.None, 100_000), RejectCode.CapacityReached);
    }

    [Test]
    public void An_answer_replaces_the_last_one_and_an_empty_one_takes_it_back()
    {
        ulong request = Ask(100);
        Answer(request, Bob, ask: (1_000, 50));
        Answer(request, Bob, ask: (1_003, 50));
        Answer(request, Carol, ask: (1_001, 50));
        Answer(request, Carol);

        Assert.That(Accept(request, Side.Buy, 1_005, 50).Trades(), Is.EqualTo([(1_003L, 50L, Bob)]));
    }

    [Test]
    public void Sells_meet_bids()
    {
        ulong request = Ask(100);
        Answer(request, Bob, bid: (999, 50), ask: (1_001, 50));
        Answer(request, Carol, bid: (998, 50));

        Assert.That(
            Accept(request, Side.Sell, 998, 60).Trades(), Is.EqualTo([(999L, 50L, Bob), (998L, 10L, Carol)]));
    }

    [Test]
    public void A_request_ends_by_its_time_by_its_asker_and_by_its_trade()
    {
        ulong expiring = Ask(10, lifeNs: 500);
        ulong ended = Ask(10);
        VenueEvent[] end = Accept(ended, Side.None, 0, 0);
        Venue.NowNs += 500;
        VenueEvent[] clock = Venue.Clock();

        Assert.That(end[0].Header.Kind, Is.EqualTo(EventKind.RequestClosed));
        Assert.That(
            clock.Single(e => e.Header.Kind == EventKind.RequestClosed).Request.Reason,
            Is.EqualTo(RejectCode.OrderExpired));
        AssertRefused(Answer(expiring, Bob, ask: (1_000, 5)), RejectCode.UnknownRequest);
        AssertRefused(Accept(ended, Side.Buy, 1_000, 5), RejectCode.UnknownRequest);
    }

    [Test]
    public void Only_the_asker_accepts_and_nobody_answers_himself()
    {
        ulong request = Ask(10);
        Answer(request, Bob, ask: (1_000, 5));

        AssertRefused(Accept(request, Side.Buy, 1_000, 5, Carol), RejectCode.UnknownRequest);
        AssertRefused(Answer(request, Alice, ask: (1_000, 5)), RejectCode.WouldSelfTrade);
    }

    [Test]
    public void A_side_that_was_named_is_the_side_that_trades()
    {
        ulong request = Ask(10, side: Side.Sell);
        Answer(request, Bob, bid: (999, 5), ask: (1_000, 5));

        AssertRefused(Accept(request, Side.Buy, 1_000, 5), RejectCode.BadOrderTerms);
        AssertRefused(Accept(request, Side.Sell, 999, 11), RejectCode.QuantityOutOfRange);
        Assert.That(Accept(request, Side.Sell, 999, 5).Trades(), Has.Length.EqualTo(1));
    }

    [Test]
    public void An_account_has_a_most_of_open_requests_and_a_request_a_longest_life()
    {
        for (int i = 0; i < 16; i++)
        {
            Ask(10);
        }

        AssertRefused(AskFor(10, Alice, Side.None, 1_000), RejectCode.OpenOrderLimit);
        AssertRefused(AskFor(10, Bob, Side.None, 300_000_000_001), RejectCode.OrderExpired);
        AssertRefused(AskFor(10, Bob, Side.None, 0), RejectCode.OrderExpired);
        AssertRefused(AskFor(0, Bob, Side.None, 1_000), RejectCode.QuantityOutOfRange);
    }

    [Test]
    public void A_request_has_a_most_of_answers()
    {
        ulong request = Ask(10);
        for (int i = 0; i < 64; i++)
        {
            Answer(request, Venue.OpenAccount(), ask: (1_000, 1));
        }

        AssertRefused(Answer(request, Bob, ask: (1_000, 1)), RejectCode.CapacityReached);
    }

    private static void AssertRefused(VenueEvent[] events, RejectCode reason)
    {
        Assert.That(events.Kinds(), Is.EqualTo([EventKind.RequestRefused]));
        Assert.That(events[0].Request.Reason, Is.EqualTo(reason));
    }

    private ulong Ask(long lots, AccountId? account = null, Side side = Side.None, long lifeNs = 100_000)
    {
        VenueEvent[] events = AskFor(lots, account ?? Alice, side, lifeNs);
        Assert.That(events.Kinds(), Is.EqualTo([EventKind.RequestOpened]));
        return events[0].Request.Request;
    }

    private VenueEvent[] AskFor(long lots, AccountId account, Side side, long lifeNs) =>
        Send(CommandKind.RequestForQuote, (ref Command c) =>
        {
            c.RequestForQuote.Name = Text40.Create("rfq");
            c.RequestForQuote.Account = account;
            c.RequestForQuote.Lots = lots;
            c.RequestForQuote.Side = side;
            c.RequestForQuote.ExpiryNs = Venue.NowNs + lifeNs;
        });

    private VenueEvent[] Answer(
        ulong request,
        AccountId account,
        (long Ticks, long Lots) bid = default,
        (long Ticks, long Lots) ask = default) =>
        Send(CommandKind.QuoteRequestAnswer, (ref Command c) =>
        {
            c.QuoteRequestAnswer.Request = request;
            c.QuoteRequestAnswer.Account = account;
            (c.QuoteRequestAnswer.BidTicks, c.QuoteRequestAnswer.BidLots) = bid;
            (c.QuoteRequestAnswer.AskTicks, c.QuoteRequestAnswer.AskLots) = ask;
        });

    private VenueEvent[] Accept(ulong request, Side side, long limit, long lots, AccountId? account = null) =>
        Send(CommandKind.AcceptQuotes, (ref Command c) =>
        {
            c.AcceptQuotes.Request = request;
            c.AcceptQuotes.Account = account ?? Alice;
            c.AcceptQuotes.Side = side;
            c.AcceptQuotes.LimitTicks = limit;
            c.AcceptQuotes.Lots = lots;
        });
}
