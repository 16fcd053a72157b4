using System;
using System.Globalization;

namespace HybridGpu.Risk.Chains;

/// <summary>Times as recorded chains write them.</summary>
internal static class ChainTime
{
    private const long NsPerTick = 100;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    /// <summary>Reads a UTC time of a cell.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long unixNs) => TryParse(text, Formats, out unixNs);

    /// <summary>Reads the UTC time of a file name, as in 20260205T093647Z.</summary>
    public static bool TryParseName(ReadOnlySpan<char> text, out long unixNs) =>
        TryParse(text, ["yyyyMMdd'T'HHmmss'Z'"], out unixNs);

    private static bool TryParse(ReadOnlySpan<char> text, string[] formats, out long unixNs)
    {
        bool parsed = DateTime.TryParseExact(
            text,
            formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTime time);

        // Nanoseconds of a long reach from 1677 to 2262; recorded markets lie well inside.
        parsed = parsed && time.Year is >= 1970 and < 2200;
        unixNs = parsed ? (time.Ticks - DateTime.UnixEpoch.Ticks) * NsPerTick : 0;
        return parsed;
    }
}
