using System.Runtime.CompilerServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

public sealed class OrderPoolTests
{
    [Test]
    public void At_its_bound_it_refuses_until_an_order_is_freed()
    {
        var pool = new OrderPool(3);
        int[] handles = [pool.Allocate(), pool.Allocate(), pool.Allocate()];
        Assert.That(handles, Is.Unique);
        Assert.That(pool.Allocate(), Is.EqualTo(OrderPool.NoOrder));
        Assert.That(pool.Count, Is.EqualTo(3));
        pool.Free(handles[1]);
        Assert.That(pool.Allocate(), Is.EqualTo(handles[1]));
        Assert.That(pool.Allocate(), Is.EqualTo(OrderPool.NoOrder));
    }

    [Test]
    public void A_reused_order_is_clear()
    {
        var pool = new OrderPool(10);
        int handle = pool.Allocate();
        pool[handle].ClOrdId = Text40.Create("first");
        pool[handle].AccountNext = 5;
        pool[handle].Nonce = 9;
        pool[handle].Slot = 3;
        pool.Free(handle);
        Assert.That(pool.Allocate(), Is.EqualTo(handle));
        OrderRef order = pool[handle];
        Assert.That(order.ClOrdId.IsEmpty, Is.True);
        Assert.That((order.AccountNext, order.AccountPrev), Is.EqualTo((OrderPool.NoOrder, OrderPool.NoOrder)));
        Assert.That((order.Nonce, order.Slot, order.IsResting), Is.EqualTo((0UL, (ushort)0, false)));
        GC.KeepAlive(pool);
    }

    [Test]
    public void References_stay_valid_while_the_pool_grows()
    {
        var pool = new OrderPool(20_000);
        OrderRef first = pool[pool.Allocate()];
        for (int i = 1; i < pool.Capacity; i++)
        {
            Assert.That(pool.Allocate(), Is.EqualTo(i));
        }

        first.Nonce = 77;
        Assert.That(pool[0].Nonce, Is.EqualTo(77));
    }

    [Test]
    public void Preallocated_orders_take_no_memory_later()
    {
        var pool = new OrderPool(20_000, 10_000);
        pool.Free(pool.Allocate());
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            pool.Allocate();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Freeing_twice_throws_and_changes_nothing()
    {
        var pool = new OrderPool(5);
        int handle = pool.Allocate();
        pool.Free(handle);
        Assert.That(() => pool.Free(handle), Throws.InvalidOperationException);
        Assert.That(() => pool.Free(4), Throws.InvalidOperationException, "A handle never given out.");
        Assert.That(pool.Count, Is.Zero);
        Assert.That((pool.Allocate(), pool.Allocate()), Is.EqualTo((0, 1)));
    }

#if DEBUG
    [Test]
    public void Using_a_freed_handle_fails_an_assertion()
    {
        var pool = new OrderPool(5);
        int handle = pool.Allocate();
        pool.Free(handle);
        Assert.That(() => pool[handle].Nonce, Throws.Exception);
    }
#endif

    [TestCase(0, 0)]
    [TestCase(-1, 0)]
    [TestCase((1 << 30) + 1, 0)]
    [TestCase(10, 11)]
    [TestCase(10, -1)]
    public void Impossible_sizes_are_refused(int capacity, int preallocated) =>
        Assert.That(() => new OrderPool(capacity, preallocated), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void What_books_touch_of_an_order_is_one_cache_line()
    {
        var pool = new OrderPool(100);
        ref RestingOrder first = ref pool.At(0);
        ref RestingOrder next = ref pool.At(1);
        Assert.That(Unsafe.SizeOf<RestingOrder>(), Is.EqualTo(RestingOrder.SizeInBytes).And.EqualTo(64));
        Assert.That(Unsafe.SizeOf<OrderTerms>(), Is.EqualTo(OrderTerms.SizeInBytes).And.EqualTo(128));
        Assert.That((int)Unsafe.ByteOffset(ref first, ref next), Is.EqualTo(64));
        Assert.That((long)AddressOf(ref first) % 64, Is.Zero);
        GC.KeepAlive(pool);
    }

    [TestCase(-1)]
    [TestCase(100)]
    [TestCase(int.MaxValue)]
    public void A_handle_outside_the_capacity_is_refused(int handle)
    {
        var pool = new OrderPool(100);
        Assert.That(() => pool[handle].Id, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => pool.Prefetch(handle), Throws.Nothing);
    }

    [Test]
    public void A_pool_without_terms_serves_a_book()
    {
        var pool = new OrderPool(2, 1, hasTerms: false);
        var book = new LadderOrderBook(pool);
        int handle = pool.Allocate();
        OrderRef order = pool[handle];
        order.Side = Side.Sell;
        order.PriceTicks = 7;
        order.LeavesLots = 9;
        book.Add(handle);
        book.Reduce(handle, 4);
        Assert.That((book.BestHandle(Side.Sell), order.ShownLots, order.HiddenLots), Is.EqualTo((handle, 4, 0)));
        Assert.That(() => pool[handle].Lots, Throws.InstanceOf<NullReferenceException>());
    }

    [Test]
    public void A_copy_of_an_order_is_apart_from_it()
    {
        var pool = new OrderPool(1);
        OrderRef order = pool[pool.Allocate()];
        order.Lots = 5;
        order.LeavesLots = 3;
        var copy = new OrderCopy(order);
        copy.Order.LeavesLots = 1;
        copy.Order.Lots = 2;
        Assert.That((copy.Order.Lots, copy.Order.LeavesLots), Is.EqualTo((2, 1)));
        Assert.That((order.Lots, order.LeavesLots), Is.EqualTo((5, 3)));
        GC.KeepAlive(pool);
    }

    private static nint AddressOf(ref RestingOrder order) =>
        Unsafe.ByteOffset(ref Unsafe.NullRef<RestingOrder>(), ref order);
}
