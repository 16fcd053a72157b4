using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Rlp;

/// <summary>A byte string, or a list of items: the only two things that Recursive Length Prefix knows.</summary>
/// <remarks>Source: Yellow Paper, appendix B. Immutable as long as the caller leaves the given arrays alone.</remarks>
public sealed class RlpItem
{
    private readonly byte[]? _bytes;
    private readonly IReadOnlyList<RlpItem>? _items;

    private RlpItem(byte[]? bytes, IReadOnlyList<RlpItem>? items)
    {
        _bytes = bytes;
        _items = items;
    }

    /// <summary>Whether it is a list.</summary>
    public bool IsList => _items is not null;

    /// <summary>The byte string.</summary>
    /// <exception cref="FormatException">It is a list.</exception>
    public ReadOnlyMemory<byte> Bytes => _bytes ?? throw new FormatException("RLP: a list where bytes are expected");

    /// <summary>The list's items.</summary>
    /// <exception cref="FormatException">It is a byte string.</exception>
    public IReadOnlyList<RlpItem> Items =>
        _items ?? throw new FormatException("RLP: bytes where a list is expected");

    /// <summary>A byte string.</summary>
    /// <param name="bytes">Copied.</param>
    /// <returns>The item.</returns>
    public static RlpItem Of(ReadOnlySpan<byte> bytes) => new(bytes.ToArray(), null);

    /// <summary>An integer: big-endian without leading zeros, zero being the empty string.</summary>
    /// <param name="value">Not negative.</param>
    /// <returns>The item.</returns>
    public static RlpItem Of(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value.Sign, nameof(value));
        return new RlpItem(value.IsZero ? [] : value.ToByteArray(isUnsigned: true, isBigEndian: true), null);
    }

    /// <summary>An address, or the empty string that stands for none.</summary>
    /// <param name="address">The address or null.</param>
    /// <returns>The item.</returns>
    public static RlpItem Of(Address? address) => new(address?.ToArray() ?? [], null);

    /// <summary>A list.</summary>
    /// <param name="items">Its items.</param>
    /// <returns>The item.</returns>
    public static RlpItem List(params IEnumerable<RlpItem> items) => new(null, items.ToArray());

    /// <summary>The byte string as an integer, which has to be canonical.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException">A list, or a leading zero.</exception>
    public BigInteger ToInteger()
    {
        ReadOnlySpan<byte> bytes = Bytes.Span;
        return bytes.Length > 0 && bytes[0] == 0
            ? throw new FormatException("RLP: an integer with a leading zero")
            : new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>The byte string as an integer of at most 64 bits.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException">A list, a leading zero, or above 64 bits.</exception>
    public ulong ToUInt64() => Bytes.Length <= sizeof(ulong)
        ? (ulong)ToInteger()
        : throw new FormatException("RLP: an integer above 64 bits");

    /// <summary>The byte string as an address; empty is none.</summary>
    /// <returns>The address or null.</returns>
    /// <exception cref="FormatException">A list, or neither 0 nor 20 bytes.</exception>
    public Address? ToAddress() => Bytes.Length switch
    {
        0 => null,
        Address.Size => new Address(Bytes.Span),
        _ => throw new FormatException("RLP: neither an address nor none"),
    };
}
