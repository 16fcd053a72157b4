namespace HybridGpu.Sequencing.Tests;

[TestFixture(typeof(BlockingWait))]
[TestFixture(typeof(YieldingWait))]
[TestFixture(typeof(SleepingWait))]
public sealed class AllocationTests<TWait>
    where TWait : struct, IWaitStrategy
{
    private const int WarmUp = 50_000;
    private const int Measured = 200_000;

    [TestCase(false)]
    [TestCase(true)]
    public void Producer_and_consumer_allocate_nothing_per_event(bool isMultiProducer)
    {
        RingBuffer<TestEvent> ring = isMultiProducer
            ? RingBuffer<TestEvent>.CreateMultiProducer(256)
            : RingBuffer<TestEvent>.CreateSingleProducer(256);
        var handler = new MeasuringHandler();
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
        disruptor.HandleEventsWith(disruptor.Consumer("measured", handler, default(TWait)));
        disruptor.Start();

        Produce(ring, WarmUp);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Produce(ring, Measured);
        long producerBytes = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(disruptor.Shutdown(Eventually.Deadline));
        Assert.That(producerBytes, Is.Zero);
        Assert.That(handler.AllocatedBytes, Is.Zero);
    }

    private static void Produce(RingBuffer<TestEvent> ring, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long sequence = ring.TryNext(out long free) ? free : ring.Next();
            ring[sequence].Fill(0, i);
            ring.Publish(sequence);
        }
    }

    private sealed class MeasuringHandler : IEventHandler<TestEvent>
    {
        private long _before;

        public long AllocatedBytes { get; private set; } = -1;

        public void OnEvent(ref TestEvent data, long sequence, bool endOfBatch)
        {
            if (sequence == WarmUp)
            {
                _before = GC.GetAllocatedBytesForCurrentThread();
            }
            else if (sequence == WarmUp + Measured - 1)
            {
                AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - _before;
            }
        }
    }
}
