using System.Buffers;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>The engine's state as bytes: another engine that reads them goes on as the first one does.</summary>
public sealed class ImageTests
{
    private static readonly EngineOptions Options = new()
    {
        Fees = new FeeSchedule(10_000_007, 3_000_001, 500_009, 200_003),
        AccountLotsMax = 2_000,
    };

    [Test]
    public void An_engine_made_from_an_image_gives_the_same_events_and_hashes([Values(31, 32, 33, 34)] int fallback)
    {
        var random = new RandomVenue(Seed.Of(fallback), Options);
        for (int round = 0; round < 8; round++)
        {
            for (int step = 0; step < 250; step++)
            {
                random.Step();
            }

            byte[] image = ImageOf(random.Venue.Engine);
            var events = new EventLog();
            var twin = new VenueEngine(Options, events);
            twin.ReadImage(image, random.Venue.Engine.Arrays);
            Assert.That(twin.CheckConservation(), Is.EqualTo("ok"), $"round {round}");
            Assert.That(ImageOf(twin), Is.EqualTo(image), $"round {round}: written again");

            int heard = random.Venue.Events.Count;
            int sent = random.Venue.Recorded.Count;
            for (int step = 0; step < 250; step++)
            {
                random.Step();
            }

            foreach (RecordedCommand recorded in random.Venue.Recorded.Skip(sent))
            {
                twin.Apply(in recorded.Command, recorded.Payload, recorded.Arrays);
            }

            AssertSame(random.Venue.Events.Since(heard), events.Since(0), round);
            Assert.That(twin.StateHash, Is.EqualTo(random.Venue.Engine.StateHash), $"round {round}");
        }
    }

    [Test]
    public void An_image_that_is_cut_short_anywhere_is_refused()
    {
        var random = new RandomVenue(Seed.Of(35), Options);
        for (int step = 0; step < 200; step++)
        {
            random.Step();
        }

        byte[] image = ImageOf(random.Venue.Engine);
        for (int length = 0; length < image.Length; length += 97)
        {
            var engine = new VenueEngine(Options, new EventLog());
            Assert.That(
                () => engine.ReadImage(image.AsSpan(0, length), random.Venue.Engine.Arrays),
                Throws.TypeOf<InvalidDataException>(), $"{length} of {image.Length} bytes");
        }
    }

    [Test]
    public void An_image_of_another_version_without_its_arrays_or_with_a_changed_balance_is_refused()
    {
        TestVenue venue = TestVenue.WithPerpetual();
        venue.OpenAccount(123_456_789);
        byte[] image = ImageOf(venue.Engine);

        byte[] version = [.. image];
        version[0] ^= 0xFF;
        Assert.That(() => Read(version, venue), Throws.TypeOf<InvalidDataException>());
        Assert.That(
            () => new VenueEngine(new EngineOptions(), new EventLog()).ReadImage(image, null),
            Throws.TypeOf<InvalidDataException>());
        byte[] balance = [.. image];
        int at = image.AsSpan().IndexOf(BitConverter.GetBytes(123_456_789L));
        balance[at] ^= 1;
        Assert.That(() => Read(balance, venue), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void An_engine_that_has_applied_commands_reads_no_image()
    {
        TestVenue venue = TestVenue.WithPerpetual();

        Assert.That(
            () => venue.Engine.ReadImage(ImageOf(venue.Engine), venue.Engine.Arrays),
            Throws.InvalidOperationException);
    }

    private static void Read(byte[] image, TestVenue venue) =>
        new VenueEngine(new EngineOptions(), new EventLog()).ReadImage(image, venue.Engine.Arrays);

    private static byte[] ImageOf(VenueEngine engine)
    {
        var bytes = new ArrayBufferWriter<byte>();
        engine.WriteImage(bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static void AssertSame(VenueEvent[] ours, VenueEvent[] theirs, int round)
    {
        Assert.That(theirs, Has.Length.EqualTo(ours.Length), $"round {round}");
        for (int i = 0; i < ours.Length; i++)
        {
            ReadOnlySpan<byte> a = MemoryMarshal.AsBytes(ours.AsSpan(i, 1));
            if (!a.SequenceEqual(MemoryMarshal.AsBytes(theirs.AsSpan(i, 1))))
            {
                Assert.Fail($"round {round}: event {i} ({ours[i].Header.Kind}) differs");
            }
        }
    }
}
