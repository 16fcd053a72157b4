using System.Buffers;
using CsCheck;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Combos that come, are used, give way and come back at random: as the oracle says, and the same from the
/// journal and from a snapshot.</summary>
public sealed class RandomComboRoomTests
{
    private static readonly EngineOptions Options = new() { PositionsMax = 1 << 14, OpenOrdersMax = 1 << 12 };

    [Test]
    public void Who_gives_way_is_whom_the_oracle_names_and_replay_and_snapshot_come_to_the_same_state()
    {
        (int Gone, int Returned, int Refused) seen = default;
        Gen.Select(
            Gen.Select(Gen.Int[0, 11], Gen.Int[0, 127], Gen.Int[0, ComboRoomOracle.Clients - 1]).Array[200, 700],
            Gen.Int[0, 199]).Sample(
            (steps, snapshotAt) =>
            {
                var venue = new TestVenue(Options);
                var oracle = new ComboRoomOracle(venue);
                var twinEvents = new EventLog();
                var twin = new VenueEngine(Options, twinEvents);
                int sent = 0;
                for (int i = 0; i < steps.Length; i++)
                {
                    if (i == steps.Length - 1 - snapshotAt)
                    {
                        var image = new ArrayBufferWriter<byte>();
                        venue.Engine.WriteImage(image);
                        twin.ReadImage(image.WrittenSpan, venue.Engine.Arrays);
                        sent = venue.Recorded.Count;
                    }

                    oracle.Step(steps[i].Item1, steps[i].Item2, steps[i].Item3);
                }

                foreach (RecordedCommand recorded in venue.Recorded.Skip(sent))
                {
                    twin.Apply(in recorded.Command, recorded.Payload, recorded.Arrays);
                }

                (VenueEngine replayed, EventLog events) = TestVenue.Replay(venue.Recorded, Options);
                Assert.That(venue.Engine.CheckConservation(), Is.EqualTo("ok"));
                Assert.That(replayed.StateHash, Is.EqualTo(venue.Engine.StateHash), "from the journal");
                Assert.That(twin.StateHash, Is.EqualTo(venue.Engine.StateHash), "from the snapshot");
                Assert.That(events.Count, Is.EqualTo(venue.Events.Count));
                seen = (seen.Gone + oracle.Seen.Gone, seen.Returned + oracle.Seen.Returned,
                    seen.Refused + oracle.Seen.Refused);
                return true;
            },
            iter: 40, threads: 1);
        TestContext.Out.WriteLine($"{seen.Gone} gave way, {seen.Returned} came back, {seen.Refused} found no room");
        Assert.That(seen.Gone, Is.GreaterThan(100));
        Assert.That(seen.Returned, Is.GreaterThan(100));
        Assert.That(seen.Refused, Is.Positive);
    }
}
