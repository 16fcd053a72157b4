using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.MarketData;

/// <summary>Writes MarketDataSnapshotFullRefresh(W). No allocation.</summary>
internal static class MarketDataSnapshot
{
    /// <summary>Writes what a subscription wants to see of a book; an empty book is said to be one.</summary>
    public static void Write(
        FixMessageWriter writer, DepthBook book, MarketDataSubscription subscription, in InstrumentSpec spec)
    {
        Span<byte> symbol = stackalloc byte[Text40.Capacity];
        int bids = LevelsOf(book.Bids, subscription, MarketDataEntries.Bids);
        int asks = LevelsOf(book.Asks, subscription, MarketDataEntries.Asks);
        bool hasTrade = (subscription.Entries & MarketDataEntries.Trades) != 0 && book.LastTradeLots > 0;
        int count = bids + asks + (hasTrade ? 1 : 0);

        var message = new MarketDataSnapshotFullRefreshWriter(writer);
        message
            .MDReqID(subscription.RequestId)
            .Symbol(symbol[..spec.Symbol.CopyTo(symbol)])
            .NoMDEntries(Math.Max(1, count));
        if (count == 0)
        {
            message.MDEntryType(MDEntryTypeValues.EmptyBook);
            return;
        }

        WriteSide(message, MDEntryTypeValues.Bid, book.Bids, bids, in spec);
        WriteSide(message, MDEntryTypeValues.Offer, book.Asks, asks, in spec);
        if (hasTrade)
        {
            message
                .MDEntryType(MDEntryTypeValues.Trade)
                .MDEntryPx(VenuePrice.FromTicks(book.LastTradeTicks, in spec))
                .MDEntrySize(VenuePrice.FromLots(book.LastTradeLots));
        }
    }

    private static int LevelsOf(DepthSide side, MarketDataSubscription subscription, MarketDataEntries kind) =>
        (subscription.Entries & kind) != 0 ? Math.Min(side.Count, subscription.Depth) : 0;

    private static void WriteSide(
        MarketDataSnapshotFullRefreshWriter message, byte type, DepthSide side, int count, in InstrumentSpec spec)
    {
        for (int i = 0; i < count; i++)
        {
            message
                .MDEntryType(type)
                .MDEntryPx(VenuePrice.FromTicks(side[i].Ticks, in spec))
                .MDEntrySize(VenuePrice.FromLots(side[i].Lots))
                .MDEntryPositionNo(i + 1);
        }
    }
}
