using HybridGpu.Domain;
using HybridGpu.Fix.Generated;
using HybridGpu.Simulation.Markets;
using HybridGpu.Simulation.Participants;

namespace HybridGpu.Simulation.Tests;

public sealed class ParticipantTests
{
    private string _folder = string.Empty;

    [SetUp]
    public void Open() => _folder = Directory.CreateTempSubdirectory("participants").FullName;

    [TearDown]
    public void Close() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_maker_quotes_every_instrument_two_sided_in_messages_of_at_most_a_hundred_with_a_set_per_expiry()
    {
        var market = new FixedMarket();
        market.Show(FixedMarket.Calls(250));
        await using var venue = new TinyVenue(_folder, "MAKER1");
        await using var maker = new SimulatedMaker(Settings(venue.Port, "MAKER1"), new MakerSettings(), market);

        await maker.StartAsync();
        await Eventually.Holds(() => venue.Look(v => v.Quotes.Count) == 250, () => Describe(maker.Statistics));
        await maker.StopAsync();

        Assert.That(venue.EntryCounts, Has.All.InRange(1, 100));
        Assert.That(venue.Sets, Has.All.Unique);
        Assert.That(venue.Sets.SelectMany(set => set).Distinct(), Is.EquivalentTo(new[] { "B1JAN30", "B2JAN30" }));
        foreach ((string bid, long bidLots, string ask, long askLots) in venue.Quotes.Values)
        {
            Assert.That(bidLots, Is.GreaterThan(0));
            Assert.That(askLots, Is.GreaterThan(0));
            // Fair value 1,000 and offsets of 10, widened by up to a tenth, shaded by up to one, rounded outwards to a
            // dollar.
            Assert.That(int.Parse(bid, null), Is.InRange(987, 991));
            Assert.That(int.Parse(ask, null), Is.InRange(1009, 1013));
        }

        Assert.That(maker.Statistics.QuoteEntriesSent, Is.EqualTo(250), "an unchanged quote is not sent again");
        Assert.That(maker.Statistics.Acks, Is.EqualTo(venue.EntryCounts.Count));
    }

    [Test]
    public async Task A_maker_follows_the_market_and_withdraws_what_is_about_to_expire()
    {
        var market = new FixedMarket();
        market.Show(FixedMarket.Calls(4));
        await using var venue = new TinyVenue(_folder, "MAKER1");
        await using var maker = new SimulatedMaker(Settings(venue.Port, "MAKER1"), new MakerSettings(), market);
        await maker.StartAsync();
        await Eventually.Holds(() => venue.Look(v => v.Quotes.Count) == 4, () => Describe(maker.Statistics));

        QuoteGuide[] moved = FixedMarket.Calls(4, shift: 100);
        moved[0] = moved[0] with { IsClosing = true };
        moved[1] = moved[1] with { BidOffsetUsd = double.NaN };
        market.Show(moved);

        string closing = moved[0].Instrument.Symbol;
        string oneSided = moved[1].Instrument.Symbol;
        await Eventually.Holds(
            () => venue.Look(v => v.Quotes[closing] == (string.Empty, 0, string.Empty, 0)
                && v.Quotes[oneSided] is { Bid: "", BidLots: 0, AskLots: > 0 }
                && v.Quotes[moved[3].Instrument.Symbol].Bid.StartsWith("10", StringComparison.Ordinal)),
            () => Describe(maker.Statistics));
    }

    [Test]
    public async Task A_refused_entry_is_counted_by_its_text_and_quoted_again_later()
    {
        var market = new FixedMarket();
        QuoteGuide[] guides = FixedMarket.Calls(2);
        market.Show(guides);
        await using var venue = new TinyVenue(_folder, "MAKER1");
        string refused = guides[1].Instrument.Symbol;
        venue.Refused.Add(refused);
        var settings = new MakerSettings { RejectPause = TimeSpan.FromMilliseconds(50) };
        await using var maker = new SimulatedMaker(Settings(venue.Port, "MAKER1"), settings, market);

        await maker.StartAsync();
        await Eventually.Holds(() => maker.Statistics.Rejects >= 2, () => Describe(maker.Statistics));
        venue.Look(v => v.Refused.Remove(refused));
        await Eventually.Holds(() => venue.Look(v => v.Quotes.ContainsKey(refused)), () => Describe(maker.Statistics));

        Assert.That(maker.Statistics.RejectsByText(), Does.ContainKey("no risk array yet"));
    }

    [Test]
    public async Task A_maker_waits_when_acknowledgements_stay_away()
    {
        var market = new FixedMarket();
        market.Show(FixedMarket.Calls(500));
        await using var venue = new TinyVenue(_folder, "MAKER1") { Acknowledges = false };
        var settings = new MakerSettings
        {
            EntriesPerMessage = 10,
            UnacknowledgedMax = 3,
            QuoteInterval = TimeSpan.FromMilliseconds(10),
        };
        await using var maker = new SimulatedMaker(Settings(venue.Port, "MAKER1"), settings, market);

        await maker.StartAsync();
        await Eventually.Holds(() => venue.Look(v => v.EntryCounts.Count) == 3, () => Describe(maker.Statistics));
        venue.Acknowledges = true;
        await maker.StopAsync();

        Assert.That(maker.Statistics.QuoteMessagesSent, Is.EqualTo(3));
    }

    [Test]
    public async Task Fills_move_a_makers_inventory_and_lean_its_prices_against_it()
    {
        var market = new FixedMarket();
        market.Show(FixedMarket.Calls(1));
        await using var venue = new TinyVenue(_folder, "MAKER1") { FillsQuotes = true };
        var settings = new MakerSettings { InventorySizesMax = 4 };
        await using var maker = new SimulatedMaker(Settings(venue.Port, "MAKER1"), settings, market);

        await maker.StartAsync();

        // Each quote is bought from it, 60 lots at a time: it ends at its bound, offering only, lower than it began.
        await Eventually.Holds(
            () => venue.Look(v => v.Quotes.Values.Any(q => q.BidLots == 0 && q.AskLots > 0)),
            () => Describe(maker.Statistics));
        Assert.That(int.Parse(venue.Look(v => v.Quotes.Values.First().Ask), null), Is.LessThan(1009));
        Assert.That(maker.Statistics.LotsFilled, Is.EqualTo(60 * maker.Statistics.Fills));
    }

    [Test]
    public async Task A_maker_answers_requests_in_the_quantity_asked_for_wider_than_its_quotes_and_moves_along()
    {
        var market = new FixedMarket();
        QuoteGuide[] guides = FixedMarket.Calls(2);
        market.Show(guides);
        string symbol = guides[1].Instrument.Symbol;
        await using var venue = new TinyVenue(_folder, "MAKER1");
        await using var maker = new SimulatedMaker(Settings(venue.Port, "MAKER1"), new MakerSettings(), market);
        await maker.StartAsync();
        await Eventually.Holds(() => venue.Look(v => v.Quotes.Count) == 2, () => Describe(maker.Statistics));

        venue.Ask("7", symbol, 500);
        await Eventually.Holds(() => venue.Look(v => v.Answers.ContainsKey("7")), () => Describe(maker.Statistics));
        (string id, string answered, string bid, long bidLots, string ask, long askLots) =
            venue.Look(v => v.Answers["7"]);
        (string bookBid, _, string bookAsk, _) = venue.Look(v => v.Quotes[symbol]);
        Assert.That(answered, Is.EqualTo(symbol));
        Assert.That(new[] { bidLots, askLots }, Is.EqualTo(new long[] { 500, 500 }));
        Assert.That(int.Parse(bid, null), Is.LessThan(int.Parse(bookBid, null)));
        Assert.That(int.Parse(ask, null), Is.GreaterThan(int.Parse(bookAsk, null)));

        market.Show(FixedMarket.Calls(2, shift: 100));
        await Eventually.Holds(
            () => venue.Look(v => int.Parse(v.Answers["7"].Bid, null)) == int.Parse(bid, null) + 100,
            () => Describe(maker.Statistics));
        Assert.That(venue.Look(v => v.Answers["7"].Id), Is.Not.EqualTo(id).And.StartsWith("A"));
    }

    [Test]
    public async Task A_maker_is_done_with_a_request_that_is_over_and_what_its_answer_traded_is_its_inventory()
    {
        var market = new FixedMarket();
        QuoteGuide[] guides = FixedMarket.Calls(1);
        market.Show(guides);
        string symbol = guides[0].Instrument.Symbol;
        await using var venue = new TinyVenue(_folder, "MAKER1");
        var settings = new MakerSettings { InventorySizesMax = 4 };
        await using var maker = new SimulatedMaker(Settings(venue.Port, "MAKER1"), settings, market);
        await maker.StartAsync();
        await Eventually.Holds(() => venue.Look(v => v.Quotes.Count) == 1, () => Describe(maker.Statistics));

        venue.Ask("1", symbol, 1_000_000);
        await Eventually.Holds(() => venue.Look(v => v.Answers.ContainsKey("1")), () => Describe(maker.Statistics));
        (string id, _, _, long room, _, _) = venue.Look(v => v.Answers["1"]);
        Assert.That(room, Is.InRange(1, 1_000), "as many as its inventory has room for");
        venue.Fill(id, symbol, SideValues.Buy, room);
        venue.Tell("1", id, symbol, QuoteStatusValues.RemovedFromMarket);

        // Long at its bound it only offers, in the book as to who asks next; the request that is over is left alone.
        await Eventually.Holds(
            () => venue.Look(v => v.Quotes[symbol] is { BidLots: 0, AskLots: > 0 }),
            () => Describe(maker.Statistics));
        venue.Ask("2", symbol, 10);
        await Eventually.Holds(() => venue.Look(v => v.Answers.ContainsKey("2")), () => Describe(maker.Statistics));
        (_, _, string bid, long bidLots, _, long askLots) = venue.Look(v => v.Answers["2"]);
        Assert.That((bid, bidLots, askLots), Is.EqualTo((string.Empty, 0L, 10L)));
        Assert.That(venue.Look(v => v.Answers["1"].Id), Is.EqualTo(id));
    }

    [Test]
    public async Task A_maker_leaves_requests_unanswered_that_it_cannot_price_or_has_no_room_for()
    {
        var market = new FixedMarket();
        QuoteGuide[] guides = FixedMarket.Calls(1);
        market.Show(guides);
        string symbol = guides[0].Instrument.Symbol;
        await using var venue = new TinyVenue(_folder, "MAKER1");
        await using var maker = new SimulatedMaker(Settings(venue.Port, "MAKER1"), new MakerSettings(), market);
        await maker.StartAsync();
        await Eventually.Holds(() => venue.Look(v => v.Quotes.Count) == 1, () => Describe(maker.Statistics));

        venue.Ask("COMBO", "BTC-CMB-0123456789ABCDEF", 10);
        venue.Ask("OVER", symbol, 10, milliseconds: -1);
        for (int i = 1; i <= RequestAnswers.OpenMax; i++)
        {
            venue.Ask($"{i}", symbol, 10, milliseconds: i == 2 ? 500 : 60_000);
        }

        venue.Ask("FULL", symbol, 10);
        await Eventually.Holds(
            () => venue.Look(v => v.Answers.Count) == RequestAnswers.OpenMax, () => Describe(maker.Statistics));
        Assert.That(venue.Look(v => v.Answers.Keys.ToArray()), Has.None.AnyOf("COMBO", "OVER", "FULL"));

        // One is over by the venue's word, one by its time.
        venue.Tell("1", "A0", symbol, QuoteStatusValues.Expired);
        venue.Ask("NEXT", symbol, 10);
        await Eventually.Holds(() => venue.Look(v => v.Answers.ContainsKey("NEXT")), () => Describe(maker.Statistics));
        int asked = 0;
        await Eventually.Holds(
            () =>
            {
                venue.Ask($"LATER{asked++}", symbol, 10);
                return venue.Look(v => v.Answers.Keys.Any(static key => key[0] == 'L'));
            },
            () => Describe(maker.Statistics));
    }

    [Test]
    public async Task A_taker_subscribes_trades_at_the_shown_prices_and_cancels_what_rests()
    {
        var market = new FixedMarket();
        market.Show(FixedMarket.Calls(100));
        await using var venue = new TinyVenue(_folder, "TAKER1");
        var settings = new TakerSettings
        {
            OrdersPerSecond = 400,
            RestingShare = 0.3,
            RestingTime = TimeSpan.FromMilliseconds(100),
            RotationInterval = TimeSpan.FromMilliseconds(300),
        };
        await using var taker = new SimulatedTaker(Settings(venue.Port, "TAKER1"), settings, market);

        await taker.StartAsync();
        await Eventually.Holds(
            () => venue.Look(v => v.Orders.Count >= 200 && v.Cancels.Count >= 10 && v.Subscriptions.Count >= 3),
            () => Describe(taker.Statistics));
        await taker.StopAsync();

        Assert.That(venue.Subscriptions.Take(3), Is.EqualTo(new[] { 40, -40, 40 }));
        Assert.That(venue.Orders.Select(order => order.Split(' ')[0]), Is.Unique);
        foreach (string[] order in venue.Orders.Select(order => order.Split(' ', 5)))
        {
            bool buys = order[1] == "1";
            string[] immediate = buys ? ["1010", "1011"] : ["990", "989"];
            string[] resting = buys ? ["990"] : ["1010"];
            string[] prices = order[4] == "ioc" ? immediate : resting;
            Assert.That(prices, Does.Contain(order[2]));
            Assert.That(order[3], Is.EqualTo("17"));
            Assert.That(order[4], Is.AnyOf("ioc", "rest 6"));
        }

        Assert.That(venue.Orders.Count(order => order.EndsWith("rest 6", StringComparison.Ordinal)),
            Is.EqualTo(venue.Cancels.Count), "what rests is cancelled, at the latest when it stops");
        Assert.That(taker.Statistics.Fills, Is.GreaterThan(0));
        Assert.That(taker.Statistics.Rejects, Is.Zero, Describe(taker.Statistics));
    }

    [Test]
    public async Task Sequence_numbers_go_on_after_both_sides_restart_and_ids_stay_unique()
    {
        var market = new FixedMarket();
        market.Show(FixedMarket.Calls(10));
        List<string> orders = [];
        long lastNumber = 0;
        for (int run = 0; run < 2; run++)
        {
            await using var venue = new TinyVenue(_folder, "TAKER1");
            await using var taker = new SimulatedTaker(
                Settings(venue.Port, "TAKER1"), new TakerSettings { OrdersPerSecond = 200 }, market);
            await taker.StartAsync();
            await Eventually.Holds(() => venue.Look(v => v.Orders.Count) >= 5, () => Describe(taker.Statistics));
            await taker.StopAsync();
            orders.AddRange(venue.Look(v => v.Orders.Select(order => order.Split(' ')[0]).ToList()));
            Assert.That(venue[0].NextTargetMsgSeqNum, Is.GreaterThan(lastNumber + 5));
            lastNumber = venue[0].NextTargetMsgSeqNum;
        }

        Assert.That(orders, Is.Unique);
    }

    [Test]
    public async Task A_participant_whose_venue_is_away_stops_without_delay_and_says_why_it_is_idle()
    {
        var market = new FixedMarket();
        market.Show(FixedMarket.Calls(10));
        int port;
        await using (var venue = new TinyVenue(_folder, "MAKER1"))
        {
            port = venue.Port;
        }

        await using var maker = new SimulatedMaker(Settings(port, "MAKER1"), new MakerSettings(), market);
        await maker.StartAsync();
        await maker.StopAsync();

        Assert.That(maker.Statistics.IsLoggedOn, Is.False);
        Assert.That(maker.Statistics.MessagesSent, Is.Zero);
    }

    private static string Describe(ParticipantStatistics statistics) =>
        $"logged on {statistics.IsLoggedOn}, sent {statistics.MessagesSent}, acks {statistics.Acks}, "
        + $"rejects {string.Join(", ", statistics.RejectsByText())}, last error '{statistics.LastError}'";

    private ParticipantSettings Settings(int port, string compId) => new()
    {
        CompId = compId,
        Account = new AccountId(17),
        Port = port,
        StoreDirectory = Path.Combine(_folder, "clients"),
        Seed = 7,
    };
}
