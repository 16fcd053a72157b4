using System;

namespace HybridGpu.FixFuzz;

/// <summary>What a value of each type looks like, by the rules of engagement.</summary>
internal static class OracleFormat
{
    private const int IntegerDigitsMax = 18;
    private const int DecimalsMax = 18;
    private const int FractionDigitsMax = 9;

    /// <summary>Whether a value has its field's format, and is one of the listed ones where some are.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    public static bool Accepts(SpecField field, ReadOnlySpan<byte> value)
    {
        bool hasFormat = value.Length > 0 && field.Type switch
        {
            "INT" => TryInteger(value, out _),
            "LENGTH" or "NUMINGROUP" or "SEQNUM" => TryInteger(value, out Int128 number) && number >= 0,
            "CHAR" => value.Length == 1,
            "BOOLEAN" => value.SequenceEqual("Y"u8) || value.SequenceEqual("N"u8),
            "UTCTIMESTAMP" => value.Length >= 17 && IsDate(value[..8]) && value[8] == '-' && IsTime(value[9..]),
            "UTCDATEONLY" => IsDate(value),
            "UTCTIMEONLY" => IsTime(value),
            "STRING" or "DATA" or "MULTIPLEVALUESTRING" or "CURRENCY" or "EXCHANGE" or "COUNTRY" => true,
            _ => IsDecimal(value),
        };
        return hasFormat && (field.Values.Length == 0 || IsListed(field, value));
    }

    /// <summary>Reads an integer: a minus sign, digits, at most 18 of them significant.</summary>
    /// <param name="text">The text.</param>
    /// <param name="number">The number.</param>
    public static bool TryInteger(ReadOnlySpan<byte> text, out Int128 number)
    {
        number = 0;
        bool isNegative = text.StartsWith("-"u8);
        ReadOnlySpan<byte> digits = isNegative ? text[1..] : text;
        ReadOnlySpan<byte> significant = digits.TrimStart((byte)'0');
        if (!AreDigits(digits) || digits.IsEmpty || significant.Length > IntegerDigitsMax)
        {
            return false;
        }

        foreach (byte digit in significant)
        {
            number = (number * 10) + (digit - '0');
        }

        number = isNegative ? -number : number;
        return true;
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>All digits together are a signed 64-bit number; one point, at most 18 digits after it.</summary>
    private static bool IsDecimal(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> text = value.StartsWith("-"u8) ? value[1..] : value;
        int point = text.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? text : text[..point];
        ReadOnlySpan<byte> decimals = point < 0 ? default : text[(point + 1)..];
        if (!AreDigits(whole) || !AreDigits(decimals) || whole.Length + decimals.Length == 0
            || decimals.Length > DecimalsMax)
        {
            return false;
        }

        Int128 mantissa = 0;
        foreach (byte digit in whole)
        {
            mantissa = Int128.Min(Int128.MaxValue / 100, (mantissa * 10) + (digit - '0'));
        }

        foreach (byte digit in decimals)
        {
            mantissa = Int128.Min(Int128.MaxValue / 100, (mantissa * 10) + (digit - '0'));
        }

        return mantissa <= long.MaxValue;
    }

    private static bool IsDate(ReadOnlySpan<byte> text)
    {
        if (text.Length != 8 || !AreDigits(text))
        {
            return false;
        }

        int year = Number(text[..4]);
        int month = Number(text[4..6]);
        int day = Number(text[6..]);
        return year is >= 1970 and <= 2261 && month is >= 1 and <= 12 && day >= 1
            && day <= DateTime.DaysInMonth(year, month);
    }

    private static bool IsTime(ReadOnlySpan<byte> text)
    {
        if (text.Length < 8 || text[2] != ':' || text[5] != ':' || !AreDigits(text[..2]) || !AreDigits(text[3..5])
            || !AreDigits(text[6..8]) || Number(text[..2]) > 23 || Number(text[3..5]) > 59 || Number(text[6..8]) > 60)
        {
            return false;
        }

        ReadOnlySpan<byte> fraction = text[8..];
        return fraction.IsEmpty
            || (fraction[0] == '.' && fraction.Length is >= 2 and <= FractionDigitsMax + 1 && AreDigits(fraction[1..]));
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        TryInteger(digits, out Int128 number);
        return (int)number;
    }

    private static bool IsListed(SpecField field, ReadOnlySpan<byte> value)
    {
        if (field.Type != "MULTIPLEVALUESTRING")
        {
            return IsOneOf(field.Values, value);
        }

        foreach (Range part in value.Split((byte)' '))
        {
            if (!IsOneOf(field.Values, value[part]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOneOf(string[] values, ReadOnlySpan<byte> value)
    {
        foreach (string listed in values)
        {
            if (listed.Length == value.Length && System.Text.Ascii.Equals(value, listed))
            {
                return true;
            }
        }

        return false;
    }
}
