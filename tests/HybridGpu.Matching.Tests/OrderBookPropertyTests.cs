using CsCheck;
using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>
/// Random streams of everything that a book does, on the oracle and on the ladder: the same answers, the same calls of
/// the handler, the same orders in the same queues after each step. A failure prints a short stream and its seed, which
/// the environment variable CsCheck_Seed runs again.
/// </summary>
public sealed class OrderBookPropertyTests
{
    private const int Streams = 150;

    private static readonly Gen<BookAction> Actions = Gen.Frequency(
        (12, Gen.Const(BookAction.Submit)),
        (3, Gen.Const(BookAction.Immediate)),
        (2, Gen.Const(BookAction.FillOrKill)),
        (2, Gen.Const(BookAction.Remove)),
        (2, Gen.Const(BookAction.Reduce)),
        (1, Gen.Const(BookAction.Requeue)),
        (2, Gen.Const(BookAction.Auction)),
        (1, Gen.Const(BookAction.UncrossAnywhere)));

    [Test]
    public void The_ladder_does_what_the_oracle_does(
        [Values] MatchAllocation allocation, [Values(3, 30)] int prices, [Values(4, 4096)] int levelsMax)
    {
        int[] seen = new int[6];
        Steps(prices).Array[1, 150].Sample(
            steps =>
            {
                var pair = new BookPair(allocation, Judge, levelsMax);
                foreach (BookStep step in steps)
                {
                    pair.Apply(in step);
                }

                Interlocked.Add(ref seen[0], pair.Count(MatchEvent.Fill));
                Interlocked.Add(ref seen[1], pair.Count(MatchEvent.Dropped));
                Interlocked.Add(ref seen[2], pair.Count(MatchEvent.Decremented));
                Interlocked.Add(ref seen[3], pair.Count(MatchEvent.Replenished));
                Interlocked.Add(ref seen[4], pair.Kills);
                Interlocked.Add(ref seen[5], pair.Uncrossings);
            },
            iter: Streams);

        Assert.That(seen, Is.All.GreaterThan(Streams / 20), "Fills, drops, decrements, peaks, kills, auctions.");
    }

    [Test]
    public void Lots_are_conserved_when_everything_is_filled([Values] MatchAllocation allocation) =>
        Steps(prices: 12).Array[1, 100].Sample(
            steps =>
            {
                var bench = new BookBench(ladder: true, allocation: allocation);
                (long entered, ulong id) = (0L, 0UL);
                foreach (BookStep step in steps)
                {
                    bench.Submit(
                        ++id, step.Side, step.PriceTicks, step.Lots, display: step.DisplayLots);
                    entered += step.Lots;
                }

                // Each fill takes its lots from two orders.
                long filled = 2 * bench.Records.Where(r => r.Event == MatchEvent.Fill).Sum(r => r.Lots);
                long resting = bench.Queue(Side.Buy).Concat(bench.Queue(Side.Sell))
                    .Sum(order => bench.Order(order).LeavesLots);
                return filled + resting == entered;
            },
            iter: Streams);

    /// <summary>Verdicts of every kind, decided by the state of the two orders alone, so that both books get the
    /// same.</summary>
    private static MatchVerdict Judge(OrderRef maker, OrderRef taker, long priceTicks, ref long lots)
    {
        ulong key = maker.Id.Value + (taker.Id.Value << 20) + ((ulong)maker.LeavesLots << 40);
        ulong draw = Mix.Finalize(key ^ ((ulong)taker.LeavesLots << 52) ^ ((ulong)lots << 32) ^ (ulong)priceTicks);
        ulong kind = draw % 32;
        if (kind < 8)
        {
            lots = 1 + (long)((draw >> 8) % (ulong)lots);
        }

        return kind switch
        {
            3 or 9 => MatchVerdict.Decrement,
            10 or 11 => MatchVerdict.DropMaker,
            12 => MatchVerdict.StopTaker,
            _ => MatchVerdict.Fill,
        };
    }

    private static Gen<BookStep> Steps(int prices) =>
        from action in Actions
        from buys in Gen.Bool
        from price in Gen.Int[-prices / 2, prices / 2]
        from lots in Gen.Int[1, 30]
        from display in Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[1, 12]))
        from account in Gen.UInt[5, 13]
        from pick in Gen.Int[0, 1000]
        select new BookStep(action, buys ? Side.Buy : Side.Sell, price, lots, display, account, pick);
}
