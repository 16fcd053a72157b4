using HybridGpu.Domain.Commands;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>Books by FIX.</summary>
public sealed class MarketDataTests : VenueFixture
{
    private const string Call = "BTC-27MAR26-70000-C";
    private const byte Snapshot = SubscriptionRequestTypeValues.Snapshot;
    private const byte Subscribe = SubscriptionRequestTypeValues.Subscribe;
    private const byte Unsubscribe = SubscriptionRequestTypeValues.Unsubscribe;

    [Test]
    public void A_snapshot_shows_the_book_once()
    {
        Order("M1", SideValues.Sell, "2010", "2");
        Order("M2", SideValues.Sell, "2010", "3");
        Order("M3", SideValues.Sell, "2011.5", "4");
        Order("M4", SideValues.Buy, "1990", "1");
        Taker.RequestMarketData("R1", Snapshot, Call, "BTC-PERP");

        ReceivedMessage book = NextBook(Taker);
        Assert.That((book[262], book[55]), Is.EqualTo(("R1", Call)));
        Assert.That(book.Group(268, 269, 270, 271, 290), Is.EqualTo(new[]
        {
            "268=3", "269=0", "270=1990", "271=1", "290=1", "269=1", "270=2010", "271=5", "290=1",
            "269=1", "270=2011.5", "271=4", "290=2",
        }));
        Assert.That(Taker.Next("W").Group(55, 268, 269), Is.EqualTo(new[] { "55=BTC-PERP", "268=1", "269=J" }));
        Order("M5", SideValues.Buy, "1991", "1");
        Venue.Tick();
        Taker.AssertQuiet();
    }

    [Test]
    public async Task A_subscription_follows_the_book_until_it_ends()
    {
        await using var watcher = new TestClient("OTHER");
        watcher.Connect(Venue.Port);
        watcher.RequestMarketData("R1", Subscribe, Call);
        WaitForBook(watcher, "J");
        Order("M1", SideValues.Sell, "2010", "5");
        WaitForBook(watcher, "1 2010 5");
        Taker.Order("T1", SideValues.Buy, "2010", "2");
        WaitForBook(watcher, "1 2010 3/2 2010 2");
        Maker.Report("F", "M1");
        Maker.Cancel("C1", "M1");
        WaitForBook(watcher, "2 2010 2");

        watcher.RequestMarketData("R1", Unsubscribe, Call);
        // A request is taken in order: what is asked after it is answered after it.
        watcher.RequestMarketData("R2", Snapshot, "BTC-PERP");
        Assert.That(NextBook(watcher)[262], Is.EqualTo("R2"));
        Maker.Report("4", "C1");
        Order("M2", SideValues.Sell, "2010", "5");
        Venue.Tick();
        watcher.RequestMarketData("R3", Snapshot, "BTC-PERP");
        Assert.That(NextBook(watcher)[262], Is.EqualTo("R3"));
    }

    [Test]
    public async Task What_changes_within_20_ms_of_a_snapshot_is_sent_once_when_they_are_over()
    {
        await using var watcher = new TestClient("OTHER");
        watcher.Connect(Venue.Port);
        watcher.RequestMarketData("SUB", Subscribe, Call);
        WaitForBook(watcher, "J");
        Venue.Clock.Hold();
        Order("M1", SideValues.Sell, "2010", "5");
        Assert.That(Levels(watcher.Next("W")), Is.EqualTo("1 2010 5"), "after a pause a change is sent at once");

        Order("M2", SideValues.Sell, "2011", "1");
        Order("M3", SideValues.Sell, "2010", "2");
        AssertNothingIsDue(watcher, "AT-0");
        Venue.Clock.AdvanceWall(TimeSpan.FromMilliseconds(20) - TimeSpan.FromTicks(1));
        AssertNothingIsDue(watcher, "AT-19.9999");
        Venue.Clock.AdvanceWall(TimeSpan.FromTicks(1));
        Happen();

        Assert.That(Levels(watcher.Next("W")), Is.EqualTo("1 2010 7/1 2011 1"));
        AssertNothingIsDue(watcher, "SENT-ONCE");
    }

    [Test]
    public void Requests_that_cannot_be_served_are_refused()
    {
        Taker.RequestMarketData("R1", Subscribe, Call, "NOWHERE");
        Assert.That(Fields(Taker.Next("Y"), 262, 281, 58), Is.EqualTo("262=R1 281=0 58=Unknown Symbol(55)"));
        Order("M1", SideValues.Sell, "2010", "5");
        Venue.Tick();
        Taker.AssertQuiet();
    }

    [Test]
    public void No_more_than_1024_requests_wait()
    {
        // Nothing more happens at the venue: what is asked for waits for the next event.
        Assert.That(Venue.Pipeline.Stop(), Is.True, Venue.Pipeline.Fault?.ToString());
        for (int i = 0; i < 1_024; i++)
        {
            Taker.RequestMarketData("WAITS", Snapshot, Call);
        }

        Taker.RequestMarketData("R1025", Snapshot, Call);

        Assert.That(
            Fields(Taker.Next("Y"), 262, 281, 58), Is.EqualTo("262=R1025 281=2 58=Too many requests wait: retry"));
        Maker.RequestMarketData("R1026", Subscribe, Call);
        Assert.That(Maker.Next("Y")[262], Is.EqualTo("R1026"), "the bound is the venue's, not a client's");
    }

    [Test]
    public void A_session_has_no_more_than_4_subscriptions_of_an_instrument()
    {
        for (int i = 0; i < 4; i++)
        {
            Taker.RequestMarketData($"S{i}", Subscribe, Call);
            NextTold(Taker, "W");
        }

        Taker.RequestMarketData("S4", Subscribe, Call);
        Assert.That(
            Fields(NextTold(Taker, "Y"), 262, 281, 58),
            Is.EqualTo("262=S4 281=2 58=This session has 4 subscriptions of an instrument already"));
        Taker.RequestMarketData("OTHER", Subscribe, "BTC-PERP");
        Assert.That(NextTold(Taker, "W")[262], Is.EqualTo("OTHER"), "another instrument has room");
        Maker.RequestMarketData("M0", Subscribe, Call);
        Assert.That(NextTold(Maker, "W")[262], Is.EqualTo("M0"), "and another session");

        Taker.RequestMarketData("S2", Unsubscribe, Call);
        Taker.RequestMarketData("S4", Subscribe, Call);
        Assert.That(NextTold(Taker, "W")[262], Is.EqualTo("S4"), "what has ended makes room");
    }

    [Test]
    public void Answers_beyond_a_thousand_wait_for_the_next_event()
    {
        Venue.Clock.Hold();
        string[] most = [.. Enumerable.Repeat(Call, 1_000)];
        Taker.RequestMarketData("R1", Snapshot, most);
        Taker.RequestMarketData("R2", Snapshot, most);
        Taker.AssertQuiet();
        foreach (string request in new[] { "R1", "R2" })
        {
            Happen();
            for (int i = 0; i < most.Length; i++)
            {
                Assert.That(Taker.Next("W")[262], Is.EqualTo(request));
            }

            Taker.AssertQuiet();
        }
    }

    [Test]
    public void A_request_names_1_to_1000_instruments()
    {
        Taker.RequestMarketData("NONE", Snapshot);
        Assert.That(Taker.Next().MsgType, Is.EqualTo("Y").Or.EqualTo("3"));
        Taker.RequestMarketData("MANY", Snapshot, [.. Enumerable.Repeat(Call, 1_001)]);
        Assert.That(
            Fields(Taker.Next("Y"), 262, 281, 58),
            Is.EqualTo("262=MANY 281=2 58=NoRelatedSym(146) must be 1 to 1,000"));
    }

    /// <summary>One event at the time as it stands; what is due goes out with it.</summary>
    private void Happen() => Venue.Pipeline.Gate.Publish(Command.Of(CommandKind.Clock));

    /// <summary>Has two events happen and says whether a book came with the first: each answers a request before it
    /// sends what is due, so that would lie between the two answers.</summary>
    private void AssertNothingIsDue(TestClient client, string id)
    {
        foreach (string request in new[] { id + "-A", id + "-B" })
        {
            client.RequestMarketData(request, Snapshot, "BTC-PERP");
            // Refusals are written by the session itself, so once one is there the request before it waits for the
            // event.
            client.AssertQuiet();
            Happen();
            Assert.That(client.Next("W")[262], Is.EqualTo(request));
        }
    }

    /// <summary>Lets time pass until a book is sent: requests are answered with the next event.</summary>
    private ReceivedMessage NextBook(TestClient client) => NextTold(client, "W");

    /// <summary>Lets time pass until the picture is sent; older ones may come before it.</summary>
    private void WaitForBook(TestClient watcher, string levels)
    {
        string last = "";
        Eventually.Until(
            () =>
            {
                Venue.Tick();
                while (last != levels && watcher.TryNext() is { } next)
                {
                    Assert.That(next.MsgType, Is.EqualTo("W"), next.ToString());
                    last = Levels(next);
                }

                return last == levels;
            },
            $"the book {levels} is sent");
    }

    private static string Levels(ReceivedMessage book) => string.Join(
        '/',
        string.Join(' ', book.Group(269, 270, 271)).Split("269=", StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Replace("270=", "", StringComparison.Ordinal)
                .Replace("271=", "", StringComparison.Ordinal).Trim()));

    private void Order(string clOrdId, byte side, string price, string quantity)
    {
        Maker.Order(clOrdId, side, price, quantity);
        Maker.Report("0", clOrdId);
    }
}
