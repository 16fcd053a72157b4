using System;
using System.Runtime.InteropServices;
using System.Text;

namespace HybridGpu.Domain;

/// <summary>Up to 8 printable ASCII characters in place, zero padded.</summary>
[StructLayout(LayoutKind.Sequential, Size = Capacity)]
public readonly struct Text8 : IEquatable<Text8>
{
    /// <summary>Most characters.</summary>
    public const int Capacity = 8;

    private readonly ulong _w0;

    private Text8(ReadOnlySpan<byte> padded)
    {
        this = MemoryMarshal.Read<Text8>(padded);
    }

    /// <summary>True when there is no text.</summary>
    public bool IsEmpty => (byte)_w0 == 0;

    /// <summary>Takes the text over. Hot path: no allocation.</summary>
    /// <returns>False when it is longer than 8 characters or holds anything but printable ASCII.</returns>
    public static bool TryCreate(ReadOnlySpan<byte> ascii, out Text8 text)
    {
        text = default;
        Span<byte> padded = stackalloc byte[Capacity];
        if (!AsciiText.TryPad(ascii, padded))
        {
            return false;
        }

        text = new Text8(padded);
        return true;
    }

    /// <summary>Writes the characters without padding. Hot path: no allocation.</summary>
    /// <param name="destination">At least <see cref="Capacity"/> bytes.</param>
    /// <returns>Number of characters written.</returns>
    public int CopyTo(Span<byte> destination)
    {
        MemoryMarshal.Write(destination, in this);
        return AsciiText.UnpaddedLength(destination[..Capacity]);
    }

    /// <inheritdoc/>
    public bool Equals(Text8 other) => _w0 == other._w0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Text8 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((int)(Mix.Finalize(_w0) >> 32));

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> characters = stackalloc byte[Capacity];
        return Encoding.ASCII.GetString(characters[..CopyTo(characters)]);
    }

    /// <summary>Equality of text.</summary>
    public static bool operator ==(Text8 left, Text8 right) => left.Equals(right);

    /// <summary>Inequality of text.</summary>
    public static bool operator !=(Text8 left, Text8 right) => !left.Equals(right);
}
