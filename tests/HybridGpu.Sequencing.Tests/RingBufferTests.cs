using System.Runtime.CompilerServices;

namespace HybridGpu.Sequencing.Tests;

[TestFixture(false)]
[TestFixture(true)]
public sealed class RingBufferTests(bool isMultiProducer)
{
    [TestCase(0)]
    [TestCase(-8)]
    [TestCase(3)]
    [TestCase(1000)]
    [TestCase(int.MinValue)]
    public void A_size_that_is_no_power_of_two_is_refused(int size) =>
        Assert.That(() => Create<long>(size), Throws.ArgumentException);

    [Test]
    public void Each_sequence_of_a_lap_has_its_own_slot_and_the_next_lap_reuses_them()
    {
        RingBuffer<TestEvent> ring = Create<TestEvent>(8);
        for (int i = 0; i < 8; i++)
        {
            ring[i].Number = i;
        }

        for (int i = 0; i < 8; i++)
        {
            Assert.That(ring[i].Number, Is.EqualTo(i));
            Assert.That(Unsafe.AreSame(ref ring[i], ref ring[i + 8]));
        }
    }

    [Test]
    public void Slots_of_64_bytes_are_whole_cache_lines()
    {
        RingBuffer<TestEvent> ring = Create<TestEvent>(4);

        Assert.That(AddressOf(ref ring[0]) % 64, Is.Zero);
        Assert.That(AddressOf(ref ring[3]) % 64, Is.Zero);
    }

    [Test]
    public void Events_with_references_survive_a_collection()
    {
        RingBuffer<(string Text, int Number)> ring = Create<(string Text, int Number)>(16);
        for (int i = 0; i < 16; i++)
        {
            ring[i] = (new string('x', i), i);
        }

        GC.Collect();

        for (int i = 0; i < 16; i++)
        {
            Assert.That(ring[i].Text, Has.Length.EqualTo(i));
        }
    }

    [Test]
    public void TryNext_is_false_when_full_and_true_again_after_progress()
    {
        RingBuffer<TestEvent> ring = Create<TestEvent>(4);
        var consumer = new Sequence();
        ring.AddGatingSequences(consumer);
        for (int i = 0; i < 4; i++)
        {
            Assert.That(ring.TryNext(out long claimed));
            Assert.That(claimed, Is.EqualTo(i));
            ring.Publish(claimed);
        }

        Assert.That(ring.TryNext(out long none), Is.False);
        Assert.That(none, Is.EqualTo(-1));
        Assert.That(ring.RemainingCapacity, Is.Zero);
        consumer.SetValue(1);
        Assert.That(ring.RemainingCapacity, Is.EqualTo(2));
        Assert.That(ring.TryNext(3, out _), Is.False, "three don't fit into two");
        Assert.That(ring.TryNext(2, out long two));
        Assert.That(two, Is.EqualTo(5));
        Assert.That(ring.TryNext(out _), Is.False);
    }

    [Test]
    public void The_slowest_of_several_gating_sequences_decides()
    {
        RingBuffer<TestEvent> ring = Create<TestEvent>(4);
        var fast = new Sequence();
        var slow = new Sequence();
        ring.AddGatingSequences(fast, slow);
        ring.Publish(0, ring.Next(4));
        fast.SetValue(3);

        Assert.That(ring.TryNext(out _), Is.False);
        slow.SetValue(0);
        Assert.That(ring.Sequencer.GetMinimumGatingSequence(), Is.Zero);
        Assert.That(ring.TryNext(out long claimed));
        Assert.That(claimed, Is.EqualTo(4));
    }

    [Test]
    public void A_ring_without_consumers_is_full_after_one_lap()
    {
        RingBuffer<TestEvent> ring = Create<TestEvent>(2);
        ring.Publish(ring.Next());
        ring.Publish(ring.Next());

        Assert.That(ring.TryNext(out _), Is.False);
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(5)]
    [TestCase(int.MinValue)]
    public void A_claim_out_of_range_is_a_programmers_error(int n)
    {
        RingBuffer<TestEvent> ring = Create<TestEvent>(4);

        Assert.That(() => ring.Next(n), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ring.TryNext(n, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(ring.Cursor, Is.EqualTo(-1));
    }

    [Test]
    public void Gating_sequences_cannot_join_once_claims_went_past_others()
    {
        RingBuffer<TestEvent> ring = Create<TestEvent>(4);
        ring.Publish(ring.Next());
        ring.AddGatingSequences(new Sequence());

        Assert.That(() => ring.AddGatingSequences(new Sequence()), Throws.InvalidOperationException);
    }

    [Test]
    public void Availability_ends_when_a_slot_is_reused()
    {
        RingBuffer<TestEvent> ring = Create<TestEvent>(4);
        var consumer = new Sequence();
        ring.AddGatingSequences(consumer);
        Assert.That(ring.Sequencer.IsAvailable(0), Is.False);
        ring.Publish(0, ring.Next(4));
        Assert.That(ring.Sequencer.IsAvailable(0));
        consumer.SetValue(3);
        ring.Publish(ring.Next());

        Assert.That(ring.Sequencer.IsAvailable(0), Is.False);
        Assert.That(ring.Sequencer.IsAvailable(4));
        Assert.That(ring.Sequencer.IsAvailable(5), Is.False);
    }

    [Test]
    public void A_producer_waiting_for_room_in_a_halted_ring_throws_instead_of_hanging()
    {
        RingBuffer<TestEvent> ring = Create<TestEvent>(2);
        ring.Publish(0, ring.Next(2));
        Exception? thrown = null;
        Thread[] producer = Eventually.Run(1, _ => thrown = Assert.Catch(() => ring.Next()));
        ring.Sequencer.Alert();
        Eventually.JoinAll(producer);

        Assert.That(thrown, Is.InstanceOf<RingHaltedException>());
        Assert.That(ring.TryNext(out _), Is.False);
    }

    [Test]
    public void A_waiting_producer_goes_on_when_the_consumer_does()
    {
        RingBuffer<TestEvent> ring = Create<TestEvent>(2);
        var consumer = new Sequence();
        ring.AddGatingSequences(consumer);
        ring.Publish(0, ring.Next(2));
        long claimed = -1;
        Thread[] producer = Eventually.Run(1, _ => Volatile.Write(ref claimed, ring.Next(2)));
        consumer.SetValue(0);
        Assert.That(Volatile.Read(ref claimed), Is.EqualTo(-1), "one free slot isn't two");
        consumer.SetValue(1);
        Eventually.JoinAll(producer);

        Assert.That(claimed, Is.EqualTo(3));
    }

    private static long AddressOf(ref TestEvent slot) =>
        (long)Unsafe.ByteOffset(ref Unsafe.NullRef<TestEvent>(), ref slot);

    private RingBuffer<T> Create<T>(int size)
        where T : struct =>
        isMultiProducer ? RingBuffer<T>.CreateMultiProducer(size) : RingBuffer<T>.CreateSingleProducer(size);
}
