using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace HybridGpu.FixFuzz;

/// <summary>The text of an expectation that was not met, put together only then.</summary>
[InterpolatedStringHandler]
internal readonly ref struct FaultText
{
    private readonly StringBuilder? _text;

    /// <summary>Begins a text; called by the compiler.</summary>
    /// <param name="literalLength">Characters of its fixed parts.</param>
    /// <param name="formattedCount">How many values stand in it.</param>
    /// <param name="isSo">Whether all is well.</param>
    /// <param name="isWanted">Whether the text is needed.</param>
    public FaultText(int literalLength, int formattedCount, bool isSo, out bool isWanted)
    {
        isWanted = !isSo;
        _text = isSo ? null : new StringBuilder(literalLength + (16 * formattedCount));
    }

    /// <summary>Throws unless something is so.</summary>
    /// <param name="isSo">Whether it is.</param>
    /// <param name="fault">What is wrong otherwise.</param>
    /// <exception cref="FuzzException">It is not.</exception>
    public static void Expect(bool isSo, [InterpolatedStringHandlerArgument(nameof(isSo))] in FaultText fault)
    {
        if (!isSo)
        {
            throw new FuzzException(fault._text!.ToString());
        }
    }

    /// <summary>Appends a fixed part.</summary>
    /// <param name="text">The part.</param>
    public void AppendLiteral(string text) => _text!.Append(text);

    /// <summary>Appends a value.</summary>
    /// <param name="value">The value.</param>
    public void AppendFormatted<T>(T value) => _text!.Append(CultureInfo.InvariantCulture, $"{value}");

    /// <summary>Appends a message, readable.</summary>
    /// <param name="message">The bytes.</param>
    public void AppendFormatted(ReadOnlySpan<byte> message) =>
        _text!.Append(Encoding.Latin1.GetString(message).Replace('\u0001', '|'));
}
