using HybridGpu.Persistence.Files;
using HybridGpu.Persistence.Snapshots;

namespace HybridGpu.Venue.Tests;

/// <summary>A venue that opens from a snapshot is the venue that replayed everything.</summary>
public sealed class SnapshotRecoveryTests
{
    private List<string> _told = null!;
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TestFolder();
        _told = [];
    }

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public void A_start_from_a_snapshot_leads_to_the_same_state_as_a_replay_of_everything()
    {
        var random = new Random(TestMarket.Seed());
        VenueOptions options = Options(_folder.Journal);
        ulong first = RunAndStop(options, random, 600, prepare: true);
        Assert.That(Snapshots(options), Is.EqualTo(new[] { first }));

        // A second run begins at the snapshot, and is killed: its own commands are a tail behind it.
        string killed = Path.Combine(_folder.Root, "killed");
        using (VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory()))
        {
            Assert.That((venue.SnapshotSequence, venue.RecoveredCommands), Is.EqualTo((first, 0UL)));
            venue.Start();
            TestMarket.Trade(venue, random, 400, 20, 21, "T");
            ulong last = venue.Gate.LastSequence;
            Eventually.Until(() => venue.SafeSequence >= last, "all is safe");
            TestFolder.CopyImage(_folder.Journal, killed);
            Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
        }

        // Each saves a snapshot at its opening: state, directory, counts and positions, byte by byte.
        string full = Path.Combine(_folder.Root, "full");
        TestFolder.CopyImage(killed, full);
        new DirectoryFileSystem(full).Delete($"snapshot-{first:D20}.snap");
        byte[] fromSnapshot = OpenAndSave(Options(killed), out ulong began, out ulong tail);
        byte[] fromStart = OpenAndSave(Options(full), out ulong beganFull, out ulong all);
        Assert.That((began, beganFull), Is.EqualTo((first, 0UL)));
        Assert.That(tail, Is.GreaterThan(0).And.EqualTo(all - first));
        Assert.That(fromSnapshot, Is.EqualTo(fromStart));
        Assert.That(_told, Is.Empty);
    }

    [Test]
    public void A_replay_from_a_snapshot_comes_to_the_state_of_a_replay_from_the_first_command()
    {
        var random = new Random(TestMarket.Seed());
        VenueOptions options = Options(_folder.Journal);
        ulong first = RunAndStop(options, random, 600, prepare: true);
        using (VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory()))
        {
            venue.Start();
            TestMarket.Trade(venue, random, 400, 20, 21, "T");
            Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
        }

        ReplayReport whole = VenueReplay.Run(options);
        ReplayReport early = VenueReplay.Run(options, out _, first - 1, fromSnapshot: true);
        ReplayReport middle = VenueReplay.Run(options, out _, whole.Commands - 1, fromSnapshot: true);

        Assert.That(early.StartedBehind, Is.Zero, "no snapshot is that old");
        Assert.That(early.Commands, Is.EqualTo(first - 1));
        Assert.That(middle.StartedBehind, Is.EqualTo(first));
        Assert.That(middle.StartedBehind + middle.Commands, Is.EqualTo(whole.Commands - 1));
        Assert.That(
            middle.StateHash, Is.EqualTo(VenueReplay.Run(options, whole.Commands - 1).StateHash));

        // The stop left a snapshot at the end: nothing is left to be applied behind it.
        ReplayReport end = VenueReplay.Run(options, out _, fromSnapshot: true);
        Assert.That((end.StartedBehind, end.Commands, end.Events), Is.EqualTo((whole.Commands, 0UL, 0UL)));
        Assert.That(end.StateHash, Is.EqualTo(whole.StateHash));
        Assert.That((end.Conservation, end.HashesDiffering), Is.EqualTo(("ok", 0L)));
    }

    [Test]
    public void A_damaged_snapshot_is_passed_over_aloud_for_the_one_before()
    {
        VenueOptions options = Options(_folder.Journal);
        ulong first = RunAndStop(options, new Random(1), 300, prepare: true);
        ulong second = RunAndStop(options, new Random(2), 300, prepare: false);
        Assert.That(Snapshots(options), Is.EqualTo(new[] { first, second }));
        string newest = Path.Combine(_folder.Journal, $"snapshot-{second:D20}.snap");
        byte[] bytes = File.ReadAllBytes(newest);
        bytes[^1] ^= 1;
        File.WriteAllBytes(newest, bytes);

        using VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory());
        Assert.That(venue.SnapshotSequence, Is.EqualTo(first));
        Assert.That(venue.Engine.Sequence, Is.EqualTo(second));
        Assert.That(_told, Has.Count.EqualTo(1).And.Some.Contains(Path.GetFileName(newest)));
    }

    [Test]
    public void Recovery_starts_from_a_snapshot_only_where_every_observer_can()
    {
        VenueOptions options = Options(_folder.Journal);
        ulong first = RunAndStop(options, new Random(1), 300, prepare: true);
        foreach (bool can in new[] { true, false })
        {
            var able = new RecordingObserver("able", needsDurableEvents: true) { CanStartAnywhere = true };
            var other = new RecordingObserver("other", needsDurableEvents: true) { CanStartAnywhere = can };
            using VenuePipeline venue = VenuePipeline.Open(
                options, new TestClock(), new VenueDirectory(), able, other);
            Assert.That(venue.SnapshotSequence, Is.EqualTo(can ? first : 0));
            ulong events = venue.Engine.EventCount;
            Assert.That((ulong)able.ReplayCount, Is.EqualTo(can ? 0 : events));
            Assert.That(other.ReplayCount, Is.EqualTo(able.ReplayCount));
        }

        using VenuePipeline without = VenuePipeline.Open(
            options with { EngineImage = null }, new TestClock(), new VenueDirectory());
        Assert.That(without.SnapshotSequence, Is.Zero, "nobody can read an engine's image");
    }

    [Test]
    public void An_image_that_reads_to_another_state_is_refused_with_its_file_and_what_to_do()
    {
        VenueOptions options = Options(_folder.Journal);
        ulong first = RunAndStop(options, new Random(1), 300, prepare: true);
        var forgetful = options with { EngineImage = new EngineImage((_, _) => { }, (_, _, _) => { }) };
        Assert.That(
            () => VenuePipeline.Open(forgetful, new TestClock(), new VenueDirectory()),
            Throws.TypeOf<ReplayDivergedException>()
                .With.Message.Contains($"{first:D20}.snap").And.Message.Contains("Move it away"));
    }

    private static ulong RunAndStop(VenueOptions options, Random random, int commands, bool prepare)
    {
        using VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory());
        venue.Start();
        if (prepare)
        {
            TestMarket.Prepare(venue, options, 20, 21);
        }

        TestMarket.Trade(venue, random, commands, 20, 21, prepare ? "A" : "B");
        Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
        return venue.Engine.Sequence;
    }

    private static byte[] OpenAndSave(VenueOptions options, out ulong began, out ulong recovered)
    {
        using VenuePipeline venue = VenuePipeline.Open(
            options with { SnapshotAfterCommands = 1 }, new TestClock(), new VenueDirectory());
        began = venue.SnapshotSequence;
        recovered = venue.RecoveredCommands;
        Snapshot? snapshot = new SnapshotStore(new DirectoryFileSystem(options.JournalDirectory))
            .Read(venue.Engine.Sequence, out string problem);
        Assert.That(problem, Is.Empty);
        return snapshot!.Payload.ToArray();
    }

    private static List<ulong> Snapshots(VenueOptions options) =>
        new SnapshotStore(new DirectoryFileSystem(options.JournalDirectory)).FindAll();

    private VenueOptions Options(string journal)
    {
        VenueOptions options = TestMarket.Options(journal);
        return options with { Tell = what => _told.Add(what) };
    }
}
