using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Orders;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.Quotes;

/// <summary>QuoteCancel(Z) to commands. Stateless; no allocation.</summary>
internal static class QuoteCancelTranslator
{
    /// <summary>Reads a cancel by symbols: entries without sizes.</summary>
    /// <returns>Empty, or what is wrong with it.</returns>
    public static ReadOnlySpan<byte> TryRead(
        in QuoteCancelReader message, GatewayClient client, VenueDirectory directory, out MassQuote nothing)
    {
        nothing = new MassQuote { Account = client.Account };
        ReadOnlySpan<byte> problem = CheckSender(in message, client, out nothing.QuoteId);
        if (!problem.IsEmpty)
        {
            return problem;
        }

        foreach (QuoteCancelReader.NoQuoteEntriesEntry item in message.NoQuoteEntries)
        {
            if (nothing.EntryCount == MassQuote.EntryCountMax)
            {
                return "A QuoteCancel takes at most 10,000 entries"u8;
            }

            if (!Symbols.TryFind(directory, item.Symbol, out InstrumentSpec spec))
            {
                return "Unknown Symbol(55)"u8;
            }

            client.Entries[nothing.EntryCount] = new QuoteEntry { Instrument = spec.Id };
            nothing.EntryCount++;
        }

        return nothing.EntryCount == 0 ? "QuoteCancelType(298) 1 needs NoQuoteEntries(295)"u8 : default;
    }

    /// <summary>Reads a cancel of all quotes, or those of an underlying or a quote group.</summary>
    /// <returns>Empty, or what is wrong with it.</returns>
    public static ReadOnlySpan<byte> TryRead(
        in QuoteCancelReader message, GatewayClient client, VenueDirectory directory, out MassCancel cancel)
    {
        cancel = new MassCancel { Account = client.Account, Target = MassCancelTarget.Quotes };
        ReadOnlySpan<byte> problem = CheckSender(in message, client, out cancel.ClOrdId);
        if (!problem.IsEmpty)
        {
            return problem;
        }

        if (message.QuoteCancelType == QuoteCancelTypeValues.CancelForUnderlyingSymbol)
        {
            cancel.Scope = MassCancelScope.Underlying;
            return Symbols.TryFindUnderlying(directory, message.UnderlyingSymbol, out cancel.Underlying)
                ? default
                : "Unknown UnderlyingSymbol(311)"u8;
        }

        cancel.Scope = message.HasQuoteGroup ? MassCancelScope.QuoteGroup : MassCancelScope.Account;
        return QuoteGroups.TryRead(message.HasQuoteGroup, message.QuoteGroup, out cancel.QuoteGroup);
    }

    private static ReadOnlySpan<byte> CheckSender(
        in QuoteCancelReader message, GatewayClient client, out Text40 quoteId)
    {
        if (!Text40.TryCreate(message.QuoteID, out quoteId))
        {
            return "QuoteID(117) must be at most 40 printable ASCII characters"u8;
        }

        return message.HasAccount && !OrderTranslator.IsAccount(message.Account, client.Account)
            ? "Account(1) is not this session's account"u8
            : default;
    }
}
