using System.CommandLine.Parsing;
using System.Globalization;

namespace HybridGpu.Host.Surfaces;

/// <summary>Some UTC days, both ends included.</summary>
internal sealed record DayRange(DateOnly From, DateOnly To)
{
    private const string Format = "yyyy-MM-dd";

    /// <summary>Reads FROM..TO; says what is expected otherwise.</summary>
    public static DayRange? Parse(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        string[] ends = text.Split("..");
        if (ends.Length == 2 && TryDay(ends[0], out DateOnly from) && TryDay(ends[1], out DateOnly to) && from <= to)
        {
            return new DayRange(from, to);
        }

        result.AddError($"'{text}' is not FROM..TO, two days as 2026-02-05..2026-02-06 in order.");
        return null;
    }

    /// <summary>True when a time lies in one of the days.</summary>
    public bool Contains(DateTime utc) => DateOnly.FromDateTime(utc) >= From && DateOnly.FromDateTime(utc) <= To;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}");

    private static bool TryDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
