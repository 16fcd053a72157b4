using System;
using System.Buffers.Binary;
using HybridGpu.Ethereum.Hashing;

namespace HybridGpu.Ethereum.Values;

/// <summary>An account's address: the last 20 bytes of the Keccak-256 of its public key.</summary>
/// <remarks>Source: Yellow Paper, appendix F; printed with the checksum of EIP-55.</remarks>
public readonly struct Address : IEquatable<Address>
{
    /// <summary>Its size in bytes.</summary>
    public const int Size = 20;

    /// <summary>The zero address.</summary>
    public static readonly Address Zero;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly uint _third;

    /// <summary>Copies the bytes.</summary>
    /// <param name="bytes">Exactly 20.</param>
    public Address(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size, nameof(bytes));
        _first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _third = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
    }

    /// <summary>Same address.</summary>
    public static bool operator ==(Address left, Address right) => left.Equals(right);

    /// <summary>Another address.</summary>
    public static bool operator !=(Address left, Address right) => !left.Equals(right);

    /// <summary>Reads 40 digits with 0x. One letter case alone carries no checksum; mixed case must be
    /// EIP-55's.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address.</param>
    /// <returns>False for anything else, a wrong checksum included.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Address address)
    {
        Span<byte> bytes = stackalloc byte[Size];
        address = default;
        if (!text.StartsWith("0x", StringComparison.Ordinal) || !Hex.TryDecode(text, bytes))
        {
            return false;
        }

        address = new Address(bytes);
        ReadOnlySpan<char> digits = text[2..];
        bool isMixed = digits.ContainsAnyInRange('a', 'f') && digits.ContainsAnyInRange('A', 'F');
        return !isMixed || text.SequenceEqual(address.ToString());
    }

    /// <summary>Reads an address as <see cref="TryParse"/> does.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The address.</returns>
    /// <exception cref="FormatException">It isn't one, or its checksum is wrong.</exception>
    public static Address Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out Address address) ? address : throw new FormatException("not an address of EIP-55");

    /// <summary>Writes the bytes.</summary>
    /// <param name="destination">At least 20 bytes.</param>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _first);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _second);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], _third);
    }

    /// <summary>The bytes, in a new array.</summary>
    /// <returns>20 bytes.</returns>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public bool Equals(Address other) => _first == other._first && _second == other._second && _third == other._third;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Address other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_first, _second, _third);

    /// <summary>0x and 40 digits, upper case where EIP-55 says so.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        Span<byte> digits = stackalloc byte[2 * Size];
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        for (int i = 0; i < bytes.Length; i++)
        {
            digits[2 * i] = Digit(bytes[i] >> 4);
            digits[(2 * i) + 1] = Digit(bytes[i] & 15);
        }

        // EIP-55: a letter is upper case where the hash of the lower-case text has a nibble of 8 or more.
        Span<byte> hash = stackalloc byte[Hash32.Size];
        Keccak256.Hash(digits, hash);
        Span<char> text = stackalloc char[2 + digits.Length];
        "0x".CopyTo(text);
        for (int i = 0; i < digits.Length; i++)
        {
            int nibble = (i & 1) == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
            text[2 + i] = digits[i] >= (byte)'a' && nibble >= 8 ? (char)(digits[i] - 32) : (char)digits[i];
        }

        return new string(text);
    }

    private static byte Digit(int nibble) => (byte)(nibble < 10 ? '0' + nibble : 'a' + nibble - 10);
}
