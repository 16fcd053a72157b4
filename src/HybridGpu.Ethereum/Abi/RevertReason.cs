using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Abi;

/// <summary>Why a call reverted, decoded as far as it can be.</summary>
/// <param name="Error">Error(string), Panic(uint256), a custom error, or null if the data is none known.</param>
/// <param name="Values">The error's arguments.</param>
/// <param name="Text">One line for a person.</param>
/// <remarks>Source: Solidity documentation, "Errors and the Revert Statement" and "Panic via assert and Error via
/// require".</remarks>
public sealed record RevertReason(AbiSignature? Error, IReadOnlyList<object> Values, string Text)
{
    private static readonly AbiSignature TextError = AbiSignature.Parse("Error(string)");
    private static readonly AbiSignature Panic = AbiSignature.Parse("Panic(uint256)");

    /// <summary>Decodes revert data. Never throws: what can't be read is shown as it is.</summary>
    /// <param name="data">What the EVM returned.</param>
    /// <param name="customErrors">A contract's own errors.</param>
    /// <returns>The reason.</returns>
    public static RevertReason Decode(ReadOnlySpan<byte> data, IEnumerable<AbiSignature>? customErrors = null)
    {
        if (data.IsEmpty)
        {
            return new RevertReason(null, [], "reverted without a reason");
        }

        foreach (AbiSignature error in (customErrors ?? []).Prepend(Panic).Prepend(TextError))
        {
            if (error.Matches(data) && TryDecode(error, data) is object[] values)
            {
                return new RevertReason(error, values, Describe(error, values));
            }
        }

        return new RevertReason(null, [], "reverted with " + Hex.Encode(data[..Math.Min(data.Length, 260)]));
    }

    private static object[]? TryDecode(AbiSignature error, ReadOnlySpan<byte> data)
    {
        try
        {
            return error.Decode(data);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Describe(AbiSignature error, object[] values)
    {
        if (ReferenceEquals(error, TextError))
        {
            return (string)values[0];
        }

        if (ReferenceEquals(error, Panic))
        {
            var code = (BigInteger)values[0];
            return "panic 0x" + code.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)
                + PanicMeaning(code);
        }

        return $"{error.Name}({string.Join(", ", values.Select(Show))})";
    }

    private static string Show(object value) => value switch
    {
        byte[] bytes => Hex.Encode(bytes),
        object[] values => $"[{string.Join(", ", values.Select(Show))}]",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };

    private static string PanicMeaning(BigInteger code) => (int)BigInteger.Min(code, 0xFF) switch
    {
        0x01 => ": assertion failed",
        0x11 => ": arithmetic overflow",
        0x12 => ": division by zero",
        0x21 => ": no such enum value",
        0x31 => ": pop from an empty array",
        0x32 => ": index out of bounds",
        0x41 => ": too much memory",
        0x51 => ": call of an unset function",
        _ => "",
    };
}
