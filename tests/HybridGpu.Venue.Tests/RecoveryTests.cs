using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Engine;

namespace HybridGpu.Venue.Tests;

/// <summary>What a venue is after it was closed, or killed, and opened again.</summary>
public sealed class RecoveryTests
{
    private static readonly Text40 Maker = Text40.Create("MAKER");

    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public void A_closed_venue_comes_back_as_it_was_and_goes_on()
    {
        VenueOptions options = TestMarket.Options(_folder.Journal);
        StateHash hash;
        ulong sequence;
        ulong events;
        ulong epoch;
        using (VenuePipeline venue = Run(options, new Random(TestMarket.Seed()), 3_000))
        {
            Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
            hash = venue.Engine.StateHash;
            sequence = venue.Engine.Sequence;
            events = venue.Engine.EventCount;
            epoch = venue.Engine.Arrays!.Epoch;
            Assert.That(epoch, Is.GreaterThan(1), "several epochs are replayed");
        }

        ReplayReport report = VenueReplay.Run(options);
        Assert.That(report.StateHash, Is.EqualTo(hash));
        Assert.That(report.Commands, Is.EqualTo(sequence));
        Assert.That(report.Events, Is.EqualTo(events));
        Assert.That(report.Conservation, Is.EqualTo("ok"));
        Assert.That(report.End, Is.EqualTo(ReplayEnd.Whole));

        var observer = new RecordingObserver("observer", needsDurableEvents: true);
        using VenuePipeline again = VenuePipeline.Open(options, new TestClock(), new VenueDirectory(), observer);
        observer.Venue = again;
        Assert.That(again.RecoveredCommands, Is.EqualTo(sequence));
        Assert.That(again.Engine.StateHash, Is.EqualTo(hash));
        Assert.That(again.Engine.Arrays!.Epoch, Is.EqualTo(epoch));
        Assert.That(again.Engine.TryFindSession(Maker, out _, out AccountId account, out ulong lastMsgSeqNum));
        Assert.That((account.Value, lastMsgSeqNum), Is.EqualTo((20u, 7ul)));
        Assert.That(again.Directory.HasAccount(new AccountId(21)) && again.Directory.InstrumentCount == 3);
        Assert.That((ulong)observer.ReplayCount, Is.EqualTo(events));

        again.Start();
        TestMarket.PublishInputs(again, options, 69_500);
        TestMarket.Trade(again, new Random(2), 500, 20, 21, "AGAIN");
        long epochs = again.Statistics.Epochs;
        Eventually.Until(() => again.Statistics.Epochs > epochs || again.Risk?.Epoch > epoch, "the tick goes on");
        Assert.That(again.Stop(), Is.True, again.Fault?.ToString());
        Assert.That(again.Engine.Arrays!.Epoch, Is.GreaterThan(epoch));
        Assert.That(observer.Gaps, Is.Zero, "ordinals go on without a gap");
        Assert.That(VenueReplay.Run(options).StateHash, Is.EqualTo(again.Engine.StateHash));
    }

    [Test]
    public void A_killed_venue_loses_nothing_that_was_safe()
    {
        var random = new Random(TestMarket.Seed());
        var disk = new ControlledDisk(_folder.Journal);
        VenueOptions options = TestMarket.Options(_folder.Journal) with { JournalFiles = disk };
        using VenuePipeline venue = Run(options, random, 500);
        for (int image = 0; image < 4; image++)
        {
            TestMarket.Trade(venue, random, 700, 20, 21, $"K{image}-");
            disk.HoldFlush();
            TestMarket.Trade(venue, random, 100, 20, 21, $"H{image}-");
            Eventually.Until(() => disk.IsFlushWaiting, "a frame is written and not yet safe");
            string path = Path.Combine(_folder.Root, $"image{image}");
            ulong safe = venue.SafeSequence;
            TestFolder.CopyImage(_folder.Journal, path);
            disk.ReleaseFlush();

            VenueOptions copied = options with { JournalDirectory = path, JournalFiles = null };
            var observer = new RecordingObserver("observer", needsDurableEvents: true);
            using VenuePipeline reopened = VenuePipeline.Open(copied, new TestClock(), new VenueDirectory(), observer);
            observer.Venue = reopened;
            Assert.That(reopened.RecoveredCommands, Is.GreaterThanOrEqualTo(safe));
            Assert.That(reopened.Engine.CheckConservation(), Is.EqualTo("ok"));
            reopened.Start();
            TestMarket.Trade(reopened, random, 100, 20, 21, $"R{image}-");
            Assert.That(reopened.Stop(), Is.True, reopened.Fault?.ToString());
            Assert.That(observer.Gaps, Is.Zero);
            Assert.That(VenueReplay.Run(copied).StateHash, Is.EqualTo(reopened.Engine.StateHash));
        }

        Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
    }

    [Test]
    public void State_hashes_are_recorded_every_thousand_commands_and_tell_a_replay_under_other_fees()
    {
        VenueOptions options = TestMarket.Options(_folder.Journal);
        using (VenuePipeline venue = Run(options, new Random(3), 500))
        {
            for (long marks = 1; marks <= 2; marks++)
            {
                // As fast as it goes, so that the ring is full when the mark wants in.
                PublishClocks(venue, StateHashMark.Interval);
                Eventually.Until(() => venue.Statistics.HashesChecked == marks, "the mark is on record");
            }

            Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
            Assert.That(venue.Statistics.HashesDiffering, Is.Zero);
        }

        ReplayReport same = VenueReplay.Run(options);
        Assert.That((same.HashesChecked, same.HashesDiffering), Is.EqualTo((2L, 0L)));

        VenueOptions other = options with
        {
            Engine = options.Engine with { Fees = new FeeSchedule(20_000_000, 0, 500_000, 0) },
        };
        ReplayReport differing = VenueReplay.Run(other);
        Assert.That(differing.HashesDiffering, Is.EqualTo(2));
        Assert.That(
            () => VenuePipeline.Open(other with { EngineImage = null }, new TestClock(), new VenueDirectory()),
            Throws.TypeOf<ReplayDivergedException>().With.Message.Contains("2 state hashes that differ"));
        Assert.That(
            () => VenuePipeline.Open(other, new TestClock(), new VenueDirectory()),
            Throws.TypeOf<ReplayDivergedException>().With.Message.Contains("OptionTakerNano = 10000000"));

        // The refusal let go of the journal: with the right options it opens, in the same process.
        using VenuePipeline right = VenuePipeline.Open(options, new TestClock(), new VenueDirectory());
        Assert.That(right.Engine.StateHash, Is.EqualTo(same.StateHash));
    }

    /// <summary>A running venue with traded books, several epochs, and a session that has sent 7 messages.</summary>
    private static VenuePipeline Run(VenueOptions options, Random random, int commands)
    {
        VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory());
        venue.Start();
        TestMarket.Prepare(venue, options, 20, 21);
        Command register = Command.Of(CommandKind.RegisterSession);
        register.RegisterSession.CompId = Maker;
        register.RegisterSession.Account = new AccountId(20);
        venue.Gate.Publish(in register);
        Command order = TestMarket.Order(20, TestMarket.Put, Side.Buy, 15_000, 2, "SESSION");
        order.Header.Session = new SessionId(1);
        order.Header.MsgSeqNum = 7;
        venue.Gate.Publish(in order);
        TestMarket.Trade(venue, random, commands / 2, 20, 21, "A");
        long epochs = venue.Statistics.Epochs;
        TestMarket.PublishInputs(venue, options, 69_000);
        Eventually.Until(() => venue.Statistics.Epochs > epochs, "another epoch is applied");
        TestMarket.Trade(venue, random, commands / 2, 20, 21, "B");
        return venue;
    }

    private static void PublishClocks(VenuePipeline venue, ulong count)
    {
        Command clock = Command.Of(CommandKind.Clock);
        for (ulong i = 0; i < count; i++)
        {
            venue.Gate.Publish(in clock);
        }
    }
}
