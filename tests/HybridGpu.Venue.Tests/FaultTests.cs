using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Persistence;
using HybridGpu.Sequencing;

namespace HybridGpu.Venue.Tests;

/// <summary>What stops a venue, and how it is seen.</summary>
public sealed class FaultTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public void A_failing_flush_halts_the_venue_and_tells_nobody_what_is_not_safe()
    {
        var disk = new ControlledDisk(_folder.Journal);
        VenueOptions options = TestMarket.Options(_folder.Journal) with { JournalFiles = disk, InboundRingSize = 256 };
        var durable = new RecordingObserver("durable", needsDurableEvents: true);
        using (VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory(), durable))
        {
            durable.Venue = venue;
            venue.Start();
            TestMarket.Prepare(venue, options, 20, 21);
            TestMarket.Trade(venue, new Random(1), 300, 20, 21, "F");
            disk.FailsFlush = true;

            Assert.That(
                () => TestMarket.Trade(venue, new Random(2), 100_000, 20, 21, "G"),
                Throws.TypeOf<RingHaltedException>());
            Eventually.Until(() => venue.Fault is not null, "the fault is kept");
            Assert.That(venue.Fault!.ToString(), Does.Contain("journal").And.Contain("Injected EIO"));
            Assert.That(venue.JournalStatus, Is.EqualTo(JournalStatus.Failed));
            Assert.That(venue.Stop(), Is.False);
            Assert.That(venue.Stop(), Is.False, "what it was stays said");
            Assert.That(venue.IsRunning, Is.False);
            Assert.That(durable.Unsafe, Is.Zero);
            Assert.That(durable.LastSequence, Is.LessThanOrEqualTo(venue.SafeSequence));
        }

        disk.FailsFlush = false;
        using VenuePipeline again = VenuePipeline.Open(options, new TestClock(), new VenueDirectory());
        Assert.That(
            again.RecoveredCommands, Is.GreaterThanOrEqualTo(durable.LastSequence), "all that was told is there");
    }

    [Test]
    public void An_observer_that_throws_halts_the_venue_loudly()
    {
        VenueOptions options =
            TestMarket.Options(_folder.Journal) with { InboundRingSize = 256, OutboundRingSize = 256 };
        var broken = new RecordingObserver("broken", needsDurableEvents: true);
        using VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory(), broken);
        broken.Venue = venue;
        venue.Start();
        TestMarket.Prepare(venue, options, 20, 21);
        broken.OnLive = _ => throw new InvalidDataException("no such thing");

        Assert.That(
            () => TestMarket.Trade(venue, new Random(2), 100_000, 20, 21, "G"), Throws.TypeOf<RingHaltedException>());
        Eventually.Until(() => venue.Fault is not null, "the fault is kept");
        Assert.That(venue.Fault!.ToString(), Does.Contain("'broken'").And.Contain("no such thing"));
        Assert.That(venue.Stop(), Is.False);
        Assert.That(venue.IsRunning, Is.False);
    }

    [Test]
    public void A_full_disk_shows_in_the_status_while_cancels_are_still_journaled()
    {
        var disk = new ControlledDisk(_folder.Journal);
        VenueOptions options = TestMarket.Options(_folder.Journal) with { JournalFiles = disk };
        using VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory());
        venue.Start();
        TestMarket.Prepare(venue, options, 20);
        venue.Gate.Publish(TestMarket.Order(20, TestMarket.Call, Side.Buy, 20_000, 5, "KEPT"));
        disk.IsFull = true;
        FillToTheReserve(venue);
        Assert.That(venue.JournalStatus, Is.EqualTo(JournalStatus.DiskFull));

        ulong cancel = venue.Gate.Publish(TestMarket.Cancel(20, "KEPT"));
        Eventually.Until(() => venue.SafeSequence >= cancel, "the cancel is safe");
        Assert.That(venue.Fault, Is.Null);

        disk.IsFull = false;
        Command clock = Command.Of(CommandKind.Clock);
        Eventually.Until(
            () =>
            {
                ulong at = venue.Gate.Publish(in clock);
                Eventually.Until(() => venue.SafeSequence >= at, "the clock is safe");
                return venue.JournalStatus == JournalStatus.Ok;
            },
            "the journal takes orders again once there is room");
        Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
    }

    /// <summary>One command at a time, so that the reserve is entered by no more than a frame.</summary>
    private static void FillToTheReserve(VenuePipeline venue)
    {
        Command clock = Command.Of(CommandKind.Clock);
        Eventually.Until(
            () =>
            {
                ulong at = 0;
                for (int i = 0; i < 20; i++)
                {
                    at = venue.Gate.Publish(in clock);
                }

                Eventually.Until(() => venue.SafeSequence >= at, "the clocks are safe");
                return venue.JournalStatus == JournalStatus.DiskFull;
            },
            "the journal reaches its reserve");
    }
}
