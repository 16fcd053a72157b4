namespace HybridGpu.Sequencing.Tests;

[TestFixture(typeof(BlockingWait))]
[TestFixture(typeof(YieldingWait))]
[TestFixture(typeof(SleepingWait))]
[TestFixture(typeof(BusySpinWait))]
public sealed class WaitStrategyTests<TWait>
    where TWait : struct, IWaitStrategy
{
    [TestCase(1, 3_000)]
    [TestCase(4, 20_000)]
    [TestCase(1024, 500_000)]
    public void Everything_published_is_seen_whole_and_in_order(int size, int count)
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(size);
        var handler = new CheckingHandler();
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
        disruptor.HandleEventsWith(disruptor.Consumer("checker", handler, default(TWait)));
        disruptor.Start();

        for (int i = 0; i < count; i++)
        {
            long sequence = ring.Next();
            ring[sequence].Fill(0, i);
            ring.Publish(sequence);
        }

        Assert.That(disruptor.Shutdown(Eventually.Deadline));
        Assert.That(handler.Error, Is.Null);
        Assert.That(handler.Checksum, Is.EqualTo(CheckingHandler.ExpectedChecksum(1, count)));
    }

    [Test]
    public void A_waiting_consumer_halts_at_once()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(8);
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
        disruptor.HandleEventsWith(disruptor.Consumer("idle", new CheckingHandler(), default(TWait)));
        disruptor.Start();
        disruptor.Halt();

        Assert.That(disruptor.Join(Eventually.Deadline));
    }
}
