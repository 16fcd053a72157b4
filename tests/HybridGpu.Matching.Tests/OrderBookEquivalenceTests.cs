using System.Globalization;
using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>Random streams on the naive book and on the ladder: the same fills in the same order, the same book after
/// each step.</summary>
public sealed class OrderBookEquivalenceTests
{
    private static readonly int Seed = int.Parse(
        Environment.GetEnvironmentVariable("HYBRIDGPU_SEED") ?? "20260731", CultureInfo.InvariantCulture);

    // Narrow: deep queues. Wide: many levels, so that searches go beyond the linear part. Tight bound: full sides.
    [TestCase(8, 40_000, 4096)]
    [TestCase(60, 40_000, 4096)]
    [TestCase(2_000, 20_000, 4096)]
    [TestCase(200, 20_000, 12)]
    public void Naive_and_ladder_agree_on_random_streams(int priceRange, int commands, int levelsMax)
    {
        TestContext.Out.WriteLine($"HYBRIDGPU_SEED={Seed}");
        var random = new Random(Seed ^ priceRange);
        int fills = 0;
        int refusals = 0;
        var naive = new BookBench(false, levelsMax: levelsMax);
        var ladder = new BookBench(true, levelsMax: levelsMax);
        for (int step = 1; step <= commands; step++)
        {
            long traded = Step(random, (ulong)step, priceRange, naive, ladder);
            Assert.That(ladder.Records.SequenceEqual(naive.Records), $"Fills differ at step {step}.");
            AssertConserved(ladder, traded, step);
            fills += ladder.Records.Count(r => r.Event == MatchEvent.Fill);
            refusals += ladder.Records.Count(r => r.Event == MatchEvent.Dropped);
            naive.Records.Clear();
            ladder.Records.Clear();
            AssertSameTop(naive, ladder, step);
            if (step % 97 == 0)
            {
                AssertSameBook(naive, ladder, step);
            }
        }

        Assert.That(fills, Is.GreaterThan(commands / 20), "The stream should trade.");
        Assert.That(refusals, Is.GreaterThan(commands / 1000), "The stream should have refusals.");
    }

    /// <summary>One command on both books.</summary>
    /// <returns>Lots that the arriving order traded.</returns>
    private static long Step(Random random, ulong id, int priceRange, BookBench naive, BookBench ladder)
    {
        int resting = naive.Book.OrderCount;
        int action = random.Next(100);

        // Above 300 orders cancels win, so that the book's size wanders but the oracle stays quick.
        if (resting > 0 && action < (resting > 300 ? 60 : 25))
        {
            ulong target = Pick(random, naive);
            if (random.Next(3) == 0)
            {
                long leaves = 1 + random.NextInt64(naive.Order(target).LeavesLots);
                naive.Book.Reduce(naive.Handle(target), leaves);
                ladder.Book.Reduce(ladder.Handle(target), leaves);
            }
            else
            {
                naive.Cancel(target);
                ladder.Cancel(target);
            }

            return 0;
        }

        Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;

        // Buyers lean low and sellers high, with an overlap in which they trade.
        long price = random.Next(priceRange) - ((side == Side.Buy ? 2 : 1) * priceRange / 3);
        long lots = 1 + random.Next(20);
        uint account = (uint)random.Next(1, 16);
        bool rest = random.Next(5) > 0;
        long left = naive.Submit(id, side, price, lots, account, rest);
        Assert.That(ladder.Submit(id, side, price, lots, account, rest), Is.EqualTo(left), $"Leaves of order {id}.");
        return lots - left;
    }

    private static ulong Pick(Random random, BookBench bench)
    {
        List<ulong> buys = bench.Queue(Side.Buy);
        List<ulong> sells = bench.Queue(Side.Sell);
        int rank = random.Next(buys.Count + sells.Count);
        return rank < buys.Count ? buys[rank] : sells[rank - buys.Count];
    }

    private static void AssertConserved(BookBench bench, long traded, int step)
    {
        long sum = 0;
        foreach (MatchRecord record in bench.Records.Where(r => r.Event == MatchEvent.Fill))
        {
            Assert.That(record.Lots, Is.Positive, $"Step {step}.");
            Assert.That(record.Taker, Is.EqualTo((ulong)step), $"Step {step}: the taker is the arriving order.");
            sum += record.Lots;
        }

        Assert.That(sum, Is.EqualTo(traded), $"Step {step}: what makers sold, the taker bought.");
    }

    private static void AssertSameTop(BookBench naive, BookBench ladder, int step)
    {
        bool bid = ladder.Book.TryBest(Side.Buy, out long bidTicks, out long bidLots);
        bool ask = ladder.Book.TryBest(Side.Sell, out long askTicks, out long askLots);
        Assert.That(!bid || !ask || bidTicks < askTicks, $"Step {step}: crossed.");
        Assert.That(naive.Book.TryBest(Side.Buy, out long price, out long lots), Is.EqualTo(bid));
        Assert.That((bidTicks, bidLots) == (price, lots), $"Step {step}: best bid.");
        Assert.That(naive.Book.TryBest(Side.Sell, out price, out lots), Is.EqualTo(ask));
        Assert.That((askTicks, askLots) == (price, lots), $"Step {step}: best offer.");
        Assert.That(ladder.Book.OrderCount, Is.EqualTo(naive.Book.OrderCount), $"Step {step}.");
        Assert.That(ladder.Pool.Count, Is.EqualTo(ladder.Book.OrderCount), $"Step {step}: an order leaked.");
    }

    private static void AssertSameBook(BookBench naive, BookBench ladder, int step)
    {
        foreach (Side side in (Side[])[Side.Buy, Side.Sell])
        {
            List<ulong> queue = ladder.Queue(side);
            PriceLevel[] levels = ladder.Levels(side);
            Assert.That(queue.SequenceEqual(naive.Queue(side)), $"Step {step}: queue.");
            Assert.That(levels.SequenceEqual(naive.Levels(side)), $"Step {step}: levels.");

            // First in, first out at each price: ids rise within a level, and the level's totals are its orders'.
            int at = 0;
            foreach (PriceLevel level in levels)
            {
                List<ulong> ids = queue.GetRange(at, level.Orders);
                Assert.That(ids, Is.Ordered, $"Step {step}: time priority at {level.PriceTicks}.");
                Assert.That(ids.Sum(id => ladder.Order(id).LeavesLots), Is.EqualTo(level.Lots));
                Assert.That(ids.All(id => ladder.Order(id).PriceTicks == level.PriceTicks));
                at += level.Orders;
            }

            Assert.That(at, Is.EqualTo(queue.Count));
        }
    }
}
