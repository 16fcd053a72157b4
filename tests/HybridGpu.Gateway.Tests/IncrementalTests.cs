using System.Globalization;
using HybridGpu.Domain.Commands;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>Books by their changes: a watcher that applies every X to its W has the book.</summary>
public sealed class IncrementalTests : VenueFixture
{
    private const string Call = "BTC-27MAR26-70000-C";

    [Test]
    public async Task Changes_are_numbered_and_made_of_new_changed_and_deleted_levels_and_trades()
    {
        await using var watcher = new TestClient("OTHER");
        watcher.Connect(Venue.Port);
        Order("M1", SideValues.Sell, "2010", "5");
        Subscribe(watcher, "S1", depth: 2);
        ReceivedMessage first = NextTold(watcher, "W");
        Assert.That(first.Group(83, 269, 270, 271), Is.EqualTo(new[] { "83=0", "269=1", "270=2010", "271=5" }));

        Order("M2", SideValues.Sell, "2012", "1");
        Assert.That(Changes(NextTold(watcher, "X")), Is.EqualTo("1:0 1 2012 1"));
        Order("M3", SideValues.Sell, "2011", "2");
        Assert.That(
            Changes(NextTold(watcher, "X")), Is.EqualTo("2:0 1 2011 2/3:2 1 2012 "), "the third level is out of sight");
        Taker.Order("T1", SideValues.Buy, "2010", "3");
        ReceivedMessage traded = NextTold(watcher, "X");
        Assert.That(Changes(traded), Is.EqualTo("4:0 2 2010 3/5:1 1 2010 2"));
        Assert.That(Fields(traded, 262, 55, 2446), Is.EqualTo($"262=S1 55={Call} 2446=1"));
        Maker.Report("F", "M1");
        Maker.Cancel("C1", "M1");
        Maker.Report("4", "C1");
        Assert.That(Changes(NextTold(watcher, "X")), Is.EqualTo("6:2 1 2010 /7:0 1 2012 1"), "it is back in sight");
    }

    [Test]
    public async Task Every_trade_is_told_where_levels_are_conflated()
    {
        await using var watcher = new TestClient("OTHER");
        watcher.Connect(Venue.Port);
        Subscribe(watcher, "S1", depth: 0);
        NextTold(watcher, "W");
        Venue.Clock.Hold();
        Order("M1", SideValues.Sell, "2010", "9");
        Assert.That(Changes(watcher.Next("X")), Is.EqualTo("1:0 1 2010 9"));
        foreach (string name in new[] { "T1", "T2", "T3" })
        {
            Taker.Order(name, SideValues.Buy, "2010", "2");
            Taker.Report("0", name);
            Taker.Report("F", name);
        }

        Venue.Clock.AdvanceWall(TimeSpan.FromMilliseconds(20));
        Venue.Pipeline.Gate.Publish(Command.Of(CommandKind.Clock));

        Assert.That(
            Changes(watcher.Next("X")), Is.EqualTo("2:0 2 2010 2/3:0 2 2010 2/4:0 2 2010 2/5:1 1 2010 3"));
    }

    [Test]
    public async Task Random_changes_applied_in_order_give_the_book_of_a_fresh_snapshot()
    {
        var random = new Random(TestMarket.Seed());
        await using var watcher = new TestClient("OTHER");
        watcher.Connect(Venue.Port);
        int depth = random.Next(1, 6);
        Subscribe(watcher, "S1", depth);
        var book = new WatchedBook(NextTold(watcher, "W"));
        for (int round = 0; round < 20 || book.Sequence < 10; round++)
        {
            Assert.That(round, Is.LessThan(500), "there is something to follow");
            TestMarket.Trade(Venue.Pipeline, random, 40, 20, 21, $"R{round}-");
            Ask(watcher, $"CHECK{round}", "0", depth);
            ReceivedMessage? snapshot = null;
            Eventually.Until(
                () =>
                {
                    Venue.Tick();
                    while (snapshot is null && watcher.TryNext() is { } next)
                    {
                        snapshot = next.MsgType == "W" ? next : null;
                        if (snapshot is null)
                        {
                            book.Apply(next);
                        }
                    }

                    return snapshot is not null;
                },
                "the snapshot comes");
            var told = new WatchedBook(snapshot!);
            Assert.That((told.ToString(), told.Sequence), Is.EqualTo((book.ToString(), book.Sequence)));
        }
    }

    [Test]
    public void An_update_type_that_does_not_exist_is_refused()
    {
        Taker.Raw(
            "V", (262, "R1"), (263, "1"), (264, "0"), (265, "7"), (267, "1"), (269, "0"), (146, "1"), (55, Call));

        Assert.That(Fields(Taker.Next("3"), 371, 373), Is.EqualTo("371=265 373=5"));
    }

    private static void Subscribe(TestClient client, string id, int depth) => Ask(client, id, "1", depth);

    private static void Ask(TestClient client, string id, string kind, int depth) => client.Raw(
        "V", (262, id), (263, kind), (264, depth.ToString(CultureInfo.InvariantCulture)), (265, "1"), (267, "3"),
        (269, "0"), (269, "1"), (269, "2"), (146, "1"), (55, Call));

    /// <summary>Each entry as "number:action type price size".</summary>
    private static string Changes(ReceivedMessage message) => string.Join('/', WatchedBook.EntriesOf(message)
        .Select(entry => $"{entry[83]}:{entry[279]} {entry[269]} {entry[270]} {entry.GetValueOrDefault(271)}"));

    private void Order(string clOrdId, byte side, string price, string quantity)
    {
        Maker.Order(clOrdId, side, price, quantity);
        Maker.Report("0", clOrdId);
    }
}
