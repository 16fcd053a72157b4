using System;

namespace HybridGpu.Fix.Codec;

/// <summary>UTCTimestamp fields (<c>YYYYMMDD-HH:MM:SS[.f…]</c>) as nanoseconds since the Unix epoch.</summary>
/// <remarks>Cost: no allocation. Thread: any. Years 1970 to 2261, which is what 64 bits of ns hold.</remarks>
public static class UtcTimestamp
{
    /// <summary>The longest text written, in bytes.</summary>
    public const int MaxLength = 27;

    private const long NsPerSecond = 1_000_000_000;
    private const int SecondsLength = 17;

    /// <summary>Reads a timestamp with 0 to 9 digits after the second. Hot path.</summary>
    /// <param name="text">The field's value.</param>
    /// <param name="unixNs">ns since 1970-01-01T00:00:00Z.</param>
    /// <returns>False when it is not a calendar time; second 60 (a leap second) is read as the next minute's
    /// 0.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long unixNs)
    {
        unixNs = 0;
        if (text.Length < SecondsLength || text[8] != '-' || text[11] != ':' || text[14] != ':')
        {
            return false;
        }

        if (!TryParseDate(text[..8], out long days) || !TryDigits(text.Slice(9, 2), out int hour)
            || !TryDigits(text.Slice(12, 2), out int minute) || !TryDigits(text.Slice(15, 2), out int second)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        long fraction = 0;
        if (text.Length > SecondsLength && !TryParseFraction(text[SecondsLength..], out fraction))
        {
            return false;
        }

        unixNs = (((days * 86_400) + (hour * 3_600) + (minute * 60) + second) * NsPerSecond) + fraction;
        return true;
    }

    /// <summary>Reads <c>YYYYMMDD</c> as days since the Unix epoch.</summary>
    /// <param name="text">Eight digits.</param>
    /// <param name="days">Days since 1970-01-01.</param>
    /// <returns>False when it is no day of the Gregorian calendar in 1970 to 2261.</returns>
    public static bool TryParseDate(ReadOnlySpan<byte> text, out long days)
    {
        days = 0;
        if (text.Length != 8 || !TryDigits(text[..4], out int year) || !TryDigits(text.Slice(4, 2), out int month)
            || !TryDigits(text.Slice(6, 2), out int day))
        {
            return false;
        }

        if (year is < 1970 or > 2261 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        // Days from civil: March-based years put the leap day last, so that month lengths are a linear formula.
        int shiftedYear = month <= 2 ? year - 1 : year;
        int era = shiftedYear / 400;
        int yearOfEra = shiftedYear - (era * 400);
        int dayOfYear = ((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5 + day - 1;
        int dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        days = ((long)era * 146_097) + dayOfEra - 719_468;
        return true;
    }

    /// <summary>Reads a time of day, <c>HH:MM:SS[.f…]</c>, as ns since midnight.</summary>
    /// <param name="text">The field's value.</param>
    /// <param name="ns">ns since midnight.</param>
    /// <returns>False when it is not a time of day.</returns>
    public static bool TryParseTime(ReadOnlySpan<byte> text, out long ns)
    {
        ns = 0;
        if (text.Length < 8 || text[2] != ':' || text[5] != ':' || !TryDigits(text[..2], out int hour)
            || !TryDigits(text.Slice(3, 2), out int minute) || !TryDigits(text.Slice(6, 2), out int second)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        long fraction = 0;
        if (text.Length > 8 && !TryParseFraction(text[8..], out fraction))
        {
            return false;
        }

        ns = (((hour * 3_600L) + (minute * 60) + second) * NsPerSecond) + fraction;
        return true;
    }

    /// <summary>Writes a timestamp. Digits beyond the precision are cut, never rounded up into the future.</summary>
    /// <param name="unixNs">ns since the Unix epoch, not negative.</param>
    /// <param name="precision">Digits after the second.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Format(long unixNs, TimestampPrecision precision, Span<byte> destination)
    {
        (long seconds, long fraction) = Math.DivRem(unixNs, NsPerSecond);
        FormatSeconds(seconds, destination);
        return SecondsLength + FormatFraction(fraction, precision, destination[SecondsLength..]);
    }

    /// <summary>Writes the 17 bytes up to the second; they change once a second, so writers keep them.</summary>
    /// <param name="unixSeconds">Seconds since the Unix epoch.</param>
    /// <param name="destination">At least 17 bytes.</param>
    internal static void FormatSeconds(long unixSeconds, Span<byte> destination)
    {
        DateTime time = DateTime.UnixEpoch.AddSeconds(unixSeconds);
        time.Deconstruct(out DateOnly date, out TimeOnly clock);
        WriteTwo(destination, date.Year / 100);
        WriteTwo(destination[2..], date.Year % 100);
        WriteTwo(destination[4..], date.Month);
        WriteTwo(destination[6..], date.Day);
        destination[8] = (byte)'-';
        WriteTwo(destination[9..], clock.Hour);
        destination[11] = (byte)':';
        WriteTwo(destination[12..], clock.Minute);
        destination[14] = (byte)':';
        WriteTwo(destination[15..], clock.Second);
    }

    /// <summary>Writes the point and the digits after the second.</summary>
    /// <param name="fractionNs">ns within the second.</param>
    /// <param name="precision">How many digits.</param>
    /// <param name="destination">At least ten bytes.</param>
    /// <returns>Bytes written: 0, 4, 7 or 10.</returns>
    internal static int FormatFraction(long fractionNs, TimestampPrecision precision, Span<byte> destination)
    {
        int digits = (int)precision;
        if (digits == 0)
        {
            return 0;
        }

        destination[0] = (byte)'.';
        for (int drop = digits; drop < 9; drop++)
        {
            fractionNs /= 10;
        }

        for (int index = digits; index > 0; index--)
        {
            (fractionNs, long digit) = Math.DivRem(fractionNs, 10);
            destination[index] = (byte)('0' + digit);
        }

        return digits + 1;
    }

    private static void WriteTwo(Span<byte> destination, int value)
    {
        destination[1] = (byte)('0' + (value % 10));
        destination[0] = (byte)('0' + (value / 10));
    }

    private static bool TryParseFraction(ReadOnlySpan<byte> text, out long ns)
    {
        ns = 0;
        if (text[0] != '.' || text.Length is < 2 or > 10)
        {
            return false;
        }

        for (int index = 1; index < 10; index++)
        {
            uint digit = index < text.Length ? (uint)(text[index] - '0') : 0;
            if (digit > 9)
            {
                return false;
            }

            ns = (ns * 10) + digit;
        }

        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (byte character in text)
        {
            uint digit = (uint)(character - '0');
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + (int)digit;
        }

        return true;
    }
}
