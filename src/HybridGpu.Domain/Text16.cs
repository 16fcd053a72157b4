using System;
using System.Runtime.InteropServices;
using System.Text;

namespace HybridGpu.Domain;

/// <summary>Up to 16 printable ASCII characters in place, zero padded.</summary>
[StructLayout(LayoutKind.Sequential, Size = Capacity)]
public readonly struct Text16 : IEquatable<Text16>
{
    /// <summary>Most characters.</summary>
    public const int Capacity = 16;

    private readonly ulong _w0;
    private readonly ulong _w1;

    private Text16(ReadOnlySpan<byte> padded)
    {
        this = MemoryMarshal.Read<Text16>(padded);
    }

    /// <summary>True when there is no text.</summary>
    public bool IsEmpty => (byte)_w0 == 0;

    /// <summary>Takes the text over. Hot path: no allocation.</summary>
    /// <returns>False when it is longer than 16 characters or holds anything but printable ASCII.</returns>
    public static bool TryCreate(ReadOnlySpan<byte> ascii, out Text16 text)
    {
        text = default;
        Span<byte> padded = stackalloc byte[Capacity];
        if (!AsciiText.TryPad(ascii, padded))
        {
            return false;
        }

        text = new Text16(padded);
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
    public bool Equals(Text16 other) => _w0 == other._w0 && _w1 == other._w1;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Text16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((int)(Mix.Finalize(_w0 ^ _w1) >> 32));

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> characters = stackalloc byte[Capacity];
        return Encoding.ASCII.GetString(characters[..CopyTo(characters)]);
    }

    /// <summary>Equality of text.</summary>
    public static bool operator ==(Text16 left, Text16 right) => left.Equals(right);

    /// <summary>Inequality of text.</summary>
    public static bool operator !=(Text16 left, Text16 right) => !left.Equals(right);
}
