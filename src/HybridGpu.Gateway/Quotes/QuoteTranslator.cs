using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Orders;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.Quotes;

/// <summary>MassQuote(i) to a command and its entries. Stateless; no allocation.</summary>
internal static class QuoteTranslator
{
    /// <summary>An instrument id that no listing has: the engine refuses the entry by name, the others go on.</summary>
    private static readonly InstrumentId Nowhere = new(uint.MaxValue);

    /// <summary>Reads a mass quote.</summary>
    /// <returns>Empty, or what is wrong with the whole message; single entries are judged by the engine.</returns>
    public static ReadOnlySpan<byte> TryRead(
        in MassQuoteReader message, GatewayClient client, VenueDirectory directory, out MassQuote quote)
    {
        quote = default;
        quote.Account = client.Account;
        if (!Text40.TryCreate(message.QuoteID, out quote.QuoteId))
        {
            return "QuoteID(117) must be at most 40 printable ASCII characters"u8;
        }

        if (message.HasAccount && !OrderTranslator.IsAccount(message.Account, client.Account))
        {
            return "Account(1) is not this session's account"u8;
        }

        ReadOnlySpan<byte> problem = QuoteGroups.TryRead(
            message.HasQuoteGroup, message.QuoteGroup, out quote.QuoteGroup);
        if (!problem.IsEmpty)
        {
            return problem;
        }

        foreach (MassQuoteReader.NoQuoteSetsEntry set in message.NoQuoteSets)
        {
            if (!IsCountRight(in set))
            {
                return "TotNoQuoteEntries(304) is not the number of the set's entries: send sets whole"u8;
            }

            if (!Text8.TryCreate(set.QuoteSetID, out Text8 setId))
            {
                return "QuoteSetID(302) must be at most 8 printable ASCII characters"u8;
            }

            foreach (MassQuoteReader.NoQuoteSetsEntry.NoQuoteEntriesEntry item in set.NoQuoteEntries)
            {
                if (quote.EntryCount == MassQuote.EntryCountMax)
                {
                    return "A MassQuote takes at most 10,000 entries"u8;
                }

                ref QuoteEntry entry = ref client.Entries[quote.EntryCount];
                entry = default;
                entry.SetId = setId;
                if (!Text16.TryCreate(item.QuoteEntryID, out entry.EntryId))
                {
                    return "QuoteEntryID(299) must be at most 16 printable ASCII characters"u8;
                }

                Read(in item, directory, ref entry);
                quote.EntryCount++;
            }
        }

        return default;
    }

    /// <summary>A set comes whole, or in parts of which all but the last say LastFragment(893)=N; a part has
    /// fewer.</summary>
    private static bool IsCountRight(in MassQuoteReader.NoQuoteSetsEntry set)
    {
        bool isWhole = !set.HasLastFragment;
        int count = set.NoQuoteEntries.Count;
        return isWhole ? count == set.TotNoQuoteEntries : count <= set.TotNoQuoteEntries;
    }

    private static void Read(
        in MassQuoteReader.NoQuoteSetsEntry.NoQuoteEntriesEntry item, VenueDirectory directory, ref QuoteEntry entry)
    {
        entry.Instrument = Nowhere;
        if (item.HasSymbol && Symbols.TryFind(directory, item.Symbol, out InstrumentSpec spec))
        {
            entry.Instrument = spec.Id;
            FixDecimal bid = item.HasBidPx ? item.BidPx : default;
            FixDecimal offer = item.HasOfferPx ? item.OfferPx : default;
            FixDecimal bidSize = item.HasBidSize ? item.BidSize : SizeUnnamed(item.HasBidPx);
            FixDecimal offerSize = item.HasOfferSize ? item.OfferSize : SizeUnnamed(item.HasOfferPx);
            ReadSide(bid, bidSize, in spec, out entry.BidTicks, out entry.BidLots);
            ReadSide(offer, offerSize, in spec, out entry.AskTicks, out entry.AskLots);
        }
    }

    /// <summary>A side that names neither price nor size is cancelled; a price without a size is no side.</summary>
    private static FixDecimal SizeUnnamed(bool hasPrice) => new(hasPrice ? -1 : 0, 0);

    /// <summary>One side. Off-tick prices and fractions become values that the engine refuses by name.</summary>
    private static void ReadSide(
        FixDecimal price, FixDecimal size, in InstrumentSpec spec, out long ticks, out long lots)
    {
        if (!VenuePrice.TryLots(size, out lots))
        {
            lots = -1;
        }

        if (!VenuePrice.TryTicks(price, in spec, out ticks))
        {
            ticks = 0;
        }
    }
}
