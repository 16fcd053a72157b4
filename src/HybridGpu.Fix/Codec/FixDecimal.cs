using System;
using System.Buffers.Text;

namespace HybridGpu.Fix.Codec;

/// <summary>A decimal as it stands on the wire: <c>Mantissa × 10^-Scale</c>, never a binary fraction.</summary>
/// <param name="Mantissa">All digits, with the sign.</param>
/// <param name="Scale">How many of the digits stand after the point; 0 to 18.</param>
/// <remarks>
/// Equality is of representation (1.0 and 1.00 differ); <see cref="CompareTo"/> and the operators compare values.
/// Cost: no allocation. Thread: any.
/// </remarks>
public readonly record struct FixDecimal(long Mantissa, int Scale) : IComparable<FixDecimal>
{
    /// <summary>The most digits after the point that are read: more is a format error, not a rounding.</summary>
    public const int MaxScale = 18;

    /// <summary>The longest text that <see cref="TryFormat"/> writes, in bytes.</summary>
    public const int MaxFormattedLength = 21;

    private static readonly long[] PowersOfTen = CreatePowersOfTen();

    /// <summary>Reads <c>[-]digits[.digits]</c>. Hot path: some ns per digit, no allocation.</summary>
    /// <param name="text">The field's value.</param>
    /// <param name="value">The number as written, trailing zeros included in the scale.</param>
    /// <returns>False on a bad character, no digit at all, more than 18 decimals, or beyond 64 bits.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out FixDecimal value)
    {
        value = default;
        int index = 0;
        bool negative = text.Length > 0 && text[0] == (byte)'-';
        if (negative)
        {
            index = 1;
        }

        ulong mantissa = 0;
        int digitCount = 0;
        int pointIndex = -1;
        for (; index < text.Length; index++)
        {
            uint digit = (uint)(text[index] - '0');
            if (digit <= 9)
            {
                // Checked before it is scaled, so that the 64-bit product below cannot wrap.
                if (mantissa > (long.MaxValue / 10))
                {
                    return false;
                }

                mantissa = (mantissa * 10) + digit;
                digitCount++;
            }
            else if (text[index] == (byte)'.' && pointIndex < 0)
            {
                pointIndex = digitCount;
            }
            else
            {
                return false;
            }
        }

        int scale = pointIndex < 0 ? 0 : digitCount - pointIndex;
        if (digitCount == 0 || scale > MaxScale || mantissa > long.MaxValue)
        {
            return false;
        }

        value = new FixDecimal(negative ? -(long)mantissa : (long)mantissa, scale);
        return true;
    }

    /// <summary>The mantissa at another scale, when the value can be said there exactly.</summary>
    /// <param name="scale">Digits after the point wanted, 0 to 18.</param>
    /// <param name="mantissa">The mantissa at that scale.</param>
    /// <returns>False when digits would be lost or 64 bits do not hold the result. Nothing is ever rounded.</returns>
    public bool TryRescale(int scale, out long mantissa)
    {
        mantissa = 0;
        if ((uint)scale > MaxScale || (uint)Scale > MaxScale)
        {
            return false;
        }

        if (scale >= Scale)
        {
            Int128 product = (Int128)Mantissa * PowersOfTen[scale - Scale];
            if (product > long.MaxValue || product < long.MinValue)
            {
                return false;
            }

            mantissa = (long)product;
            return true;
        }

        (long quotient, long remainder) = Math.DivRem(Mantissa, PowersOfTen[Scale - scale]);
        mantissa = quotient;
        return remainder == 0;
    }

    /// <summary>Writes the number with exactly <see cref="Scale"/> digits after the point.</summary>
    /// <param name="destination">At least <see cref="MaxFormattedLength"/> bytes always suffice.</param>
    /// <param name="bytesWritten">Bytes written.</param>
    /// <returns>False when the destination is too small.</returns>
    public bool TryFormat(Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = 0;
        if (Scale == 0)
        {
            return Utf8Formatter.TryFormat(Mantissa, destination, out bytesWritten);
        }

        Span<byte> digits = stackalloc byte[20];
        ulong magnitude = Mantissa < 0 ? (ulong)(-(Int128)Mantissa) : (ulong)Mantissa;
        int start = digits.Length;
        int digitCount = 0;
        while (magnitude != 0 || digitCount <= Scale)
        {
            digits[--start] = (byte)('0' + (magnitude % 10));
            magnitude /= 10;
            digitCount++;
        }

        int total = digitCount + 1 + (Mantissa < 0 ? 1 : 0);
        if (destination.Length < total)
        {
            return false;
        }

        int position = 0;
        if (Mantissa < 0)
        {
            destination[position++] = (byte)'-';
        }

        int wholeCount = digitCount - Scale;
        digits.Slice(start, wholeCount).CopyTo(destination[position..]);
        destination[position + wholeCount] = (byte)'.';
        digits[(start + wholeCount)..].CopyTo(destination[(position + wholeCount + 1)..]);
        bytesWritten = total;
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(FixDecimal other)
    {
        if (Scale == other.Scale)
        {
            return Mantissa.CompareTo(other.Mantissa);
        }

        // 19 digits times 10^18 stay below 2^127, so the comparison is exact.
        int common = Math.Max(Scale, other.Scale);
        Int128 left = (Int128)Mantissa * PowersOfTen[common - Scale];
        Int128 right = (Int128)other.Mantissa * PowersOfTen[common - other.Scale];
        return left.CompareTo(right);
    }

    /// <summary>Whether the left value is smaller.</summary>
    public static bool operator <(FixDecimal left, FixDecimal right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left value is larger.</summary>
    public static bool operator >(FixDecimal left, FixDecimal right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left value is smaller or the same.</summary>
    public static bool operator <=(FixDecimal left, FixDecimal right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left value is larger or the same.</summary>
    public static bool operator >=(FixDecimal left, FixDecimal right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[MaxFormattedLength];
        return TryFormat(text, out int length) ? System.Text.Encoding.ASCII.GetString(text[..length]) : "?";
    }

    private static long[] CreatePowersOfTen()
    {
        long[] powers = new long[MaxScale + 1];
        powers[0] = 1;
        for (int index = 1; index < powers.Length; index++)
        {
            powers[index] = powers[index - 1] * 10;
        }

        return powers;
    }
}
