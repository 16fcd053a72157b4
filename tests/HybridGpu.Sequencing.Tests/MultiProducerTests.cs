namespace HybridGpu.Sequencing.Tests;

public sealed class MultiProducerTests
{
    private const int Producers = 4;

    [TestCase(4, 20_000)]
    [TestCase(1024, 100_000)]
    public void Every_event_arrives_once_and_each_producer_keeps_its_order(int size, int each)
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateMultiProducer(size);
        CheckingHandler handler = RunPipeline(ring, Producers, producer =>
        {
            for (long number = 0; number < each; number++)
            {
                long sequence = ring.Next();
                ring[sequence].Fill(producer, number);
                ring.Publish(sequence);
            }
        });

        AssertComplete(handler, Producers, each);
    }

    [Test]
    public void TryNext_under_contention_loses_and_doubles_nothing()
    {
        const int each = 50_000;
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateMultiProducer(64);
        CheckingHandler handler = RunPipeline(ring, Producers, producer =>
        {
            for (long number = 0; number < each; number++)
            {
                long sequence;
                while (!ring.TryNext(out sequence))
                {
                    Thread.Yield();
                }

                ring[sequence].Fill(producer, number);
                ring.Publish(sequence);
            }
        });

        AssertComplete(handler, Producers, each);
    }

    [Test]
    public void Batch_claims_are_contiguous_under_contention()
    {
        const int batches = 10_000;
        const int batch = 7;
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateMultiProducer(64);
        long intruders = 0;
        long expected = 0;
        long current = -1;
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
        disruptor.HandleEventsWith(disruptor.Consumer(
            "contiguity",
            new LambdaHandler((ref TestEvent data, long sequence, bool _) =>
            {
                current = data.Number % batch == 0 ? data.Producer : current;
                intruders += current != data.Producer || !data.IsWhole ? 1 : 0;
                expected++;
            }),
            default(YieldingWait)));
        disruptor.Start();

        Eventually.JoinAll(Eventually.Run(Producers, producer =>
        {
            for (long number = 0; number < batches * batch; number += batch)
            {
                long hi = ring.Next(batch);
                for (int i = 0; i < batch; i++)
                {
                    ring[hi - batch + 1 + i].Fill(producer, number + i);
                }

                ring.Publish(hi - batch + 1, hi);
            }
        }));

        Assert.That(disruptor.Shutdown(Eventually.Deadline));
        Assert.That(intruders, Is.Zero);
        Assert.That(expected, Is.EqualTo((long)Producers * batches * batch));
    }

    [Test]
    public void A_gap_holds_consumers_back_until_it_is_published()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateMultiProducer(8);
        SequenceBarrier barrier = ring.NewBarrier();
        ring.Next(3);
        ring.Publish(0);
        ring.Publish(2);

        Assert.That(barrier.Poll(0), Is.Zero);
        Assert.That(barrier.Poll(1), Is.Zero);
        ring.Publish(1);
        Assert.That(barrier.Poll(1), Is.EqualTo(2));
        Assert.That(barrier.Poll(3), Is.EqualTo(2));
    }

    private static CheckingHandler RunPipeline(RingBuffer<TestEvent> ring, int producers, Action<int> produce)
    {
        var handler = new CheckingHandler(producers);
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
        disruptor.HandleEventsWith(disruptor.Consumer("checker", handler, default(BlockingWait)));
        disruptor.Start();
        Eventually.JoinAll(Eventually.Run(producers, produce));
        Assert.That(disruptor.Shutdown(Eventually.Deadline));
        return handler;
    }

    private static void AssertComplete(CheckingHandler handler, int producers, long each)
    {
        Assert.That(handler.Error, Is.Null);
        Assert.That(handler.Count, Is.EqualTo(producers * each));
        Assert.That(handler.Checksum, Is.EqualTo(CheckingHandler.ExpectedChecksum(producers, each)));
    }
}
