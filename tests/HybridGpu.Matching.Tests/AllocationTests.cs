using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>No feature of the ladder takes memory once the book has been as large as it gets.</summary>
public sealed class AllocationTests
{
    private const int Prices = 200;
    private const int OrdersMax = 4096;

    [Test]
    public void Matching_with_every_verdict_and_icebergs_allocates_nothing([Values] MatchAllocation allocation)
    {
        var bench = new Bench(allocation);
        Counts counts = Measure(bench, commands: 100_000, Continuous);

        Assert.That(counts.Bytes, Is.Zero);
        Assert.That(counts.Fills, Is.GreaterThan(10_000));
        Assert.That(counts.Drops, Is.GreaterThan(500));
        Assert.That(counts.Decrements, Is.GreaterThan(500));
        Assert.That(counts.Peaks, Is.GreaterThan(500));
    }

    [Test]
    public void Fill_or_kill_allocates_nothing()
    {
        var bench = new Bench(MatchAllocation.PriceTime);
        Counts counts = Measure(bench, commands: 20_000, FillOrKill);

        Assert.That(counts.Bytes, Is.Zero);
        Assert.That(counts.Kills, Is.GreaterThan(500));
        Assert.That(counts.Fills, Is.GreaterThan(5_000));
    }

    [Test]
    public void Auctions_allocate_nothing()
    {
        var bench = new Bench(MatchAllocation.PriceTime);
        Counts counts = Measure(bench, commands: 100_000, Auction);

        Assert.That(counts.Bytes, Is.Zero);
        Assert.That(counts.Fills, Is.GreaterThan(10_000));
        Assert.That(counts.Peaks, Is.GreaterThan(500));
        Assert.That(bench.Book.InAuction, Is.True);
    }

    private delegate void Command(Bench bench, ulong draw, ref CountingHandler handler);

    /// <summary>Runs commands to warm up, then as many and counts.</summary>
    private static Counts Measure(Bench bench, int commands, Command command)
    {
        Run(bench, commands / 2, command);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Counts counts = Run(bench, commands, command);
        counts.Bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return counts;
    }

    private static Counts Run(Bench bench, int commands, Command command)
    {
        var handler = new CountingHandler(bench.Pool, bench.Book);
        for (ulong i = 1; i <= (ulong)commands; i++)
        {
            command(bench, Mix.Finalize(i), ref handler);
            if (bench.Book.OrderCount > OrdersMax / 2)
            {
                bench.DropWorst(Side.Buy, keep: 100);
                bench.DropWorst(Side.Sell, keep: 100);
            }
        }

        return handler.Counts;
    }

    private static void Continuous(Bench bench, ulong draw, ref CountingHandler handler)
    {
        int handle = bench.Order(draw);
        bench.Book.Match(handle, ref handler);
        bench.RestOrFree(handle);
    }

    private static void FillOrKill(Bench bench, ulong draw, ref CountingHandler handler)
    {
        int handle = bench.Order(draw);
        if ((draw & 6) == 0)
        {
            handler.Counts.Kills += bench.Book.CanFill(handle, ref handler) ? 0 : 1;
            bench.Pool.Free(handle);
            return;
        }

        bench.Book.Match(handle, ref handler);
        bench.RestOrFree(handle);
    }

    private static void Auction(Bench bench, ulong draw, ref CountingHandler handler)
    {
        if (!bench.Book.InAuction)
        {
            bench.Book.BeginAuction();
        }

        bench.Book.Add(bench.Order(draw));
        if (bench.Book.TryIndicative(Prices / 2, out AuctionPrice indicative) && draw % 64 == 0)
        {
            bench.Book.Uncross(indicative.PriceTicks, ref handler);
            bench.Book.EndAuction();
            bench.Book.BeginAuction();
        }
    }

    private sealed class Bench
    {
        private ulong _lastId;

        public Bench(MatchAllocation allocation)
        {
            Pool = new OrderPool(OrdersMax, OrdersMax);
            Book = new LadderOrderBook(Pool, allocation: allocation);
            foreach (Side side in (Side[])[Side.Buy, Side.Sell])
            {
                for (int price = 0; price < Prices; price++)
                {
                    Book.Add(Order(side, price, 1, 0));
                }

                DropWorst(side, keep: 0);
            }

            // The longest queue that pro-rata ever divides is part of being as large as it gets.
            for (int i = 0; i < OrdersMax / 2; i++)
            {
                Book.Add(Order(Side.Sell, 0, 1, 0));
            }

            int taker = Order(Side.Buy, 0, 10, 0);
            var handler = new CountingHandler(Pool, Book);
            Book.Match(taker, ref handler);
            RestOrFree(taker);
            DropWorst(Side.Sell, keep: 0);
        }

        public OrderPool Pool { get; }

        public LadderOrderBook Book { get; }

        public int Order(ulong draw) => Order(
            (draw & 1) == 0 ? Side.Buy : Side.Sell,
            (long)((draw >> 8) % Prices),
            1 + (long)((draw >> 32) % 9),
            (long)((draw >> 48) % 4));

        public void RestOrFree(int handle)
        {
            OrderRef order = Pool[handle];
            if (order.LeavesLots > 0 && !Book.WouldTrade(order.Side, order.PriceTicks))
            {
                Book.Add(handle);
                Book.Reduce(handle, Math.Max(1, order.LeavesLots - 1));
                return;
            }

            Pool.Free(handle);
        }

        public void DropWorst(Side side, int keep)
        {
            int rank = 0;
            int handle = Book.BestHandle(side);
            while (handle >= 0)
            {
                int next = Book.NextHandle(handle);
                if (rank++ >= keep)
                {
                    Book.Remove(handle);
                    Pool.Free(handle);
                }

                handle = next;
            }
        }

        private int Order(Side side, long priceTicks, long lots, long display)
        {
            int handle = Pool.Allocate();
            OrderRef order = Pool[handle];
            order.Id = new OrderId(++_lastId);
            order.Side = side;
            order.PriceTicks = priceTicks;
            order.Lots = lots;
            order.LeavesLots = lots;
            order.DisplayLots = display;
            return handle;
        }
    }

    private struct Counts
    {
        public long Bytes;
        public int Fills;
        public int Drops;
        public int Decrements;
        public int Peaks;
        public int Kills;
    }

    private struct CountingHandler(OrderPool pool, LadderOrderBook book) : IMatchHandler
    {
        public Counts Counts;

        public readonly MatchVerdict Judge(int makerHandle, int takerHandle, long priceTicks, ref long lots)
        {
            ulong draw = Mix.Finalize(pool[makerHandle].Id.Value ^ (pool[takerHandle].Id.Value << 32)) % 32;
            lots = draw > 24 ? 1 : lots;
            return draw switch
            {
                0 => MatchVerdict.StopTaker,
                1 or 2 => MatchVerdict.DropMaker,
                3 or 4 => MatchVerdict.Decrement,
                _ => MatchVerdict.Fill,
            };
        }

        public void OnDropped(int makerHandle)
        {
            Counts.Drops++;
            pool.Free(makerHandle);
        }

        public void OnFill(int makerHandle, int takerHandle, long priceTicks, long lots)
        {
            Counts.Fills++;
            FreeDone(makerHandle, takerHandle);
        }

        public void OnDecremented(int makerHandle, int takerHandle, long lots)
        {
            Counts.Decrements++;
            FreeDone(makerHandle, takerHandle);
        }

        public void OnReplenished(int makerHandle) => Counts.Peaks++;

        /// <summary>A taker that never rested is freed by who sent it.</summary>
        private readonly void FreeDone(int makerHandle, int takerHandle)
        {
            if (!pool[makerHandle].IsResting)
            {
                pool.Free(makerHandle);
            }

            if (book.InAuction && !pool[takerHandle].IsResting)
            {
                pool.Free(takerHandle);
            }
        }
    }
}
