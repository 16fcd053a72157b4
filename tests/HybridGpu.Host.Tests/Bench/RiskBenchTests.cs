using HybridGpu.Host.Bench;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Host.Tests.Bench;

public sealed class RiskBenchTests
{
    [Test]
    public void Parts_are_medians_of_the_same_ticks_as_the_whole()
    {
        TickTimings Tick(int ms) => new(
            VolsNs: ms * 100_000, PriceNs: ms * 200_000, HashNs: 0, MarginNs: ms * 600_000, TotalNs: ms * 1_000_000L,
            UploadNs: 0, DownloadNs: 0);
        TickTimings[] ticks = [.. Enumerable.Range(1, 100).Reverse().Select(Tick)];

        var row = RiskBench.RowOf(2, ticks).Fields.ToDictionary(field => field.Key, field => field.Value);

        Assert.That(row["p50_ms"], Is.EqualTo(51));
        Assert.That(row["p99_ms"], Is.EqualTo(100));
        Assert.That(row["best_ms"], Is.EqualTo(1));
        Assert.That((double)row["vols_ms"], Is.EqualTo(5.1).Within(1e-9));
        Assert.That((double)row["price_ms"], Is.EqualTo(10.2).Within(1e-9));
        Assert.That((double)row["margin_ms"], Is.EqualTo(30.6).Within(1e-9));
        Assert.That(row["ticks"], Is.EqualTo(100));
    }
}
