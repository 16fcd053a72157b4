using HybridGpu.Host.Match;
using HybridGpu.Host.Tests.Support;

namespace HybridGpu.Host.Tests.Match;

/// <summary>An exchange's order events through our matching, held against what the exchange says itself.</summary>
public sealed class BitstampTests
{
    private const string Header = "recv_ms,action,id,side,price_usd,volume_sat";

    private readonly TestFolder _directory = new();
    private InputFaults _faults = new();

    [SetUp]
    public void Begin() => _faults = new InputFaults();

    [OneTimeTearDown]
    public void Remove() => _directory.Remove();

    /// <summary>The recording begins with an empty book, so the levels of older orders lack until these are gone. Every
    /// level that differs is one of theirs, or was lost by matching past them.</summary>
    [Test]
    public void Three_recorded_hours_agree_with_the_exchanges_own_minute_books_as_far_as_the_recording_reaches()
    {
        string events = OrderFlow.Find("bitstamp_btcusd_l3_20150501_part1.csv.gz");
        string books = OrderFlow.Find("bitstamp_btcusd_l2_top10_1min_part1.csv.gz");
        var replay = new BitstampReplay(BitstampFile.Read(events, _faults), "BTCUSD");

        MatchBooks ours = replay.Apply(null);
        BitstampComparison result = replay.Compare(PublishedBook.Read(books));

        Assert.Multiple(() =>
        {
            Assert.That(_faults.Count, Is.Zero);
            Assert.That((replay.Counts.Created, replay.Counts.ExchangeTrades), Is.EqualTo((16_084L, 406L)));
            Assert.That((ours.Trades, result.TradesReproduced), Is.EqualTo((443L, 353L)));
            Assert.That((result.Books, result.BestBidPrices, result.BestBids), Is.EqualTo((181L, 180L, 178L)));
            Assert.That((result.BestAskPrices, result.BestAsks), Is.EqualTo((179L, 179L)));
            Assert.That(
                (result.Levels, result.LevelsByPrice, result.LevelsByRank), Is.EqualTo((3_620L, 3_331L, 3_054L)));
            Assert.That((result.LevelsTold, result.LevelsLostByMatching), Is.EqualTo((3_393L, 62L)));
            Assert.That(result.LevelsTold - result.LevelsLostByMatching, Is.EqualTo(result.LevelsByPrice));
            Assert.That(result.LevelsMissing + result.LevelsOtherQuantity, Is.EqualTo(3_620 - 3_331));
            Assert.That(result.QuarterLevelsByPrice, Is.EqualTo(new[] { 767L, 791, 893, 880 }));
        });
    }

    [Test]
    public void What_crosses_trades_here_before_the_exchange_tells_and_is_confirmed()
    {
        BitstampReplay replay = Read(
            "1,created,1,ask,100.00,500", "2,created,2,bid,100.10,300", "3,changed,1,ask,100.00,200",
            "3,deleted,2,bid,100.10,0", "3,trade,77,,100.00,300");

        MatchBooks books = replay.Apply(null);

        Assert.That((books.Trades, books.Quantity, books.Resting), Is.EqualTo((1L, 300L, 1)));
        Assert.That((replay.Counts.FillsConfirmed, replay.Counts.FillsDenied, replay.Counts.FillsUnseen),
            Is.EqualTo((2L, 0L, 0L)));
    }

    [Test]
    public void Where_matching_and_exchange_differ_the_exchange_is_believed()
    {
        BitstampReplay replay = Read(
            "1,created,1,ask,100.00,500", "2,created,2,bid,100.10,300", "3,changed,1,ask,100.00,450",
            "4,deleted,9,bid,90.00,10", "5,created,3,bid,99.00,40", "6,changed,3,bid,99.00,30");

        MatchBooks books = replay.Apply(null);

        Assert.That(replay.Counts.FillsDenied, Is.EqualTo(1), "200 are left here, the exchange says 450");
        Assert.That(replay.Counts.FillsUnseen, Is.EqualTo(1), "10 of order 3 met an order that isn't recorded");
        Assert.That(replay.Counts.OlderOrders, Is.EqualTo(1));
        Assert.That(books.TryFind(1, out int first) && books.Order(first).LeavesLots == 450);
        Assert.That(books.TryFind(3, out int third) && books.Order(third).LeavesLots == 30);
    }

    [Test]
    public void A_published_level_is_agreed_missing_or_of_another_quantity()
    {
        BitstampReplay replay = Read(
            "1000,created,1,bid,100.00,500000000", "1001,created,2,bid,99.00,100000000",
            "1002,created,3,ask,101.00,200000000", "5000,created,4,bid,98.00,1");
        List<PublishedBook> published = PublishedBook.Read(_directory.Write(
            "book.csv", "recv_ms,side,level,price_usd,amount_btc",
            "2000,bid,1,100.00,5.00000000", "2000,bid,2,99.00,1.50000000", "2000,bid,3,97.00,1.00000000",
            "2000,ask,1,101.00,2.00000000"));

        BitstampComparison result = replay.Compare(published);

        Assert.That((result.BestBids, result.BestAsks, result.WholeBooks), Is.EqualTo((1L, 1L, 0L)));
        Assert.That((result.Levels, result.LevelsByPrice, result.LevelsMissing, result.LevelsOtherQuantity),
            Is.EqualTo((4L, 2L, 1L, 1L)));
    }

    [TestCase("0,created,1,bid,100.00,5", "recv_ms")]
    [TestCase("9,made,1,bid,100.00,5", "action")]
    [TestCase("9,created,,bid,100.00,5", "id")]
    [TestCase("9,created,1,,100.00,5", "side")]
    [TestCase("9,created,1,bid,100.001,5", "price_usd")]
    [TestCase("9,created,1,bid,100.00,0", "volume_sat")]
    public void A_bad_event_is_named_with_line_and_column(string row, string column)
    {
        Read("1,created,8,bid,100.00,5", row, "9,created,9,bid,100.00,5");

        Assert.That((_faults.Kept.Single().Line, _faults.Kept.Single().Column), Is.EqualTo((3L, column)));
    }

    private BitstampReplay Read(params string[] rows) =>
        new(BitstampFile.Read(_directory.Write("events.csv", [Header, .. rows]), _faults), "BTCUSD");
}
