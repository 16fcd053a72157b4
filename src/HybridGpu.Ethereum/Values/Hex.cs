using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace HybridGpu.Ethereum.Values;

/// <summary>The two hexadecimal forms of Ethereum's JSON-RPC: DATA (whole bytes) and QUANTITY (no leading
/// zeros).</summary>
/// <remarks>Source: Ethereum execution APIs, "Hex value encoding". Errors: <see cref="FormatException"/>. Thread: any.
/// </remarks>
public static class Hex
{
    private const int QuantityDigitsMax = 64;

    /// <summary>DATA: 0x and two lower-case digits a byte.</summary>
    /// <param name="bytes">What to print.</param>
    /// <returns>The text.</returns>
    public static string Encode(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    /// <summary>Reads DATA, with or without 0x, in either case.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="FormatException">An odd number of digits, or something that is no digit.</exception>
    public static byte[] Decode(ReadOnlySpan<char> text) => Convert.FromHexString(Digits(text));

    /// <summary>Reads DATA into a buffer that it must fill exactly.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">Where to.</param>
    /// <returns>False if it isn't hexadecimal or has another length.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> destination)
    {
        ReadOnlySpan<char> digits = Digits(text);
        return digits.Length == destination.Length * 2
            && Convert.FromHexString(digits, destination, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    /// <summary>QUANTITY: 0x and digits without leading zeros; zero is 0x0.</summary>
    /// <param name="value">Not negative.</param>
    /// <returns>The text.</returns>
    public static string Quantity(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value.Sign, nameof(value));
        string digits = value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return digits.Length == 0 ? "0x0" : "0x" + digits;
    }

    /// <summary>Reads a QUANTITY of at most 256 bits. Leading zeros are let pass: some nodes write them.</summary>
    /// <param name="text">The text, with 0x.</param>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException">No 0x, no digits, too many digits, or something that is no digit.</exception>
    public static BigInteger ParseQuantity([NotNull] string? text)
    {
        if (text is null || text.Length < 3 || text[0] != '0' || text[1] is not ('x' or 'X')
            || text.Length - 2 > QuantityDigitsMax)
        {
            throw new FormatException("not a hexadecimal quantity");
        }

        // The zero in front keeps a high first digit from being read as a sign.
        return BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
            out BigInteger value)
            ? value
            : throw new FormatException("not a hexadecimal quantity");
    }

    /// <summary>Reads a QUANTITY that has to fit 64 bits: block numbers, nonces, gas, indices.</summary>
    /// <param name="text">The text, with 0x.</param>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException">Not a quantity, or above 64 bits.</exception>
    public static ulong ParseUInt64(string? text)
    {
        BigInteger value = ParseQuantity(text);
        return value <= ulong.MaxValue ? (ulong)value : throw new FormatException("a quantity above 64 bits");
    }

    private static ReadOnlySpan<char> Digits(ReadOnlySpan<char> text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
}
