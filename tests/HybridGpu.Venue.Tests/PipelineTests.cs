using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Persistence;

namespace HybridGpu.Venue.Tests;

/// <summary>What passes through a running venue.</summary>
public sealed class PipelineTests
{
    private readonly TestFolder _folder = new();

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public void Commands_of_several_threads_are_all_applied_in_order_and_told_to_every_observer(
        [Values] Durability durability)
    {
        const int Threads = 4;
        const int PerThread = 3_000;
        VenueOptions options = TestMarket.Options(Path.Combine(_folder.Root, durability.ToString()), durability);
        var eager = new RecordingObserver("eager", needsDurableEvents: false);
        var durable = new RecordingObserver("durable", needsDurableEvents: true);
        using VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory(), eager, durable);
        eager.Venue = durable.Venue = venue;
        venue.Start();
        TestMarket.Prepare(venue, options, 20, 21, 22, 23);

        var published = new List<ulong>[Threads];
        Thread[] threads =
        [
            .. Enumerable.Range(0, Threads).Select(t => new Thread(() => published[t] = Publish(venue, t, PerThread))),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => Assert.That(thread.Join(Eventually.Deadline), "a publisher hangs"));

        Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
        Assert.That(published.SelectMany(list => list).Distinct().Count(), Is.EqualTo(Threads * PerThread));
        Assert.That(published, Has.All.Ordered, "a publisher's own commands keep their order");
        Assert.That(venue.Engine.Sequence, Is.GreaterThanOrEqualTo((ulong)(Threads * PerThread)));
        Assert.That(venue.SafeSequence, Is.EqualTo(venue.Engine.Sequence));
        foreach (RecordingObserver observer in new[] { eager, durable })
        {
            Assert.That(observer.LastOrdinal, Is.EqualTo(venue.Engine.EventCount), observer.Name);
            Assert.That(observer.LastSequence, Is.EqualTo(venue.Engine.Sequence), observer.Name);
            Assert.That(observer.Gaps, Is.Zero, observer.Name);
        }

        Assert.That(durable.Unsafe, Is.Zero);
        Assert.That(venue.Statistics.Trades, Is.GreaterThan(1_000));
        Assert.That(venue.Engine.CheckConservation(), Is.EqualTo("ok"));
    }

    [Test]
    public void Durable_observers_wait_for_the_disk_and_others_do_not()
    {
        string path = Path.Combine(_folder.Root, "held");
        var disk = new ControlledDisk(path);
        VenueOptions options = TestMarket.Options(path) with { JournalFiles = disk };
        var eager = new RecordingObserver("eager", needsDurableEvents: false);
        var durable = new RecordingObserver("durable", needsDurableEvents: true);
        using VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory(), eager, durable);
        eager.Venue = durable.Venue = venue;
        venue.Start();
        TestMarket.Prepare(venue, options, 20, 21);
        Eventually.Until(() => durable.LastSequence == eager.LastSequence, "both are level");

        disk.HoldFlush();
        ulong held = venue.Gate.Publish(TestMarket.Order(20, TestMarket.Call, Side.Buy, 20_000, 5, "HELD"));
        Eventually.Until(() => eager.LastSequence >= held, "the engine does not wait for the disk");
        Assert.That(venue.SafeSequence, Is.LessThan(held));
        Assert.That(durable.LastSequence, Is.LessThan(held));
        disk.ReleaseFlush();

        Eventually.Until(() => durable.LastSequence >= held, "the durable observer is told");
        Assert.That(venue.Stop(), Is.True);
        Assert.That(durable.Unsafe, Is.Zero);
    }

    [Test]
    public void A_slow_observer_makes_the_engine_wait_and_loses_nothing()
    {
        VenueOptions options = TestMarket.Options(Path.Combine(_folder.Root, "slow")) with
        {
            InboundRingSize = 64,
            OutboundRingSize = 64,
        };
        using var gate = new ManualResetEventSlim(true);
        var slow = new RecordingObserver("slow", needsDurableEvents: false) { OnLive = _ => gate.Wait() };
        using VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory(), slow);
        slow.Venue = venue;
        venue.Start();
        TestMarket.Prepare(venue, options, 20, 21);

        gate.Reset();
        var publisher = new Thread(() => TestMarket.Trade(venue, new Random(5), 2_000, 20, 21, "S"));
        publisher.Start();
        // Both rings fill behind the observer: the publisher can't be done while the gate is shut.
        Eventually.Until(() => venue.InboundRoom <= 0, "the inbound ring is full");
        Assert.That(publisher.Join(0), Is.False);
        gate.Set();

        Assert.That(publisher.Join(Eventually.Deadline), "the publisher hangs");
        Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
        Assert.That(slow.Gaps, Is.Zero);
        Assert.That(slow.LastOrdinal, Is.EqualTo(venue.Engine.EventCount));
    }

    private static List<ulong> Publish(VenuePipeline venue, int thread, int count)
    {
        var published = new List<ulong>(count);
        for (int i = 0; i < count; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"T{thread}-{i}");
            Side side = (thread & 1) == 0 ? Side.Buy : Side.Sell;
            published.Add(venue.Gate.Publish(
                TestMarket.Order(20 + (uint)thread, TestMarket.Call, side, 20_000, 1, name)));
        }

        return published;
    }
}
