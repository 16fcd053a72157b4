using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace HybridGpu.Domain.Commands;

/// <summary>The bytes that a client signs (EIP-712) for an order or a mass quote. Frozen in docs/wire.md, with
/// vectors.</summary>
/// <remarks>
/// Writes what is hashed and hashes nothing: Keccak-256 belongs to the rooms that verify or settle. Struct data is the
/// type hash followed by one 32-byte big-endian word per member; its Keccak-256 is the struct hash, which is the
/// order's id on-chain and <see cref="CommandHeader.OrderHash"/>. Source: EIP-712, "Definition of hashStruct".
/// Members are pure, allocate nothing and may be called by any thread.
/// </remarks>
public static class SignedOrder
{
    /// <summary>Bytes of an order's struct data: the type hash and ten members.</summary>
    public const int OrderLength = 11 * WordLength;

    /// <summary>Bytes of a mass quote's struct data: the type hash and six members.</summary>
    public const int MassQuoteLength = 7 * WordLength;

    /// <summary>Bytes of one entry as a leaf of a mass quote's Merkle tree.</summary>
    public const int QuoteLeafLength = 41;

    /// <summary>Bytes of an inner node of that tree before it is hashed.</summary>
    public const int QuoteNodeLength = 1 + (2 * Hash256.Length);

    /// <summary>Bytes whose Keccak-256 is the digest that is signed.</summary>
    public const int DigestInputLength = 2 + (2 * Hash256.Length);

    private const int WordLength = 32;

    /// <summary>Keccak-256 of the order's type string.</summary>
    public static ReadOnlySpan<byte> OrderTypeHash =>
    [
        0x69, 0xD4, 0x4E, 0xE2, 0x6D, 0x99, 0xFB, 0xB5, 0xE0, 0x9A, 0x7B, 0xCB, 0x66, 0x73, 0x64, 0x69,
        0x0B, 0x72, 0x4A, 0xA6, 0x2E, 0xA9, 0xC2, 0xFD, 0xA1, 0x29, 0xA0, 0x5A, 0x80, 0xF1, 0xED, 0xF8,
    ];

    /// <summary>Keccak-256 of the mass quote's type string.</summary>
    public static ReadOnlySpan<byte> MassQuoteTypeHash =>
    [
        0xD4, 0xD4, 0x5B, 0x81, 0xB3, 0xD7, 0x91, 0x81, 0x5B, 0x7A, 0xEE, 0x27, 0x5B, 0x11, 0x3B, 0xE0,
        0xD3, 0xDA, 0x8C, 0x2D, 0xBC, 0xE4, 0xB9, 0xD1, 0x1A, 0x98, 0x51, 0xBC, 0xA1, 0x63, 0x23, 0x98,
    ];

    /// <summary>Keccak-256 of EIP712Domain(string name,string version,uint256 chainId,address
    /// verifyingContract).</summary>
    public static ReadOnlySpan<byte> DomainTypeHash =>
    [
        0x8B, 0x73, 0xC3, 0xC6, 0x9B, 0xB8, 0xFE, 0x3D, 0x51, 0x2E, 0xCC, 0x4C, 0xF7, 0x59, 0xCC, 0x79,
        0x23, 0x9F, 0x7B, 0x17, 0x9B, 0x0F, 0xFA, 0xCA, 0xA9, 0xA7, 0x5D, 0x52, 0x2B, 0x39, 0x40, 0x0F,
    ];

    /// <summary>Writes an order's struct data. Hot path: 352 bytes written, no allocation.</summary>
    /// <param name="order">The order; its ClOrdId isn't signed, slot and nonce identify it.</param>
    /// <param name="destination">At least <see cref="OrderLength"/> bytes.</param>
    /// <returns><see cref="OrderLength"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static int WriteOrder(ref readonly NewOrder order, Span<byte> destination)
    {
        Span<byte> data = Exactly(destination, OrderLength);
        OrderTypeHash.CopyTo(data);
        WriteUnsigned(data, 1, order.Account.Value);
        WriteUnsigned(data, 2, order.Instrument.Value);
        WriteUnsigned(data, 3, (byte)order.Side);
        WriteUnsigned(data, 4, (byte)order.TimeInForce);
        WriteUnsigned(data, 5, (byte)order.Traits);
        WriteUnsigned(data, 6, order.Slot);
        WriteUnsigned(data, 7, order.Nonce);
        WriteSigned(data, 8, order.PriceTicks);
        WriteSigned(data, 9, order.Lots);
        WriteSigned(data, 10, order.ExpiryNs);
        return OrderLength;
    }

    /// <summary>Writes a mass quote's struct data. Hot path: 224 bytes written, no allocation.</summary>
    /// <param name="quote">Account and number of entries; its QuoteId enters by its hash.</param>
    /// <param name="quoteIdHash">Keccak-256 of the QuoteId's characters without padding.</param>
    /// <param name="version">Version of the account's quotes; a higher one replaces, a lower or equal one is
    /// dead.</param>
    /// <param name="entriesRoot">Merkle root of the entries.</param>
    /// <param name="expiryNs">Last moment of the quotes in SequencedNs.</param>
    /// <param name="destination">At least <see cref="MassQuoteLength"/> bytes.</param>
    /// <returns><see cref="MassQuoteLength"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static int WriteMassQuote(
        ref readonly MassQuote quote,
        Hash256 quoteIdHash,
        ulong version,
        Hash256 entriesRoot,
        long expiryNs,
        Span<byte> destination)
    {
        Span<byte> data = Exactly(destination, MassQuoteLength);
        MassQuoteTypeHash.CopyTo(data);
        WriteUnsigned(data, 1, quote.Account.Value);
        quoteIdHash.CopyTo(data.Slice(2 * WordLength, WordLength));
        WriteUnsigned(data, 3, version);
        WriteUnsigned(data, 4, quote.EntryCount);
        entriesRoot.CopyTo(data.Slice(5 * WordLength, WordLength));
        WriteSigned(data, 6, expiryNs);
        return MassQuoteLength;
    }

    /// <summary>Writes an entry as a Merkle leaf: 0x00, its index and its economic terms, packed big-endian.</summary>
    /// <remarks>SetId and EntryId are the client's own names and bind nobody, so they aren't signed. The leading byte
    /// keeps a leaf from ever being read as a node. Hot path: 41 bytes written, no allocation.</remarks>
    /// <param name="index">Place of the entry in the message, from 0.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="destination">At least <see cref="QuoteLeafLength"/> bytes.</param>
    /// <returns><see cref="QuoteLeafLength"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static int WriteQuoteLeaf(uint index, ref readonly QuoteEntry entry, Span<byte> destination)
    {
        Span<byte> leaf = Exactly(destination, QuoteLeafLength);
        leaf[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(leaf[1..], index);
        BinaryPrimitives.WriteUInt32BigEndian(leaf[5..], entry.Instrument.Value);
        BinaryPrimitives.WriteInt64BigEndian(leaf[9..], entry.BidTicks);
        BinaryPrimitives.WriteInt64BigEndian(leaf[17..], entry.BidLots);
        BinaryPrimitives.WriteInt64BigEndian(leaf[25..], entry.AskTicks);
        BinaryPrimitives.WriteInt64BigEndian(leaf[33..], entry.AskLots);
        return QuoteLeafLength;
    }

    /// <summary>Writes an inner node of the entries' tree: 0x01 and both children. Hot path: no allocation.</summary>
    /// <param name="left">Hash of the left child.</param>
    /// <param name="right">Hash of the right child; zero where there is none.</param>
    /// <param name="destination">At least <see cref="QuoteNodeLength"/> bytes.</param>
    /// <returns><see cref="QuoteNodeLength"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static int WriteQuoteNode(Hash256 left, Hash256 right, Span<byte> destination)
    {
        Span<byte> node = Exactly(destination, QuoteNodeLength);
        node[0] = 1;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + Hash256.Length)..]);
        return QuoteNodeLength;
    }

    /// <summary>Writes what is hashed into the digest that is signed: 0x19 0x01, domain separator, struct
    /// hash.</summary>
    /// <param name="domainSeparator">Struct hash of the domain; constant for a venue and its chain.</param>
    /// <param name="structHash">Struct hash of the order or mass quote.</param>
    /// <param name="destination">At least <see cref="DigestInputLength"/> bytes.</param>
    /// <returns><see cref="DigestInputLength"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static int WriteDigestInput(Hash256 domainSeparator, Hash256 structHash, Span<byte> destination)
    {
        Span<byte> input = Exactly(destination, DigestInputLength);
        input[0] = 0x19;
        input[1] = 0x01;
        domainSeparator.CopyTo(input[2..]);
        structHash.CopyTo(input[(2 + Hash256.Length)..]);
        return DigestInputLength;
    }

    private static void WriteUnsigned(Span<byte> data, int word, ulong value)
    {
        Span<byte> target = data.Slice(word * WordLength, WordLength);
        target[..24].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(target[24..], value);
    }

    // A signed integer fills its word with copies of its sign bit (two's complement of 256 bits).
    private static void WriteSigned(Span<byte> data, int word, long value)
    {
        Span<byte> target = data.Slice(word * WordLength, WordLength);
        target[..24].Fill(value < 0 ? (byte)0xFF : (byte)0);
        BinaryPrimitives.WriteInt64BigEndian(target[24..], value);
    }

    private static Span<byte> Exactly(Span<byte> destination, int length)
    {
        if (destination.Length < length)
        {
            ThrowTooShort(destination.Length, length);
        }

        return destination[..length];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowTooShort(int length, int needed) =>
        throw new ArgumentException($"The destination has {length} bytes and needs {needed}.", nameof(length));
}
