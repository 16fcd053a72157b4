using HybridGpu.Host.Running;
using HybridGpu.Host.Tests.Support;

namespace HybridGpu.Host.Tests.Running;

/// <summary>The delays that the sync buffer is built on.</summary>
public sealed class SyncDelayMeterTests
{
    private readonly ManualTime _time = new();

    [Test]
    public void Of_each_part_the_longest_counts_at_once()
    {
        var meter = new SyncDelayMeter(_time);
        meter.Record(new SyncDelays(0.1, 0.02, 3, 10, 2));
        meter.Record(new SyncDelays(0.2, 0.01, 4, 9, 2));

        Assert.That(meter.Longest, Is.EqualTo(new SyncDelays(0.2, 0.02, 4, 10, 2)));
        Assert.That(meter.Longest.Total, Is.EqualTo(16.22).Within(1e-9));
    }

    [Test]
    public void A_shorter_delay_counts_when_the_hour_is_over()
    {
        var meter = new SyncDelayMeter(_time);
        meter.Record(SyncDelays.None with { Post = 900 });
        for (int minutes = 1; minutes < 60; minutes++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            meter.Record(SyncDelays.None with { Post = 3 });
            Assert.That(meter.Longest.Post, Is.EqualTo(900), $"{minutes} min");
        }

        _time.Advance(TimeSpan.FromMinutes(6));
        meter.Record(SyncDelays.None with { Post = 3 });

        Assert.That(meter.Longest.Post, Is.EqualTo(3));
    }

    [Test]
    public void A_day_without_a_measurement_forgets_all()
    {
        var meter = new SyncDelayMeter(_time);
        meter.Record(SyncDelays.None with { Post = 900 });

        _time.Advance(TimeSpan.FromDays(1));
        meter.Record(SyncDelays.None with { Finality = 1 });

        Assert.That(meter.Longest, Is.EqualTo(SyncDelays.None with { Finality = 1 }));
    }
}
