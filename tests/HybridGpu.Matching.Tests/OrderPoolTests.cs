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
        Assert.That(pool.Allocate(), Is.EqualTo(RestingOrder.NoOrder));
        Assert.That(pool.Count, Is.EqualTo(3));
        pool.Free(handles[1]);
        Assert.That(pool.Allocate(), Is.EqualTo(handles[1]));
        Assert.That(pool.Allocate(), Is.EqualTo(RestingOrder.NoOrder));
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
        ref RestingOrder order = ref pool[handle];
        Assert.That(order.ClOrdId.IsEmpty, Is.True);
        Assert.That((order.AccountNext, order.AccountPrev), Is.EqualTo((RestingOrder.NoOrder, RestingOrder.NoOrder)));
        Assert.That((order.Nonce, order.Slot, order.IsResting), Is.EqualTo((0UL, (ushort)0, false)));
    }

    [Test]
    public void References_stay_valid_while_the_pool_grows()
    {
        var pool = new OrderPool(20_000);
        ref RestingOrder first = ref pool[pool.Allocate()];
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
    public void What_matching_touches_lies_in_the_first_64_bytes_of_an_order()
    {
        var order = default(RestingOrder);
        Assert.That(Unsafe.SizeOf<RestingOrder>(), Is.EqualTo(RestingOrder.SizeInBytes));
        Assert.That(OffsetOf(ref order, ref order.Place), Is.LessThan(64));
        Assert.That(OffsetOf(ref order, ref order.Side), Is.LessThan(64));
        Assert.That(OffsetOf(ref order, ref order.CumTickLots), Is.LessThan(64));
        Assert.That(OffsetOf(ref order, ref order.Account), Is.LessThan(64));
        Assert.That(OffsetOf(ref order, ref order.Level), Is.LessThan(64));
        Assert.That(OffsetOf(ref order, ref order.ShownLots), Is.LessThan(64));
        Assert.That(OffsetOf(ref order, ref order.DisplayLots), Is.LessThan(64));
    }

    private static int OffsetOf<TField>(ref RestingOrder order, ref TField field) =>
        (int)Unsafe.ByteOffset(ref Unsafe.As<RestingOrder, byte>(ref order), ref Unsafe.As<TField, byte>(ref field));
}
