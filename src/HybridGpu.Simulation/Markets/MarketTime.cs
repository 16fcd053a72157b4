using System;

namespace HybridGpu.Simulation.Markets;

/// <summary>Market time: nanoseconds since the Unix epoch, and what follows from them.</summary>
internal static class MarketTime
{
    public const long SecondNs = 1_000_000_000;
    public const long HourNs = 3_600 * SecondNs;
    public const long DayNs = 24 * HourNs;

    /// <summary>Time of day at which listed options expire, UTC.</summary>
    public const long ExpiryOfDayNs = 8 * HourNs;

    private const double YearNs = 365.0 * DayNs;
    private const long NsPerTick = 100;

    public static double YearsBetween(long fromNs, long toNs) => (toNs - fromNs) / YearNs;

    public static DateTime ToUtc(long unixNs) => DateTime.UnixEpoch.AddTicks(unixNs / NsPerTick);

    public static long FromUtc(DateTime utc) => (utc.Ticks - DateTime.UnixEpoch.Ticks) * NsPerTick;

    public static long NowNs(TimeProvider time) => FromUtc(time.GetUtcNow().UtcDateTime);
}
