using System.Globalization;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Gateway.MarketData;
using HybridGpu.Matching;
using HybridGpu.Venue;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>Books folded from events are the engine's books.</summary>
public sealed class DepthBookTests
{
    [Test]
    public void Folded_books_equal_the_engines_on_random_streams_and_after_replay()
    {
        int seed = TestMarket.Seed();
        var random = new Random(seed);
        var folder = new TestFolder();
        VenueOptions options = TestMarket.Options(folder.Journal, Persistence.Durability.Async);
        for (int round = 0; round < 6; round++)
        {
            var directory = new VenueDirectory();
            var publisher = new MarketDataPublisher(directory, new BoundClients());
            var clock = new TestClock();
            clock.AdvanceWall(TimeSpan.FromMinutes(round));
            using VenuePipeline venue = VenuePipeline.Open(options, clock, directory, publisher);
            AssertEqual(venue, publisher, seed, round);
            venue.Start();
            if (round == 0)
            {
                TestMarket.Prepare(venue, options, 20, 21, 22);
            }

            Publish(venue, clock, random, 1_500, round);
            Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
            Assert.That(venue.Statistics.Trades, Is.GreaterThan(100));
            AssertEqual(venue, publisher, seed, round);
        }

        folder.Remove();
    }

    private static void Publish(VenuePipeline venue, TestClock clock, Random random, int count, int round)
    {
        for (int i = 0; i < count; i++)
        {
            uint account = 20 + (uint)random.Next(3);
            var instrument = new InstrumentId((uint)random.Next(2));
            Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
            string name = string.Create(CultureInfo.InvariantCulture, $"{round}-{i}");
            switch (random.Next(8))
            {
                case 0:
                    string cancelled = string.Create(CultureInfo.InvariantCulture, $"{round}-{random.Next(i + 1)}");
                    venue.Gate.Publish(TestMarket.Cancel(account, cancelled));
                    break;
                case 1:
                    Quote(venue, random, account, name);
                    break;
                case 2:
                    clock.AdvanceWall(TimeSpan.FromMilliseconds(random.Next(20)));
                    venue.Gate.Publish(Command.Of(CommandKind.Clock));
                    break;
                default:
                    Command order = TestMarket.Order(
                        account, instrument, side, 20_000 + random.Next(-8, 9), 1 + random.Next(9), name);
                    order.NewOrder.TimeInForce =
                        random.Next(6) == 0 ? TimeInForce.ImmediateOrCancel : TimeInForce.GoodTillCancel;
                    order.NewOrder.ExpiryNs =
                        random.Next(5) == 0 ? clock.WallNs + random.Next(50_000_000) : long.MaxValue;
                    venue.Gate.Publish(in order);
                    break;
            }
        }
    }

    private static void Quote(VenuePipeline venue, Random random, uint account, string name)
    {
        var entries = new QuoteEntry[2];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i].Instrument = new InstrumentId((uint)i);
            entries[i].BidTicks = 20_000 - random.Next(8);
            entries[i].BidLots = random.Next(6);
            entries[i].AskTicks = 20_000 + random.Next(-1, 8);
            entries[i].AskLots = random.Next(6);
        }

        Command quote = Command.Of(CommandKind.MassQuote);
        quote.MassQuote.QuoteId = Text40.Create(name);
        quote.MassQuote.Account = new AccountId(account);
        quote.MassQuote.EntryCount = (uint)entries.Length;
        venue.Gate.Publish(in quote, MemoryMarshal.AsBytes(entries.AsSpan()));
    }

    private static void AssertEqual(VenuePipeline venue, MarketDataPublisher publisher, int seed, int round)
    {
        var levels = new PriceLevel[256];
        for (uint id = 0; id < 2; id++)
        {
            DepthBook folded = publisher.Books[new InstrumentId(id)];
            foreach (Side side in new[] { Side.Buy, Side.Sell })
            {
                int count = venue.Engine.CopyLevels(folded.Instrument, side, levels);
                string expected = string.Join(' ', levels.Take(count).Select(level => (level.PriceTicks, level.Lots)));
                string actual = string.Join(' ', Enumerable.Range(0, folded[side].Count).Select(i => folded[side][i]));
                Assert.That(actual, Is.EqualTo(expected), $"seed {seed}, round {round}, instrument {id}, {side}");
            }
        }
    }
}
