using System;
using System.Globalization;
using System.Text;

namespace HybridGpu.FixFuzz;

/// <summary>A clock that moves only when it is told to. Thread: one.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private long _ticks = new DateTime(2026, 3, 2, 9, 30, 0, DateTimeKind.Utc).Ticks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The time as SendingTime(52).</summary>
    public byte[] Text { get; private set; } = Format(new DateTime(2026, 3, 2, 9, 30, 0, DateTimeKind.Utc));

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(_ticks, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => _ticks;

    /// <summary>Lets time pass.</summary>
    /// <param name="milliseconds">How much.</param>
    public void Advance(int milliseconds)
    {
        _ticks += milliseconds * TimeSpan.TicksPerMillisecond;
        Text = Format(GetUtcNow().UtcDateTime);
    }

    private static byte[] Format(DateTime time) =>
        Encoding.ASCII.GetBytes(time.ToString("yyyyMMdd-HH:mm:ss.fff", CultureInfo.InvariantCulture));
}
