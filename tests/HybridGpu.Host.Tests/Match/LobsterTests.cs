using System.IO.Compression;
using HybridGpu.Host.Match;
using HybridGpu.Host.Tests.Support;

namespace HybridGpu.Host.Tests.Match;

/// <summary>LOBSTER messages: our book against the published one.</summary>
public sealed class LobsterTests
{
    private const string Messages = "lobster_aapl_20120621_messages.csv.gz";
    private const string Deep = "lobster_aapl_20120621_book50_first.csv.gz";
    private const string Book10 = "lobster_aapl_20120621_book10.csv.gz";

    private readonly TestFolder _directory = new();
    private InputFaults _faults = new();

    [SetUp]
    public void Begin() => _faults = new InputFaults();

    [OneTimeTearDown]
    public void Remove() => _directory.Remove();

    [Test]
    public void Every_published_level_is_met_after_every_message()
    {
        LobsterReplay replay = Recorded(LobsterOpening.Read(OrderFlow.Find(Deep)));

        LobsterVerification result = replay.Verify(OrderFlow.Find(Book10));
        replay.Apply(null);

        Assert.That(_faults.Count, Is.Zero);
        Assert.That(result.FirstDifference, Is.Null);
        Assert.That(
            (result.Rows, result.LevelsCompared, result.LevelsUnknown, result.Differences),
            Is.EqualTo((672L, 672L * 20, 0L, 0L)));
        Assert.That(
            replay.Counts,
            Is.EqualTo(new LobsterCounts
            {
                Added = 455,
                Cancelled = 139,
                Executed = 56,
                ExecutedInPriority = 56,
                WithoutBookChange = 22,
                OlderOrders = 11,
            }),
            "every execution is of the order that our priority puts first, and every order is accounted for");
    }

    [Test]
    public void The_first_published_row_is_enough_where_no_level_comes_up_from_below_it()
    {
        LobsterReplay replay = Recorded(LobsterOpening.Read(OrderFlow.Find(Book10)));

        LobsterVerification result = replay.Verify(OrderFlow.Find(Book10));

        Assert.That((result.Rows, result.Differences), Is.EqualTo((672L, 0L)));
        Assert.That(result.LevelsCompared + result.LevelsUnknown, Is.EqualTo(672 * 20));
    }

    [TestCase(200, 5, "ask", 2, Description = "a size of the second ask")]
    [TestCase(671, 2, "bid", 1, Description = "the price of the best bid in the last row")]
    public void A_published_book_that_differs_in_one_number_is_found_with_line_side_and_level(
        int row, int column, string side, int level)
    {
        string[] lines = Unzip(OrderFlow.Find(Book10));
        string[] fields = lines[row + 1].Split(',');
        fields[column] += "1";
        lines[row + 1] = string.Join(',', fields);

        LobsterReplay replay = Recorded(LobsterOpening.Read(OrderFlow.Find(Deep)));
        LobsterVerification result = replay.Verify(_directory.Write("changed.csv", lines));

        Assert.That(result.Differences, Is.EqualTo(1));
        Assert.That(result.FirstDifference, Does.StartWith($"line {row + 2}, {side} level {level}: published "));
    }

    [Test]
    public void Files_that_are_not_each_others_are_refused()
    {
        string[] lines = Unzip(OrderFlow.Find(Book10));
        LobsterReplay replay = Recorded(LobsterOpening.Read(OrderFlow.Find(Deep)));

        Assert.That(
            () => replay.Verify(_directory.Write("short.csv", lines[..^1])),
            Throws.TypeOf<MatchInputException>().With.Message.Contain("aren't each other's"));
        Assert.That(
            () => replay.Verify(_directory.Write("long.csv", [.. lines, lines[^1]])),
            Throws.TypeOf<MatchInputException>().With.Message.Contain("the messages end"));
    }

    /// <summary>LOBSTER's own form: no header, empty levels as dummy prices, halts, and a level that the opening row
    /// doesn't show.</summary>
    [Test]
    public void A_file_without_a_header_is_read_and_levels_beyond_the_opening_row_are_not_compared()
    {
        string messages = _directory.Write(
            "plain.csv",
            "34200.1,1,11,100,1000000,1",
            "34200.2,4,5,30,1010000,-1",
            "34200.3,3,5,20,1010000,-1",
            "34200.4,5,0,10,1005000,1",
            "34200.5,7,0,0,-1,-1",
            "34200.6,2,11,40,1000000,1",
            "34200.7,3,11,60,1000000,1");
        string book = _directory.Write(
            "plain-book.csv",
            "1010000,50,1000000,100",
            "1010000,20,1000000,100",
            "9999999999,0,1000000,100",
            "9999999999,0,1000000,100",
            "9999999999,0,1000000,100",
            "9999999999,0,1000000,60",
            "9999999999,0,990000,70");
        LobsterReplay replay = Replay(messages, LobsterOpening.Read(book));

        LobsterVerification result = replay.Verify(book);

        Assert.That(_faults.Count, Is.Zero);
        Assert.That(result.FirstDifference, Is.Null);
        Assert.That((result.LevelsCompared, result.LevelsUnknown), Is.EqualTo((13L, 1L)));
    }

    [Test]
    public void An_execution_of_an_order_that_is_not_first_here_is_made_and_counted()
    {
        string messages = _directory.Write(
            "unfair.csv", "1,1,1,10,100,1", "2,1,2,10,100,1", "3,4,2,10,100,1", "4,4,1,4,100,1", "5,3,9,1,100,1");
        LobsterReplay replay = Replay(messages, LobsterOpening.Empty);

        MatchBooks books = replay.Apply(null);

        Assert.That((replay.Counts.Executed, replay.Counts.ExecutedInPriority), Is.EqualTo((2L, 1L)));
        Assert.That(replay.Counts.UnknownOrders, Is.EqualTo(1));
        Assert.That((books.Resting, books.Quantity), Is.EqualTo((1, 4L)));
    }

    [TestCase("1,9,1,10,100,1", "type", "is no message type")]
    [TestCase("1,1,-1,10,100,1", "order_id", "is no order id")]
    [TestCase("1,1,7,0,100,1", "size", "is no size")]
    [TestCase("1,1,7,10,1.5,1", "price", "is no price")]
    [TestCase("1,1,7,10,100,0", "direction", "is no direction")]
    public void A_bad_message_is_named_with_line_and_column(string row, string column, string problem)
    {
        List<LobsterMessage> messages = LobsterFile.Read(
            _directory.Write("bad.csv", "1,1,1,10,100,1", row, "2,1,2,10,100,1"), _faults);

        Assert.That(messages.Select(message => message.Row), Is.EqualTo(new[] { 0L, 2L }));
        Assert.That((_faults.Kept[0].Line, _faults.Kept[0].Column), Is.EqualTo((2L, column)));
        Assert.That(_faults.Kept[0].Problem, Does.Contain(problem));
    }

    private static string[] Unzip(string file)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return text.ReadToEnd().TrimEnd().Split('\n');
    }

    private LobsterReplay Recorded(LobsterOpening opening) => Replay(OrderFlow.Find(Messages), opening);

    private LobsterReplay Replay(string messages, LobsterOpening opening) =>
        new(LobsterFile.Read(messages, _faults), opening, "AAPL");
}
