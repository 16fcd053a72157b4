using System;

namespace HybridGpu.Fix.Codec;

/// <summary>Integers as FIX writes them: digits, leading zeros allowed, a minus sign and nothing else.</summary>
/// <remarks>Cost: no allocation. Thread: any.</remarks>
public static class FixInteger
{
    /// <summary>Reads a signed integer. Hot path.</summary>
    /// <param name="text">The field's value.</param>
    /// <param name="value">The number.</param>
    /// <returns>False when empty, not digits, or beyond 18 digits.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        bool negative = text.Length > 0 && text[0] == (byte)'-';
        ReadOnlySpan<byte> digits = negative ? text[1..] : text;
        if (digits.IsEmpty)
        {
            return false;
        }

        int significant = 0;
        foreach (byte character in digits)
        {
            uint digit = (uint)(character - '0');
            if (digit > 9 || significant == 18)
            {
                return false;
            }

            value = (value * 10) + digit;
            significant += value == 0 ? 0 : 1;
        }

        value = negative ? -value : value;
        return true;
    }

    /// <summary>Writes digits so that they end just before a position, as a header written backwards needs.</summary>
    /// <param name="buffer">Where to write.</param>
    /// <param name="end">The index after the last digit.</param>
    /// <param name="value">A number that is not negative.</param>
    /// <returns>The index of the first digit.</returns>
    internal static int WriteBackwards(Span<byte> buffer, int end, long value)
    {
        do
        {
            (value, long digit) = Math.DivRem(value, 10);
            buffer[--end] = (byte)('0' + digit);
        }
        while (value != 0);
        return end;
    }
}
