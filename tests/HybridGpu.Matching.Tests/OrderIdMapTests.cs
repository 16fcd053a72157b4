using CsCheck;
using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

public sealed class OrderIdMapTests
{
    [Test]
    public void It_finds_what_a_dictionary_finds() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 60], Gen.Bool).Array[1, 300].Sample(steps =>
        {
            var pool = new OrderPool(1000);
            var map = new OrderIdMap(pool);
            var expected = new Dictionary<ulong, int>();
            foreach ((int action, int number, bool isHigh) in steps)
            {
                // Numbers that share their low half, and slots that collide, as well as neighbours.
                ulong id = (ulong)number + (isHigh ? 1UL << 32 : 0);
                if (action < 2 && !expected.ContainsKey(id))
                {
                    expected[id] = Order(pool, id);
                    map.Add(expected[id]);
                }
                else if (action == 2)
                {
                    int handle = map.Remove(new OrderId(id));
                    if (handle != expected.GetValueOrDefault(id, OrderPool.NoOrder) || map.Count > expected.Count)
                    {
                        return false;
                    }

                    if (expected.Remove(id))
                    {
                        pool.Free(handle);
                    }
                }

                bool isSame = map.Count == expected.Count && Enumerable.Range(0, 61)
                    .SelectMany(low => (ulong[])[(ulong)low, (ulong)low + (1UL << 32)])
                    .All(at => map.Find(new OrderId(at)) == expected.GetValueOrDefault(at, OrderPool.NoOrder));
                if (!isSame)
                {
                    return false;
                }
            }

            return true;
        });

    [Test]
    public void Numbers_counted_up_with_old_ones_left_behind_stay_found_and_take_no_memory()
    {
        const int Old = 400;
        const int Alive = 500;
        var pool = new OrderPool(2048, 2048);
        var map = new OrderIdMap(pool, 1024);
        int[] old = [.. Enumerable.Range(1, Old).Select(id => Order(pool, (ulong)id))];
        Array.ForEach(old, map.Add);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (ulong id = Old + 1; id < 200_000; id++)
        {
            map.Add(Order(pool, id));
            if (id > Old + Alive)
            {
                pool.Free(map.Remove(new OrderId(id - Alive)));
            }
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(map.Count, Is.EqualTo(Old + Alive));
        Assert.That(Enumerable.Range(1, Old).Select(id => map.Find(new OrderId((ulong)id))), Is.EqualTo(old));
        Assert.That(map.Find(new OrderId(0)), Is.EqualTo(OrderPool.NoOrder));
    }

    [Test]
    public void A_number_that_is_there_is_refused()
    {
        var pool = new OrderPool(10);
        var map = new OrderIdMap(pool);
        map.Add(Order(pool, 5));
        int again = Order(pool, 5);
        Assert.That(() => map.Add(again), Throws.InvalidOperationException);
        Assert.That(map.Count, Is.EqualTo(1));
    }

    [TestCase(-1)]
    [TestCase(11)]
    public void Impossible_sizes_are_refused(int preallocated) =>
        Assert.That(
            () => new OrderIdMap(new OrderPool(10), preallocated), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static int Order(OrderPool pool, ulong id)
    {
        int handle = pool.Allocate();
        pool[handle].Id = new OrderId(id);
        return handle;
    }
}
