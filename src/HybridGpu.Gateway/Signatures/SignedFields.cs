using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Signatures;

/// <summary>The fields that only signed messages have, and what a signature can't be made over.</summary>
/// <remarks>Stateless; no allocation. Source: docs/wire.md, section 7, "From FIX".</remarks>
internal static class SignedFields
{
    private const long SlotsEnd = 1_024;

    /// <summary>Whether a message has any of them.</summary>
    public static bool AreIn(FixMessage message) =>
        message.Has(Tags.Signature) || message.Has(Tags.OrderSlot) || message.Has(Tags.OrderNonce)
        || message.Has(Tags.QuoteVersion);

    /// <summary>Slot, nonce and expiry of an order.</summary>
    /// <returns>Empty, or what is wrong.</returns>
    public static ReadOnlySpan<byte> Read(
        scoped in NewOrderSingleReader message, scoped ref NewOrder order, out SignatureFault fault)
    {
        fault = SignatureFault.NotSignable;
        if (!message.HasTimeInForce || message.TimeInForce is not (TimeInForceValues.GoodTillCancel
            or TimeInForceValues.ImmediateOrCancel or TimeInForceValues.FillOrKill))
        {
            return "A signed order has TimeInForce(59) 1, 3 or 4; its end is ExpireTime(126)"u8;
        }

        if (order.Type == OrderType.Market && message.TimeInForce == TimeInForceValues.GoodTillCancel)
        {
            return "A signed market order has TimeInForce(59) 3 or 4"u8;
        }

        if (!message.HasPrice)
        {
            return "A signed market or stop order names its worst price: Price(44)"u8;
        }

        fault = SignatureFault.FieldMissing;
        if (!message.HasAccount)
        {
            return "A signed order names its Account(1)"u8;
        }

        if (!message.HasExpireTime)
        {
            return "A signed order has an ExpireTime(126)"u8;
        }

        if (!message.HasOrderSlot || message.OrderSlot is < 0 or >= SlotsEnd)
        {
            return "A signed order has an OrderSlot(20040) from 0 to 1023"u8;
        }

        if (!message.HasOrderNonce || message.OrderNonce <= 0)
        {
            return "A signed order has an OrderNonce(20041) above the last one of its slot"u8;
        }

        fault = SignatureFault.None;
        order.Slot = (ushort)message.OrderSlot;
        order.Nonce = (ulong)message.OrderNonce;
        order.ExpiryNs = message.ExpireTimeNs;
        return default;
    }

    /// <summary>Version and expiry of a mass quote.</summary>
    /// <returns>Empty, or what is wrong.</returns>
    public static ReadOnlySpan<byte> Read(
        scoped in MassQuoteReader message,
        scoped ref MassQuote quote,
        ReadOnlySpan<QuoteEntry> entries,
        out SignatureFault fault)
    {
        fault = SignatureFault.NotSignable;
        if (entries.IsEmpty)
        {
            return "A signed MassQuote has entries"u8;
        }

        foreach (ref readonly QuoteEntry entry in entries)
        {
            // What couldn't be read isn't what was signed: said here, where the reason is known.
            if (entry.Instrument.Value == uint.MaxValue || entry.BidLots < 0 || entry.AskLots < 0)
            {
                return "A signed MassQuote is refused whole: an unknown Symbol(55), or a size that is no lots"u8;
            }
        }

        fault = SignatureFault.FieldMissing;
        if (!message.HasAccount)
        {
            return "A signed MassQuote names its Account(1)"u8;
        }

        if (!message.HasQuoteVersion || message.QuoteVersion <= 0)
        {
            return "A signed MassQuote has a QuoteVersion(20042) above the account's last one"u8;
        }

        if (!message.HasValidUntilTime || message.ValidUntilTimeNs <= 0)
        {
            return "A signed MassQuote has a ValidUntilTime(62)"u8;
        }

        fault = SignatureFault.None;
        quote.Version = (ulong)message.QuoteVersion;
        quote.ExpiryNs = message.ValidUntilTimeNs;
        return default;
    }
}
