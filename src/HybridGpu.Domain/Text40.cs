using System;
using System.Runtime.InteropServices;
using System.Text;

namespace HybridGpu.Domain;

/// <summary>Up to 40 printable ASCII characters in place: a client's own name for an order or quote, a symbol, a
/// CompID.</summary>
/// <remarks>Five little-endian words, zero padded, so that equality is five compares and the journal stores it as is.
/// 40 holds a UUID with dashes (36).</remarks>
[StructLayout(LayoutKind.Sequential, Size = Capacity)]
public readonly struct Text40 : IEquatable<Text40>
{
    /// <summary>Most characters.</summary>
    public const int Capacity = 40;

    private readonly ulong _w0;
    private readonly ulong _w1;
    private readonly ulong _w2;
    private readonly ulong _w3;
    private readonly ulong _w4;

    private Text40(ReadOnlySpan<byte> padded)
    {
        this = MemoryMarshal.Read<Text40>(padded);
    }

    /// <summary>True when there is no text.</summary>
    public bool IsEmpty => (byte)_w0 == 0;

    /// <summary>Takes the text over. Hot path: no allocation.</summary>
    /// <returns>False when it is longer than 40 characters or holds anything but printable ASCII.</returns>
    public static bool TryCreate(ReadOnlySpan<byte> ascii, out Text40 text)
    {
        text = default;
        Span<byte> padded = stackalloc byte[Capacity];
        if (!AsciiText.TryPad(ascii, padded))
        {
            return false;
        }

        text = new Text40(padded);
        return true;
    }

    /// <summary>Takes a string of the venue's own over.</summary>
    /// <exception cref="ArgumentException">Longer than 40 characters, or not printable ASCII.</exception>
    public static Text40 Create(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // The encoder would turn other characters into printable question marks, so they are refused before it.
        return Ascii.IsValid(text) && TryCreate(Encoding.ASCII.GetBytes(text), out Text40 result)
            ? result
            : throw new ArgumentException($"'{text}' is not 40 or fewer printable ASCII characters.", nameof(text));
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
    public bool Equals(Text40 other) =>
        _w0 == other._w0 && _w1 == other._w1 && _w2 == other._w2 && _w3 == other._w3 && _w4 == other._w4;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Text40 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((int)(Digest() >> 32));

    /// <summary>A 64-bit mix of the text, the same on every machine, for hash tables and the state hash.</summary>
    public ulong Digest()
    {
        ulong h = Mix.Combine(Mix.Combine(_w0, _w1), Mix.Combine(_w2, _w3));
        return Mix.Combine(h, _w4);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> characters = stackalloc byte[Capacity];
        return Encoding.ASCII.GetString(characters[..CopyTo(characters)]);
    }

    /// <summary>Equality of text.</summary>
    public static bool operator ==(Text40 left, Text40 right) => left.Equals(right);

    /// <summary>Inequality of text.</summary>
    public static bool operator !=(Text40 left, Text40 right) => !left.Equals(right);
}
