using System.Collections.Concurrent;
using System.Security.Cryptography;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Venue.Tests;

/// <summary>Who asks for it is told of each risk epoch that counts, with its inputs and arrays, live and at
/// recovery.</summary>
public sealed class EpochObserverTests
{
    private readonly TestFolder _folder = new();

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public void Each_epoch_is_told_once_before_its_event_and_again_at_recovery()
    {
        var live = new Notes();
        VenueOptions options = TestMarket.Options(Path.Combine(_folder.Root, "told")) with { EpochObserver = live };
        var late = new ConcurrentQueue<ulong>();
        var observer = new RecordingObserver("observer", needsDurableEvents: false)
        {
            OnLive = e => live.Check(in e, late),
        };
        using (VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory(), observer))
        {
            observer.Venue = venue;
            venue.Start();
            TestMarket.Prepare(venue, options, 20, 21);
            for (int i = 1; i <= 12; i++)
            {
                long epochs = venue.Statistics.Epochs;
                TestMarket.PublishInputs(venue, options, 68_000 + (i * 50));
                Eventually.Until(() => venue.Statistics.Epochs > epochs, "the next epoch is applied");
            }

            Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
            Assert.That(live.Told, Has.Count.EqualTo((int)venue.Statistics.Epochs));
            Assert.That(live.Told[^1].Epoch, Is.EqualTo(venue.Engine.Arrays!.Epoch));
        }

        Assert.That(late, Is.Empty, "no event came before its epoch was told");
        Assert.That(live.Told.Select(note => note.Epoch), Is.Ordered.Ascending.And.Unique);

        var replayed = new Notes();
        VenueReplay.Run(options with { EpochObserver = replayed });
        Assert.That(replayed.Told, Is.Empty, "a read-only replay tells nobody");
        using (VenuePipeline again = VenuePipeline.Open(
            options with { EpochObserver = replayed }, new TestClock(), new VenueDirectory()))
        {
            Assert.That(replayed.Told, Is.EqualTo(live.Told), "the same numbers, inputs, and arrays bit for bit");
        }
    }

    [Test]
    public void What_it_throws_stops_the_venue_and_its_opening()
    {
        var notes = new Notes { FailsAt = 2 };
        VenueOptions options = TestMarket.Options(Path.Combine(_folder.Root, "throws")) with { EpochObserver = notes };
        using (VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory()))
        {
            venue.Start();
            TestMarket.Prepare(venue, options, 20, 21);
            TestMarket.PublishInputs(venue, options, 69_000);
            Eventually.Until(() => venue.Fault is not null, "the fault is kept");
            Assert.That(venue.Fault!.Message, Does.Contain("told to fail"));
            venue.Stop();
        }

        Assert.That(
            () => VenuePipeline.Open(
                options with { EpochObserver = new Notes { FailsAt = 1 } }, new TestClock(), new VenueDirectory()),
            Throws.InvalidOperationException.With.Message.Contains("told to fail"));
    }

    /// <summary>What was told of one epoch.</summary>
    private sealed record Note(ulong Epoch, string InputsHash, string ArraysHash);

    private sealed class Notes : IEpochObserver
    {
        private ulong _lastEpoch;

        public List<Note> Told { get; } = [];

        public int FailsAt { get; init; } = int.MaxValue;

        public void OnEpoch(in RiskEpoch epoch, ReadOnlySpan<byte> inputs, RiskArrays arrays)
        {
            if (Told.Count + 1 == FailsAt)
            {
                throw new InvalidOperationException("told to fail");
            }

            Assert.That(arrays.Epoch, Is.EqualTo(epoch.Epoch));
            Assert.That(arrays.ContractCount, Is.EqualTo((int)epoch.ContractCount));
            ReadOnlySpan<byte> cells = System.Runtime.InteropServices.MemoryMarshal.AsBytes(arrays.Cells);
            Told.Add(new Note(
                epoch.Epoch,
                Convert.ToHexString(SHA256.HashData(inputs)),
                Convert.ToHexString(SHA256.HashData(cells))));
            Volatile.Write(ref _lastEpoch, epoch.Epoch);
        }

        /// <summary>On an observer's thread: the event of an epoch comes after the epoch was told.</summary>
        public void Check(in VenueEvent venueEvent, ConcurrentQueue<ulong> late)
        {
            if (venueEvent.Header.Kind == EventKind.RiskEpochApplied
                && venueEvent.RiskEpoch.Epoch > Volatile.Read(ref _lastEpoch))
            {
                late.Enqueue(venueEvent.RiskEpoch.Epoch);
            }
        }
    }
}
