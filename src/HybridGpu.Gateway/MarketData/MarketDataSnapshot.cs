using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.MarketData;

/// <summary>Writes MarketDataSnapshotFullRefresh(W). No allocation.</summary>
internal static class MarketDataSnapshot
{
    /// <summary>Writes what a subscription wants to see of a book, as the book is; an empty book is said to be
    /// one.</summary>
    public static void Write(
        FixMessageWriter writer, DepthBook book, MarketDataSubscription subscription, in InstrumentSpec spec)
    {
        int bids = LevelsOf(book.Bids, subscription, MarketDataEntries.Bids);
        int asks = LevelsOf(book.Asks, subscription, MarketDataEntries.Asks);
        bool hasTrade = (subscription.Entries & MarketDataEntries.Trades) != 0 && book.LastTradeLots > 0;
        MarketDataSnapshotFullRefreshWriter message = Begin(
            writer, subscription, in spec, view: null, bids + asks + (hasTrade ? 1 : 0));
        for (int i = 0; i < bids; i++)
        {
            WriteLevel(message, MDEntryTypeValues.Bid, book.Bids[i], i, in spec);
        }

        for (int i = 0; i < asks; i++)
        {
            WriteLevel(message, MDEntryTypeValues.Offer, book.Asks[i], i, in spec);
        }

        if (hasTrade)
        {
            WriteTrade(message, book.LastTradeTicks, book.LastTradeLots, in spec);
        }
    }

    /// <summary>Writes a view with its number: what the next changes are changes to.</summary>
    public static void Write(
        FixMessageWriter writer, DepthView view, MarketDataSubscription subscription, in InstrumentSpec spec)
    {
        bool hasTrade = (subscription.Entries & MarketDataEntries.Trades) != 0 && view.LastTradeLots > 0;
        MarketDataSnapshotFullRefreshWriter message = Begin(
            writer, subscription, in spec, view, view.Bids.Count + view.Asks.Count + (hasTrade ? 1 : 0));
        for (int i = 0; i < view.Bids.Count; i++)
        {
            WriteLevel(message, MDEntryTypeValues.Bid, view.Bids[i], i, in spec);
        }

        for (int i = 0; i < view.Asks.Count; i++)
        {
            WriteLevel(message, MDEntryTypeValues.Offer, view.Asks[i], i, in spec);
        }

        if (hasTrade)
        {
            WriteTrade(message, view.LastTradeTicks, view.LastTradeLots, in spec);
        }
    }

    private static MarketDataSnapshotFullRefreshWriter Begin(
        FixMessageWriter writer, MarketDataSubscription subscription, scoped in InstrumentSpec spec, DepthView? view,
        int count)
    {
        Span<byte> symbol = stackalloc byte[Text40.Capacity];
        var message = new MarketDataSnapshotFullRefreshWriter(writer);
        message.MDReqID(subscription.RequestId);
        message.Symbol(symbol[..spec.Symbol.CopyTo(symbol)]);
        if (view is not null)
        {
            message.RptSeq(view.Sequence);
        }

        message.NoMDEntries(Math.Max(1, count));
        if (count == 0)
        {
            message.MDEntryType(MDEntryTypeValues.EmptyBook);
        }

        return message;
    }

    private static int LevelsOf(DepthSide side, MarketDataSubscription subscription, MarketDataEntries kind) =>
        (subscription.Entries & kind) != 0 ? Math.Min(side.Count, subscription.Depth) : 0;

    private static void WriteLevel(
        MarketDataSnapshotFullRefreshWriter message, byte type, (long Ticks, long Lots) level, int index,
        in InstrumentSpec spec) =>
        message
            .MDEntryType(type)
            .MDEntryPx(VenuePrice.FromTicks(level.Ticks, in spec))
            .MDEntrySize(VenuePrice.FromLots(level.Lots))
            .MDEntryPositionNo(index + 1);

    private static void WriteTrade(
        MarketDataSnapshotFullRefreshWriter message, long ticks, long lots, in InstrumentSpec spec) =>
        message
            .MDEntryType(MDEntryTypeValues.Trade)
            .MDEntryPx(VenuePrice.FromTicks(ticks, in spec))
            .MDEntrySize(VenuePrice.FromLots(lots));
}
