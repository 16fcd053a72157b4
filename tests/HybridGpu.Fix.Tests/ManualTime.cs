namespace HybridGpu.Fix.Tests;

/// <summary>A clock that stands still until it is told to move.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks = new DateTime(2026, 3, 2, 9, 30, 0, DateTimeKind.Utc).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public void Advance(double seconds) => Interlocked.Add(ref _ticks, (long)(seconds * TimeSpan.TicksPerSecond));

    public string Text(double offsetSeconds = 0) => GetUtcNow().AddSeconds(offsetSeconds)
        .ToString("yyyyMMdd-HH:mm:ss.fff", global::System.Globalization.CultureInfo.InvariantCulture);
}
