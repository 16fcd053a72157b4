using System;

namespace HybridGpu.Domain;

/// <summary>The one rule for text on the wire: printable ASCII, zero padded.</summary>
internal static class AsciiText
{
    /// <summary>Copies text into a padded field; false when it doesn't fit or isn't printable ASCII.</summary>
    public static bool TryPad(ReadOnlySpan<byte> ascii, Span<byte> padded)
    {
        if (ascii.Length > padded.Length || ascii.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
        {
            return false;
        }

        padded.Clear();
        ascii.CopyTo(padded);
        return true;
    }

    /// <summary>Characters before the padding.</summary>
    public static int UnpaddedLength(ReadOnlySpan<byte> padded)
    {
        int end = padded.IndexOf((byte)0);
        return end < 0 ? padded.Length : end;
    }
}
