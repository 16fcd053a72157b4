using System.Globalization;

namespace HybridGpu.Host.Match;

/// <summary>Decimal text as a scaled integer and back, exactly: no floating point, no rounding.</summary>
internal static class ScaledNumber
{
    /// <summary>Most decimals.</summary>
    public const int DecimalsMax = 9;

    /// <summary>Reads digits with an optional sign and decimal point.</summary>
    /// <param name="text">For example 101.25 or -3.</param>
    /// <param name="decimals">Digits behind the point that one unit of the result stands for.</param>
    /// <param name="value">The number times ten to the power of decimals.</param>
    /// <returns>False when it is no number, has more decimals than that, or does not fit.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, int decimals, out long value)
    {
        value = 0;
        int point = text.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? text : text[..point];
        ReadOnlySpan<char> fraction = point < 0 ? [] : text[(point + 1)..].TrimEnd('0');
        bool isNegative = whole.StartsWith("-");
        whole = isNegative ? whole[1..] : whole;
        if (whole.IsEmpty || fraction.Length > decimals || (point >= 0 && point == text.Length - 1))
        {
            return false;
        }

        Int128 sum = 0;
        return TryAdd(whole, ref sum) && TryAdd(fraction, ref sum)
            && TryScale(sum, decimals - fraction.Length, isNegative, out value);
    }

    /// <summary>Writes a scaled integer with all its decimals.</summary>
    public static string Format(long value, int decimals)
    {
        if (decimals == 0)
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        string digits = Int128.Abs(value).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        return $"{(value < 0 ? "-" : "")}{digits[..^decimals]}.{digits[^decimals..]}";
    }

    private static bool TryAdd(ReadOnlySpan<char> digits, ref Int128 sum)
    {
        foreach (char digit in digits)
        {
            if (!char.IsAsciiDigit(digit) || sum > long.MaxValue)
            {
                return false;
            }

            sum = (sum * 10) + (digit - '0');
        }

        return true;
    }

    private static bool TryScale(Int128 sum, int zeros, bool isNegative, out long value)
    {
        for (int i = 0; i < zeros; i++)
        {
            sum *= 10;
        }

        bool fits = sum <= long.MaxValue;
        value = fits ? (long)(isNegative ? -sum : sum) : 0;
        return fits;
    }
}
