using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Host.Bench;
using HybridGpu.Host.Running;
using HybridGpu.Host.Tests.Support;
using HybridGpu.Risk;
using HybridGpu.Venue;

namespace HybridGpu.Host.Tests.Running;

/// <summary>What a market is told by the venue that it drives.</summary>
public sealed class VenueMarketSinkTests
{
    private const double IndexUsd = 70_000;
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public void Contracts_that_an_epoch_has_no_room_for_are_reported_once_with_their_number()
    {
        var options = new VenueOptions
        {
            JournalDirectory = _folder["journal"],
            RiskLimits = RiskLimits.Default with { ContractCapacity = 2 },
            RiskThreads = 1,
        };
        var clock = new MarketClock(TimeProvider.System);
        using VenuePipeline venue = VenuePipeline.Open(options, clock, new VenueDirectory());
        venue.Start();
        var sink = new VenueMarketSink(venue, options, clock, () => SyncDelays.None);
        sink.AdvanceClock(ReplayMarket.StartNs);
        sink.SetIndex(default, IndexUsd);
        sink.SetForward(default, long.MaxValue, IndexUsd);

        List(0, 1);
        Assert.That(sink.LeftOutNotice, Is.Null, "two fit");
        List(2, 3, 4);
        string? first = sink.LeftOutNotice;
        List(5);

        Assert.That(first, Does.Contain("An epoch holds 2 contracts and 3 more are listed"));
        Assert.That(sink.LeftOutNotice, Is.EqualTo(first));
        PipelineMarket.Until(venue, () => venue.Statistics.Epochs > 0, "an epoch is applied");
        Assert.That(venue.Statistics.ContractsPriced, Is.EqualTo(2));
        Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());

        void List(params uint[] ids)
        {
            foreach (uint id in ids)
            {
                Assert.That(sink.List(Perpetual(id)), Is.EqualTo(new InstrumentId(id)));
            }

            PipelineMarket.Until(venue, () => venue.Catalog.Count == (int)ids[^1] + 1, "the instruments are listed");
            sink.PublishInputs(ReplayMarket.StartNs);
        }
    }

    [Test]
    public void Ranges_are_published_with_the_buffer_for_the_delays_of_settlement()
    {
        var options = new VenueOptions { JournalDirectory = _folder["journal"], RiskThreads = 1 };
        var clock = new MarketClock(TimeProvider.System);
        using VenuePipeline venue = VenuePipeline.Open(options, clock, new VenueDirectory());
        var sink = new VenueMarketSink(
            venue, options, clock, () => SyncDelays.None with { Post = 3, Settle = 6 * 3_600, Finality = 24 });
        sink.SetIndex(default, IndexUsd);
        sink.SetScanRange(default, 0.16);
        Assert.That(sink.SyncBuffer.Ranges, Is.Empty);

        sink.PublishInputs(ReplayMarket.StartNs);

        // 6 hours: 0.16 x sqrt(1.25) + 0.05 = 0.229, and 8 steps of 5 % make 0.236.
        SyncBufferReport report = sink.SyncBuffer;
        Assert.That(report.DelayS.Total, Is.EqualTo(21_627.1).Within(0.05), "an epoch's interval is part of it");
        Assert.That(report.Ranges.Single().Range, Is.EqualTo(0.16 * Math.Pow(1.05, 8)).Within(1e-9));
        Assert.That(report.RangesHeld, Is.Zero);
    }

    private static InstrumentSpec Perpetual(uint id) => new()
    {
        Symbol = Text40.Create($"P-{id}"),
        Kind = InstrumentKind.Perpetual,
        ExpiryNs = long.MaxValue,
        TickSizeMicros = 100_000,
        LotSizeMicros = 1_000,
        ReferencePriceMicros = (long)(IndexUsd * 1e6),
        PriceTicksMax = 10_000_000,
        OrderLotsMax = 100_000,
    };
}
