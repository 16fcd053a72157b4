using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Ethereum.Hashing;

namespace HybridGpu.Gateway.Signatures;

/// <summary>Struct hashes of orders and mass quotes, and the digests that are signed.</summary>
/// <remarks>Cost: 3 permutations for a struct hash, 1 for a digest, no allocation. Source: docs/wire.md, section 7.
/// Thread: any.</remarks>
public static class OrderHashes
{
    /// <summary>The struct hash of an order: its id on-chain, and OrderHash of its command.</summary>
    /// <param name="order">The order; of its traits only post-only is signed, in whichever of its two ways.</param>
    public static Hash256 Of(in NewOrder order)
    {
        NewOrder signed = order;
        signed.Traits = (order.Traits & (OrderTraits.PostOnly | OrderTraits.PostOnlySlide)) != 0
            ? OrderTraits.PostOnly
            : OrderTraits.None;
        Span<byte> data = stackalloc byte[SignedOrder.OrderLength];
        SignedOrder.WriteOrder(in signed, data);
        return Hash(data);
    }

    /// <summary>The struct hash of a mass quote.</summary>
    /// <param name="quote">The message with its version and expiry.</param>
    /// <param name="entries">Its entries.</param>
    public static Hash256 Of(in MassQuote quote, ReadOnlySpan<QuoteEntry> entries)
    {
        Span<byte> name = stackalloc byte[Text40.Capacity];
        Hash256 quoteId = Hash(name[..quote.QuoteId.CopyTo(name)]);
        Span<byte> data = stackalloc byte[SignedOrder.MassQuoteLength];
        SignedOrder.WriteMassQuote(in quote, quoteId, quote.Version, QuoteRoot.Of(entries), quote.ExpiryNs, data);
        return Hash(data);
    }

    /// <summary>Writes the digest that is signed.</summary>
    /// <param name="domainSeparator">Of the venue.</param>
    /// <param name="structHash">Of what is signed.</param>
    /// <param name="digest">32 bytes.</param>
    public static void WriteDigest(Hash256 domainSeparator, Hash256 structHash, Span<byte> digest)
    {
        Span<byte> input = stackalloc byte[SignedOrder.DigestInputLength];
        SignedOrder.WriteDigestInput(domainSeparator, structHash, input);
        Keccak256.Hash(input, digest);
    }

    private static Hash256 Hash(ReadOnlySpan<byte> message)
    {
        Span<byte> hash = stackalloc byte[Hash256.Length];
        Keccak256.Hash(message, hash);
        return new Hash256(hash);
    }
}
