using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

public sealed class AllocationTests
{
    private const int Prices = 200;
    private const int OrdersMax = 4096;

    [Test]
    public void Commands_allocate_nothing_once_the_book_has_been_as_large_as_it_gets()
    {
        var pool = new OrderPool(OrdersMax, OrdersMax);
        var book = new LadderOrderBook(pool);
        foreach (Side side in (Side[])[Side.Buy, Side.Sell])
        {
            for (int price = 0; price < Prices; price++)
            {
                book.Add(Order(pool, side, price, 1));
            }

            DropWorst(pool, book, side, keep: 0);
        }

        Run(pool, book, 1_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long fills = Run(pool, book, 100_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero);
        Assert.That(fills, Is.GreaterThan(10_000));
    }

    private static long Run(OrderPool pool, LadderOrderBook book, int commands)
    {
        var handler = default(CountingHandler);
        handler.Pool = pool;
        for (ulong i = 1; i <= (ulong)commands; i++)
        {
            ulong draw = Mix.Finalize(i);
            Side side = (draw & 1) == 0 ? Side.Buy : Side.Sell;
            int handle = Order(pool, side, (long)((draw >> 8) % Prices), 1 + (long)((draw >> 32) % 9));
            book.Match(handle, ref handler);
            if (pool[handle].LeavesLots > 0)
            {
                book.Add(handle);
                book.Reduce(handle, 1);
            }
            else
            {
                pool.Free(handle);
            }

            if (book.OrderCount > OrdersMax / 2)
            {
                DropWorst(pool, book, side, keep: 100);
            }
        }

        return handler.Fills;
    }

    private static int Order(OrderPool pool, Side side, long priceTicks, long lots)
    {
        int handle = pool.Allocate();
        ref RestingOrder order = ref pool[handle];
        order.Side = side;
        order.PriceTicks = priceTicks;
        order.Lots = lots;
        order.LeavesLots = lots;
        return handle;
    }

    private static void DropWorst(OrderPool pool, LadderOrderBook book, Side side, int keep)
    {
        int rank = 0;
        int handle = book.BestHandle(side);
        while (handle >= 0)
        {
            int next = book.NextHandle(handle);
            if (rank++ >= keep)
            {
                book.Remove(handle);
                pool.Free(handle);
            }

            handle = next;
        }
    }

    private struct CountingHandler : IMatchHandler
    {
        public OrderPool Pool;
        public long Fills;

        public readonly MatchVerdict Judge(
            in RestingOrder maker, in RestingOrder taker, long priceTicks, ref long lots) =>
            (maker.LeavesLots + taker.LeavesLots) % 7 != 0 ? MatchVerdict.Fill : MatchVerdict.DropMaker;

        public readonly void OnDropped(int makerHandle) => Pool.Free(makerHandle);

        public readonly void OnDecremented(int makerHandle, int takerHandle, long lots) =>
            Assert.Fail("Nothing is decremented.");

        public readonly void OnReplenished(int makerHandle) => Assert.Fail("Nothing is hidden.");

        public void OnFill(int makerHandle, int takerHandle, long priceTicks, long lots)
        {
            Fills++;
            if (!Pool[makerHandle].IsResting)
            {
                Pool.Free(makerHandle);
            }
        }
    }
}
