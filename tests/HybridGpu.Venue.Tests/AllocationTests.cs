using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Persistence;

namespace HybridGpu.Venue.Tests;

/// <summary>Nothing is allocated per command, by the gate, the engine with its way to the ring, or the way
/// out.</summary>
public sealed class AllocationTests
{
    private const int Pairs = 5_000;
    private const int Rounds = 3;

    [Test]
    public void Publishing_applying_and_telling_allocate_nothing()
    {
        var folder = new TestFolder();
        VenueOptions options = TestMarket.Options(folder.Journal, Durability.Async) with { OutboundRingSize = 1 << 16 };
        var observer = new MeasuringObserver();
        using (VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory(), observer))
        {
            venue.Start();
            TestMarket.Prepare(venue, options, 20, 21);
            Command buy = TestMarket.Order(20, TestMarket.Call, Side.Buy, 20_000, 3, "BUY");
            Command sell = TestMarket.Order(21, TestMarket.Call, Side.Sell, 20_000, 3, "SELL");

            _ = Publish(venue, in buy, in sell);
            Eventually.Until(() => venue.Statistics.Trades >= Pairs, "the warm-up is told");
            observer.Begin();
            // A lock that is contended for the first time allocates once, somewhere; what is allocated per command
            // shows in every round.
            long publisherBytes = long.MaxValue;
            for (int round = 0; round < Rounds; round++)
            {
                publisherBytes = Math.Min(publisherBytes, Publish(venue, in buy, in sell));
            }

            Eventually.Until(() => venue.Statistics.Trades >= (1 + Rounds) * Pairs, "all is told");
            Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());

            Assert.That(publisherBytes, Is.Zero);
            Assert.That(observer.Bytes, Is.LessThan(Pairs), "a lock at most, and nothing per event");
            Assert.That(EngineBytes(venue, in buy, in sell), Is.Zero);
        }

        folder.Remove();
    }

    private static long Publish(VenuePipeline venue, in Command buy, in Command sell)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Pairs; i++)
        {
            venue.Gate.Publish(in buy);
            venue.Gate.Publish(in sell);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>The stopped venue's engine, on this thread; its events go to a ring that nobody reads any more and
    /// that has room for all of them.</summary>
    private static long EngineBytes(VenuePipeline venue, in Command buy, in Command sell)
    {
        Command[] commands = [buy, sell];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 2 * Pairs; i++)
        {
            ref Command command = ref commands[i & 1];
            command.Header.Sequence = venue.Engine.Sequence + 1;
            venue.Engine.Apply(in command, default);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Reads its own thread's counter: what the outbound stage allocates on it.</summary>
    private sealed class MeasuringObserver : IVenueObserver
    {
        private long _base;
        private bool _hasBegun;

        public string Name => "measuring";

        public bool NeedsDurableEvents => true;

        public long Bytes { get; private set; } = -1;

        public void Begin() => Volatile.Write(ref _hasBegun, true);

        public void OnEvent(in VenueEvent venueEvent, bool isReplay, bool endOfBatch)
        {
            long now = GC.GetAllocatedBytesForCurrentThread();
            if (!Volatile.Read(ref _hasBegun))
            {
                _base = now;
            }

            Bytes = now - _base;
        }
    }
}
