namespace HybridGpu.Sequencing.Tests;

public sealed class BlockingWaitTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void No_wakeup_is_lost_along_a_chain_of_sleepers(bool isMultiProducer)
    {
        const int rounds = 2_000;
        RingBuffer<TestEvent> ring = isMultiProducer
            ? RingBuffer<TestEvent>.CreateMultiProducer(8)
            : RingBuffer<TestEvent>.CreateSingleProducer(8);
        WaitGate gate = ((Sequencer)ring.Sequencer).Gate;
        var disruptor = new Disruptor<TestEvent>(ring, fault => Assert.Fail(fault.ToString()));
        EventConsumer<TestEvent> last = disruptor.Consumer("last", new CheckingHandler(), default(BlockingWait));
        disruptor
            .HandleEventsWith(disruptor.Consumer("first", new CheckingHandler(), default(BlockingWait)))
            .Then(disruptor.Consumer("middle", new CheckingHandler(), default(BlockingWait)))
            .Then(last);
        disruptor.Start();

        for (int round = 0; round < rounds; round++)
        {
            // Every other round publishes into a gate where all sleep, the rest race with their falling asleep.
            if (round % 2 == 0)
            {
                Eventually.Until(() => gate.SleeperCount == 3, "all three sleep");
            }

            long sequence = ring.Next();
            ring[sequence].Fill(0, round);
            ring.Publish(sequence);
            Eventually.Until(() => last.Sequence.Value == sequence, $"event {sequence} passes the chain");
        }

        Assert.That(disruptor.Shutdown(Eventually.Deadline));
        Assert.That(gate.SleeperCount, Is.Zero);
    }

    [Test]
    public void A_sleeper_behind_an_external_sequence_wakes_though_nobody_signals()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(8);
        var durable = new Sequence();
        var disruptor = new Disruptor<TestEvent>(ring, fault => Assert.Fail(fault.ToString()));
        EventConsumer<TestEvent> release =
            disruptor.Consumer("release", new CheckingHandler(), default(BlockingWait)).GatedBy(durable);
        disruptor.HandleEventsWith(release);
        disruptor.Start();
        for (int i = 0; i < 4; i++)
        {
            ring[ring.Next()].Fill(0, i);
            ring.Publish(i);
        }

        Eventually.Until(() => ((Sequencer)ring.Sequencer).Gate.SleeperCount == 1, "it sleeps");
        Assert.That(release.Sequence.Value, Is.EqualTo(-1));
        durable.SetValue(2);
        Eventually.Until(() => release.Sequence.Value == 2, "it follows the watermark");
        durable.SetValue(1_000);
        Eventually.Until(() => release.Sequence.Value == 3, "it follows the ring where the watermark is ahead");
        Assert.That(disruptor.Shutdown(Eventually.Deadline));
    }
}
