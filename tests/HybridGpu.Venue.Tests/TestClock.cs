namespace HybridGpu.Venue.Tests;

/// <summary>Clocks that only a test moves, save for one microsecond of wall time a reading, which can be
/// held.</summary>
internal sealed class TestClock : IVenueClock
{
    public const long StartNs = 1_774_000_000_000_000_000;

    private long _wallNs = StartNs;
    private long _readingNs = 1_000;
    private long _marketNs = StartNs;

    public long WallNs => Interlocked.Add(ref _wallNs, Volatile.Read(ref _readingNs));

    public long MarketNs => Volatile.Read(ref _marketNs);

    /// <summary>From now on a reading moves nothing.</summary>
    public void Hold() => Volatile.Write(ref _readingNs, 0);

    public void AdvanceMarket(long toNs) => Volatile.Write(ref _marketNs, toNs);

    public void AdvanceWall(TimeSpan by) => Interlocked.Add(ref _wallNs, by.Ticks * 100);
}
