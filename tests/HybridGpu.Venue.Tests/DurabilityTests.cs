using HybridGpu.Persistence;

namespace HybridGpu.Venue.Tests;

/// <summary>What leaves the venue before, and what after, the disk has it.</summary>
public sealed class DurabilityTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public void With_async_durability_reports_leave_while_the_disk_is_slow_and_settlement_waits_for_it()
    {
        var disk = new ControlledDisk(_folder.Journal);
        VenueOptions options = TestMarket.Options(_folder.Journal, Durability.Async) with { JournalFiles = disk };
        var reports = new RecordingObserver("reports", needsDurableEvents: true);
        var settlement = new RecordingObserver("settlement", needsDurableEvents: true) { IsIrrevocable = true };
        using VenuePipeline venue = VenuePipeline.Open(
            options, new TestClock(), new VenueDirectory(), reports, settlement);
        reports.Venue = settlement.Venue = venue;
        venue.Start();
        TestMarket.Prepare(venue, options, 20, 21);
        ulong before = venue.Gate.LastSequence;
        Eventually.Until(() => venue.DurableSequence >= before, "what was written becomes durable without a commit");

        disk.HoldFlush();
        TestMarket.Trade(venue, new Random(1), 50, 20, 21, "A");
        Eventually.Until(() => disk.IsFlushWaiting, "a flush waits");
        ulong held = venue.DurableSequence;
        ulong last = venue.Gate.LastSequence;
        Eventually.Until(() => reports.LastSequence >= last, "reports leave");
        Assert.That(venue.DurableSequence, Is.EqualTo(held));
        Assert.That(settlement.LastSequence, Is.LessThanOrEqualTo(held));

        disk.ReleaseFlush();
        Eventually.Until(() => settlement.LastSequence >= last, "settlement follows");
        Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
        Assert.That(settlement.LastOrdinal, Is.EqualTo(reports.LastOrdinal), "to the last event of the run");
        Assert.That((reports.Gaps, settlement.Gaps, settlement.Unsafe), Is.EqualTo((0L, 0L, 0L)));
    }

    [Test]
    public void With_sync_durability_nothing_leaves_while_the_disk_is_slow()
    {
        var disk = new ControlledDisk(_folder.Journal);
        VenueOptions options = TestMarket.Options(_folder.Journal) with { JournalFiles = disk };
        var reports = new RecordingObserver("reports", needsDurableEvents: true);
        var inside = new RecordingObserver("inside", needsDurableEvents: false);
        using VenuePipeline venue = VenuePipeline.Open(
            options, new TestClock(), new VenueDirectory(), reports, inside);
        reports.Venue = venue;
        venue.Start();
        TestMarket.Prepare(venue, options, 20, 21);

        disk.HoldFlush();
        TestMarket.Trade(venue, new Random(1), 50, 20, 21, "A");
        ulong last = venue.Gate.LastSequence;
        Eventually.Until(() => disk.IsFlushWaiting && inside.LastSequence >= last, "the engine is done, the disk not");
        Assert.That(reports.LastSequence, Is.LessThanOrEqualTo(venue.DurableSequence));
        Assert.That(venue.SafeSequence, Is.EqualTo(venue.DurableSequence).And.LessThan(last));

        disk.ReleaseFlush();
        Eventually.Until(() => reports.LastSequence >= last, "the reports leave");
        Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
        Assert.That(reports.Unsafe, Is.Zero);
    }

    [Test]
    public void With_async_durability_a_failing_flush_behind_stops_the_venue()
    {
        var disk = new ControlledDisk(_folder.Journal);
        VenueOptions options = TestMarket.Options(_folder.Journal, Durability.Async) with { JournalFiles = disk };
        var settlement = new RecordingObserver("settlement", needsDurableEvents: true) { IsIrrevocable = true };
        using VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory(), settlement);
        settlement.Venue = venue;
        venue.Start();
        TestMarket.Prepare(venue, options, 20, 21);
        disk.FailsFlush = true;
        venue.Gate.Publish(TestMarket.Deposit(22));

        Eventually.Until(() => venue.Fault is not null, "the fault is kept");
        Assert.That(venue.Stop(), Is.False);
        Assert.That(venue.JournalStatus, Is.EqualTo(JournalStatus.Failed));
        Assert.That(settlement.Unsafe, Is.Zero);
        Assert.That(settlement.LastSequence, Is.LessThanOrEqualTo(venue.DurableSequence));
    }
}
