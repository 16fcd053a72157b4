using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.Risk;
using HybridGpu.Settlement.Tests.Events;
using HybridGpu.Settlement.Tests.Support;

namespace HybridGpu.Settlement.Tests.Batches;

/// <summary>The ledger over an engine's random life: sealed live, built again at recovery, stored on the way.</summary>
[TestFixture]
public sealed class SettlementLedgerTests
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("hybridgpu-ledger-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Replayed_events_build_every_recorded_batch_again_and_the_stored_ones_are_restored()
    {
        FollowedVenue venue = ALife();
        (SettlementLedger live, List<BatchSealed> announced) = Follow(venue, [], "live");
        Assert.That(announced, Has.Count.GreaterThan(3));

        (SettlementLedger again, List<BatchSealed> news) = Follow(venue, announced, "again");

        Assert.That(again.SealedCount, Is.EqualTo(live.SealedCount));
        Assert.That(again.StateRoot, Is.EqualTo(live.StateRoot));
        Assert.That(news, Is.Empty, "all were on record");
        var stored = new BatchStore(Path.Combine(_folder, "again"));
        foreach (BatchSealed batch in announced)
        {
            Assert.That(new Hash256(stored.Read(batch.Batch).Hash.ToArray()), Is.EqualTo(batch.BatchHash));
        }
    }

    [Test]
    public void A_batch_that_a_crash_kept_from_the_record_is_cut_anew_and_its_file_replaced()
    {
        FollowedVenue venue = ALife();
        (_, List<BatchSealed> announced) = Follow(venue, [], "store", intervalEvents: 300);
        List<BatchSealed> onRecord = announced[..2];

        (SettlementLedger after, List<BatchSealed> news) = Follow(venue, onRecord, "store", intervalEvents: 500);

        Assert.That(news[0].Batch, Is.EqualTo(3));
        Assert.That(news[0].BatchHash, Is.Not.EqualTo(announced[2].BatchHash), "it ended elsewhere before");
        Assert.That(
            new Hash256(new BatchStore(Path.Combine(_folder, "store")).Read(3).Hash.ToArray()),
            Is.EqualTo(news[0].BatchHash));
        Assert.That(after.SealedCount, Is.EqualTo(news[^1].Batch));
    }

    [Test]
    public void A_record_that_the_events_do_not_give_stops_the_venue()
    {
        FollowedVenue venue = ALife();
        (_, List<BatchSealed> announced) = Follow(venue, [], "live");
        announced[1] = announced[1] with { BatchHash = announced[0].BatchHash };

        InvalidOperationException? refused = Assert.Throws<InvalidOperationException>(
            () => Follow(venue, announced, "again"));

        Assert.That(refused!.Message, Does.Contain("Batch 2 is on record as"));
    }

    [Test]
    public void Whatever_comes_after_the_last_command_is_sealed_at_once()
    {
        FollowedVenue venue = ALife();
        (SettlementLedger ledger, RiskEpochInbox epochs) = NewLedger(venue, [], "live", TimeSpan.FromDays(1));
        ledger.SealAfter(venue.Told[^1].Header.Sequence - 1);

        Feed(ledger, epochs, venue, _ => { });

        Assert.That(ledger.OpenRecords, Is.Zero);
        Assert.That(ledger.RecordsSealed, Is.EqualTo((ulong)ledger.Timings.Records));
    }

    [Test]
    public void A_damaged_or_missing_file_of_a_batch_says_what_to_do()
    {
        FollowedVenue venue = ALife();
        Follow(venue, [], "live");
        var store = new BatchStore(Path.Combine(_folder, "live"));
        string file = Directory.EnumerateFiles(Path.Combine(_folder, "live")).Order().First();
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^40] ^= 1;
        File.WriteAllBytes(file, bytes);

        InvalidDataException? damaged = Assert.Throws<InvalidDataException>(() => store.Read(1));
        InvalidDataException? missing = Assert.Throws<InvalidDataException>(() => store.Read(1_000));

        Assert.That(damaged!.Message, Does.Contain("can't be read").And.Contain("move that folder away"));
        Assert.That(missing!.Message, Does.Contain("Batch 1000"));
    }

    [Test]
    public void Batches_leave_the_disk_when_they_have_long_been_final_and_do_not_come_back()
    {
        FollowedVenue venue = ALife();
        (_, List<BatchSealed> announced) = Follow(venue, [], "live", intervalEvents: 20);
        Assert.That((ulong)announced.Count, Is.GreaterThan(BatchStore.FinalKept + 2));
        var store = new BatchStore(Path.Combine(_folder, "live"));

        store.Prune(BatchStore.FinalKept + 2);
        Follow(venue, announced, "live", intervalEvents: 20);

        Assert.That(File.Exists(Path.Combine(_folder, "live", "batch-0000000002.bin")), Is.False);
        Assert.That(File.Exists(Path.Combine(_folder, "live", "batch-0000000003.bin")), Is.True);
    }

    [Test]
    [Platform("Linux", Reason = "The full disk is /dev/full.")]
    public void A_full_disk_stops_the_venue_before_the_batch_is_on_record_and_with_room_it_goes_on()
    {
        FollowedVenue venue = ALife();
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "store")).FullName;
        string partial = Path.Combine(folder, "batch-0000000002.bin.partial");
        File.CreateSymbolicLink(partial, "/dev/full");
        (SettlementLedger ledger, RiskEpochInbox epochs) = NewLedger(venue, [], "store", TimeSpan.FromDays(1));
        var announced = new List<BatchSealed>();

        // What a stage throws stops all of them (Venue.Tests, FaultTests).
        IOException? full = Assert.Throws<IOException>(
            () => Feed(ledger, epochs, venue, SealOften(ledger, announced, intervalEvents: 400)));

        Assert.That(full!.Message, Does.Contain("space").IgnoreCase);
        Assert.That(announced, Has.Count.EqualTo(1), "what isn't stored isn't announced");
        Assert.That(Directory.GetFiles(folder).Select(Path.GetFileName), Is.EqualTo(["batch-0000000001.bin"]));
        (_, List<BatchSealed> news) = Follow(venue, announced, "store");
        Assert.That(news[0].Batch, Is.EqualTo(2UL));
        Assert.That(
            new Hash256(new BatchStore(folder).Read(2).Hash.ToArray()), Is.EqualTo(news[0].BatchHash));
    }

    private static FollowedVenue ALife()
    {
        var venue = new FollowedVenue(Seed.Random().Next(), batchRecords: 1_000);
        for (int i = 0; i < 3_000; i++)
        {
            venue.Step();
        }

        venue.Follow();
        return venue;
    }

    private (SettlementLedger Ledger, RiskEpochInbox Epochs) NewLedger(
        FollowedVenue venue, IReadOnlyList<BatchSealed> onRecord, string folder, TimeSpan interval)
    {
        var epochs = new RiskEpochInbox(capacity: 4);
        var store = new BatchStore(Path.Combine(_folder, folder));
        return (new SettlementLedger(venue.Parameters, onRecord, store, interval, epochs), epochs);
    }

    /// <summary>Feeds all events; each so many of them, what is open is sealed.</summary>
    private (SettlementLedger Ledger, List<BatchSealed> Announced) Follow(
        FollowedVenue venue, IReadOnlyList<BatchSealed> onRecord, string folder, int intervalEvents = 400)
    {
        (SettlementLedger ledger, RiskEpochInbox epochs) = NewLedger(venue, onRecord, folder, TimeSpan.FromDays(1));
        var announced = new List<BatchSealed>();
        Feed(ledger, epochs, venue, SealOften(ledger, announced, intervalEvents));
        return (ledger, announced);
    }

    private static Action<EventHeader> SealOften(
        SettlementLedger ledger, List<BatchSealed> announced, int intervalEvents)
    {
        int count = 0;
        return header =>
        {
            ledger.SealAfter(++count % intervalEvents == 0 ? 0 : ulong.MaxValue);
            while (ledger.TryPeekUnannounced(out BatchSealed batch))
            {
                announced.Add(batch);
                ledger.Announced();
            }
        };
    }

    private static void Feed(
        SettlementLedger ledger, RiskEpochInbox epochs, FollowedVenue venue, Action<EventHeader> afterwards)
    {
        foreach (VenueEvent told in venue.Told)
        {
            if (told.Header.Kind == EventKind.RiskEpochApplied)
            {
                epochs.Add(venue.EpochOf(told.RiskEpoch.Epoch));
            }

            ledger.OnEvent(in told);
            afterwards(told.Header);
        }
    }
}
