namespace HybridGpu.Sequencing.Tests;

public sealed class DisruptorTests
{
    [TestCase(4)]
    [TestCase(256)]
    public void A_consumer_never_sees_an_event_before_all_upstream_have_passed_it(int size)
    {
        const int count = 50_000;
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(size);
        long a = -1;
        long b = -1;
        long early = 0;
        var handlerA = new LambdaHandler((ref TestEvent _, long s, bool _) => Volatile.Write(ref a, s));
        var handlerB = new LambdaHandler((ref TestEvent e, long s, bool _) =>
        {
            e.F = s;
            Volatile.Write(ref b, s);
        });
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
        disruptor
            .HandleEventsWith(
                disruptor.Consumer("a", handlerA, default(YieldingWait)),
                disruptor.Consumer("b", handlerB, default(BlockingWait)))
            .Then(new LambdaHandler((ref TestEvent e, long s, bool _) =>
                early += Volatile.Read(ref a) < s || Volatile.Read(ref b) < s || e.F != s ? 1 : 0));
        disruptor.Start();
        Publish(ring, count);

        Assert.That(disruptor.Shutdown(Eventually.Deadline));
        Assert.That(early, Is.Zero);
    }

    [Test]
    public void Joined_groups_hold_back_those_behind_both()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(8);
        var gate = new Sequence();
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
        EventConsumer<TestEvent> left = disruptor.Consumer("left", new CheckingHandler(), default(YieldingWait));
        EventConsumer<TestEvent> right =
            disruptor.Consumer("right", new CheckingHandler(), default(YieldingWait)).GatedBy(gate);
        EventConsumer<TestEvent> last = disruptor.Consumer("last", new CheckingHandler(), default(YieldingWait));
        EventHandlerGroup<TestEvent> leftGroup = disruptor.HandleEventsWith(left);
        leftGroup.And(disruptor.HandleEventsWith(right)).Then(last);
        disruptor.Start();
        Publish(ring, 3);

        Eventually.Until(() => left.Sequence.Value == 2, "left runs ahead");
        Assert.That(last.Sequence.Value, Is.EqualTo(-1));
        gate.SetValue(1);
        Eventually.Until(() => last.Sequence.Value == 1, "last follows right");
        gate.SetValue(2);
        Assert.That(disruptor.Shutdown(Eventually.Deadline));
    }

    [Test]
    public void The_slowest_last_consumer_gates_the_producer()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(4);
        var brake = new Sequence();
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
        EventConsumer<TestEvent> fast = disruptor.Consumer("fast", new CheckingHandler(), default(YieldingWait));
        EventConsumer<TestEvent> slow =
            disruptor.Consumer("slow", new CheckingHandler(), default(YieldingWait)).GatedBy(brake);
        disruptor.HandleEventsWith(fast, slow);
        disruptor.Start();
        Publish(ring, 4);

        Eventually.Until(() => fast.Sequence.Value == 3, "fast has passed all");
        Assert.That(ring.TryNext(out _), Is.False);
        brake.SetValue(0);
        Eventually.Until(() => ring.RemainingCapacity == 1, "slow has freed one");
        Assert.That(ring.TryNext(out long claimed));
        ring[claimed].Fill(0, claimed);
        ring.Publish(claimed);
        brake.SetValue(claimed);
        Assert.That(disruptor.Shutdown(Eventually.Deadline));
    }

    [Test]
    public void Batches_end_at_the_limit_and_progress_shows_at_their_end()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(64);
        var handler = new CheckingHandler();
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
        disruptor.HandleEventsWith(disruptor.Consumer("limited", handler, default(YieldingWait)).WithBatchLimit(10));
        Publish(ring, 64);
        disruptor.Start();

        Assert.That(disruptor.Shutdown(Eventually.Deadline));
        Assert.That(handler.LongestBatch, Is.EqualTo(10));
        Assert.That(handler.Batches, Is.EqualTo(7));
    }

    [Test]
    public void What_was_published_before_the_start_is_handled()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateMultiProducer(8);
        var handler = new CheckingHandler();
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
        disruptor.HandleEventsWith(handler);
        Publish(ring, 8);
        Assert.That(ring.TryNext(out _), Is.False);
        disruptor.Start();

        Assert.That(disruptor.Shutdown(Eventually.Deadline));
        Assert.That(handler.Count, Is.EqualTo(8));
        Assert.That(handler.Error, Is.Null);
    }

    [Test]
    public void Drain_says_false_at_the_deadline_and_true_once_all_is_passed()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(8);
        var brake = new Sequence();
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
        disruptor.HandleEventsWith(
            disruptor.Consumer("braked", new CheckingHandler(), default(SleepingWait)).GatedBy(brake));
        Assert.That(disruptor.Drain(TimeSpan.Zero), "nothing was published");
        Publish(ring, 2);
        disruptor.Start();

        Assert.That(disruptor.Drain(TimeSpan.FromMilliseconds(5)), Is.False);
        brake.SetValue(1);
        Assert.That(disruptor.Drain(Eventually.Deadline));
        disruptor.Halt();
        Assert.That(disruptor.Join(Eventually.Deadline));
        Assert.That(disruptor.Fault, Is.Null);
    }

    [Test]
    public void Handlers_learn_of_start_and_end_on_their_own_named_background_thread()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(8);
        var handler = new LifecycleHandler();
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
        disruptor.HandleEventsWith(disruptor.Consumer("engine", handler, default(BlockingWait)));
        disruptor.Start();
        Publish(ring, 1);
        Assert.That(disruptor.Shutdown(Eventually.Deadline));

        Assert.That(handler.Log, Is.EqualTo(new[] { "start engine True", "event engine True", "end engine True" }));
    }

    [Test]
    public void The_graph_is_fixed_after_the_start_and_starts_once()
    {
        RingBuffer<TestEvent> ring = RingBuffer<TestEvent>.CreateSingleProducer(8);
        var disruptor = new Disruptor<TestEvent>(ring, Eventually.Report);
        Assert.That(disruptor.Start, Throws.InvalidOperationException, "no consumers");
        EventConsumer<TestEvent> placed = disruptor.Consumer("placed", new CheckingHandler(), default(BlockingWait));
        EventConsumer<TestEvent> stranger =
            disruptor.Consumer("stranger", new CheckingHandler(), default(BlockingWait));
        disruptor.HandleEventsWith(placed);
        Assert.That(() => disruptor.HandleEventsWith(placed), Throws.InvalidOperationException);
        Assert.That(() => placed.GatedBy(new Sequence()), Throws.InvalidOperationException);
        Assert.That(() => disruptor.After(stranger), Throws.InvalidOperationException);
        disruptor.Start();

        Assert.That(disruptor.Start, Throws.InvalidOperationException);
        Assert.That(() => disruptor.After(placed).Then(stranger), Throws.InvalidOperationException);
        Assert.That(disruptor.Shutdown(Eventually.Deadline));
    }

    private static void Publish(RingBuffer<TestEvent> ring, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long sequence = ring.Next();
            ring[sequence].Fill(0, i);
            ring.Publish(sequence);
        }
    }

    private sealed class LifecycleHandler : IEventHandler<TestEvent>, ILifecycleAware
    {
        public List<string> Log { get; } = [];

        public void OnStart() => Note("start");

        public void OnEvent(ref TestEvent data, long sequence, bool endOfBatch) => Note("event");

        public void OnShutdown() => Note("end");

        private void Note(string what) =>
            Log.Add($"{what} {Thread.CurrentThread.Name} {Thread.CurrentThread.IsBackground}");
    }
}
