using System.Collections.Concurrent;

namespace HybridGpu.Sequencing.Tests;

public sealed class ExceptionPolicyTests
{
    [Test]
    public void Halt_stops_before_the_event_and_halts_everything_loudly()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(8);
        var faults = new ConcurrentQueue<HandlerFault>();
        bool wasHaltedWhenTold = false;
        long seenBehind = -1;
        Disruptor<TestEvent>? disruptor = null;
        disruptor = new Disruptor<TestEvent>(ring, fault =>
        {
            wasHaltedWhenTold = disruptor!.IsHalted;
            faults.Enqueue(fault);
        });
        EventConsumer<TestEvent> failing = disruptor.Consumer("failing", FailingAt(3), default(BlockingWait));
        disruptor.HandleEventsWith(failing, disruptor.Consumer("beside", Nothing(), default(BlockingWait)))
            .Then(new LambdaHandler((ref TestEvent _, long sequence, bool _) => seenBehind = sequence));
        disruptor.Start();

        Assert.That(() => PublishFor(ring, 1_000), Throws.InstanceOf<RingHaltedException>(), "it is told too");
        Assert.That(disruptor.Join(Eventually.Deadline), "nobody hangs");
        Assert.That(disruptor.Drain(Eventually.Deadline), Is.False);
        Assert.That(faults, Has.Count.EqualTo(1));
        Assert.That(disruptor.Fault, Is.SameAs(faults.Single()));
        Assert.That(disruptor.Fault!.Consumer, Is.EqualTo("failing"));
        Assert.That(disruptor.Fault.Sequence, Is.EqualTo(3));
        Assert.That(disruptor.Fault.Policy, Is.EqualTo(ExceptionPolicy.Halt));
        Assert.That(disruptor.Fault.Exception.Message, Is.EqualTo("at 3"));
        Assert.That(failing.Sequence.Value, Is.EqualTo(2));
        Assert.That(seenBehind, Is.LessThan(3), "the event that failed is not passed on");
        Assert.That(wasHaltedWhenTold);
    }

    [Test]
    public void Skip_reports_and_goes_on_with_the_next_event()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(8);
        var faults = new ConcurrentQueue<HandlerFault>();
        long passed = 0;
        var disruptor = new Disruptor<TestEvent>(ring, faults.Enqueue);
        EventConsumer<TestEvent> failing =
            disruptor.Consumer("failing", FailingAt(3, 4, 49), default(BlockingWait)).WithPolicy(ExceptionPolicy.Skip);
        disruptor.HandleEventsWith(failing)
            .Then(new LambdaHandler((ref TestEvent _, long _, bool _) => passed++));
        disruptor.Start();
        PublishFor(ring, 50);

        Assert.That(disruptor.Shutdown(Eventually.Deadline));
        Assert.That(passed, Is.EqualTo(50));
        Assert.That(faults.Select(f => f.Sequence), Is.EqualTo(new long[] { 3, 4, 49 }));
        Assert.That(faults.Select(f => f.Policy), Is.All.EqualTo(ExceptionPolicy.Skip));
        Assert.That(failing.Processor!.SkippedCount, Is.EqualTo(3));
        Assert.That(disruptor.Fault, Is.Null);
    }

    [Test]
    public void A_report_that_throws_turns_a_skip_into_a_halt()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(8);
        var disruptor = new Disruptor<TestEvent>(ring, fault =>
        {
            if (fault.Policy == ExceptionPolicy.Skip)
            {
                throw new InvalidOperationException("the report failed");
            }
        });
        disruptor.HandleEventsWith(
            disruptor.Consumer("failing", FailingAt(1), default(BlockingWait)).WithPolicy(ExceptionPolicy.Skip));
        disruptor.Start();
        PublishFor(ring, 2);

        Assert.That(disruptor.Join(Eventually.Deadline));
        Assert.That(disruptor.Fault!.Sequence, Is.EqualTo(1));
        Assert.That(((AggregateException)disruptor.Fault.Exception).InnerExceptions, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_handler_that_fails_to_start_halts_the_pipeline()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(2);
        var disruptor = new Disruptor<TestEvent>(ring, _ => { });
        disruptor.HandleEventsWith(new BadStart());
        disruptor.Start();

        Assert.That(disruptor.Join(Eventually.Deadline));
        Assert.That(disruptor.IsHalted);
        Assert.That(disruptor.Fault!.Sequence, Is.Zero);
    }

    [Test]
    public void A_processor_runs_once()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(2);
        var processor = new EventProcessor<TestEvent, LambdaHandler, YieldingWait>(
            "alone", ring, ring.NewBarrier(), Nothing(), default, _ => { });
        processor.Halt();
        processor.Run();

        Assert.That(processor.IsRunning, Is.False);
        Assert.That(processor.Run, Throws.InvalidOperationException);
    }

    private static LambdaHandler Nothing() => new((ref TestEvent _, long _, bool _) => { });

    private static LambdaHandler FailingAt(params long[] sequences) => new((ref TestEvent _, long sequence, bool _) =>
    {
        if (sequences.Contains(sequence))
        {
            throw new InvalidOperationException($"at {sequence}");
        }
    });

    private static void PublishFor(RingBuffer<TestEvent> ring, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long sequence = ring.Next();
            ring[sequence].Fill(0, i);
            ring.Publish(sequence);
        }
    }

    private sealed class BadStart : IEventHandler<TestEvent>, ILifecycleAware
    {
        public void OnStart() => throw new InvalidOperationException("no start");

        public void OnEvent(ref TestEvent data, long sequence, bool endOfBatch)
        {
        }

        public void OnShutdown()
        {
        }
    }
}
