namespace HybridGpu.Venue.Tests;

/// <summary>Clocks that only a test moves, save for one microsecond of wall time a reading.</summary>
internal sealed class TestClock : IVenueClock
{
    public const long StartNs = 1_774_000_000_000_000_000;

    private long _wallNs = StartNs;

    public long WallNs => Interlocked.Add(ref _wallNs, 1_000);

    public long MarketNs => StartNs;

    public void AdvanceWall(TimeSpan by) => Interlocked.Add(ref _wallNs, by.Ticks * 100);
}
