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
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
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

    /// <summary>A woken consumer may get its core a time slice later; publications until then must not each take the
    /// lock.</summary>
    [Test]
    public void The_first_signal_disarms_the_gate_until_somebody_sleeps_again()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(8);
        WaitGate gate = ((Sequencer)ring.Sequencer).Gate;
        SequenceBarrier barrier = ring.NewBarrier();
        ring.AddGatingSequences(new Sequence());
        long available = -1;
        var sleeper = new Thread(() => available = barrier.Park(0));
        sleeper.Start();
        Eventually.Until(() => gate.SleeperCount == 1 && gate.IsArmed, "it sleeps");

        ring.Publish(ring.Next());

        Assert.That(gate.IsArmed, Is.False);
        Assert.That(sleeper.Join(Eventually.Deadline), "it woke");
        Assert.That(available, Is.Zero);
        Assert.That(gate.SleeperCount, Is.Zero);
    }

    /// <summary>A signal for somebody else's sequence wakes all; whoever still waits must be woken by the next one
    /// too.</summary>
    [Test]
    public void A_sleeper_that_was_woken_too_early_arms_the_gate_again()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(8);
        WaitGate gate = ((Sequencer)ring.Sequencer).Gate;
        SequenceBarrier barrier = ring.NewBarrier();
        ring.AddGatingSequences(new Sequence());
        var sleeper = new Thread(() => barrier.Park(1));
        sleeper.Start();
        Eventually.Until(() => gate.IsArmed, "it sleeps");

        ring.Publish(ring.Next());
        Eventually.Until(() => gate.IsArmed, "it sleeps on");
        ring.Publish(ring.Next());

        Assert.That(sleeper.Join(Eventually.Deadline), "it woke");
    }

    [Test]
    public void Falling_asleep_and_waking_allocate_nothing()
    {
        const int rounds = 300;
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(8);
        WaitGate gate = ((Sequencer)ring.Sequencer).Gate;
        long before = 0;
        long allocatedBytes = -1;
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
        disruptor.HandleEventsWith(new LambdaHandler((ref TestEvent _, long sequence, bool _) =>
        {
            if (sequence == rounds / 3)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            allocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }));
        disruptor.Start();
        for (int round = 0; round < rounds; round++)
        {
            Eventually.Until(() => gate.SleeperCount == 1, "it sleeps");
            ring.Publish(ring.Next());
            Eventually.Until(() => gate.SleeperCount == 0 || disruptor.Drain(TimeSpan.Zero), "it woke");
        }

        Assert.That(disruptor.Shutdown(Eventually.Deadline));
        Assert.That(allocatedBytes, Is.Zero);
    }

    [Test]
    public void A_sleeper_behind_an_external_sequence_wakes_though_nobody_signals()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(8);
        var durable = new Sequence();
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
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
