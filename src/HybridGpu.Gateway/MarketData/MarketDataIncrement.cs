using System;
using System.Collections.Generic;
using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.MarketData;

/// <summary>Writes MarketDataIncrementalRefresh(X): the changes of one instrument. No allocation.</summary>
internal static class MarketDataIncrement
{
    /// <summary>Writes changes whose numbers end at a view's.</summary>
    public static void Write(
        FixMessageWriter writer, ReadOnlySpan<byte> requestId, List<DepthChange> changes, long lastSequence,
        in InstrumentSpec spec)
    {
        Span<byte> symbol = stackalloc byte[Text40.Capacity];
        int length = spec.Symbol.CopyTo(symbol);
        MarketDataIncrementalRefreshWriter message = new MarketDataIncrementalRefreshWriter(writer)
            .MDReqID(requestId)
            .NoMDEntries(changes.Count);
        long sequence = lastSequence - changes.Count;
        foreach (DepthChange change in changes)
        {
            message
                .MDUpdateAction(change.Action)
                .MDEntryType(change.Type)
                .Symbol(symbol[..length])
                .MDEntryPx(VenuePrice.FromTicks(change.Ticks, in spec));
            if (change.Action != MDUpdateActionValues.Delete)
            {
                message.MDEntrySize(VenuePrice.FromLots(change.Lots));
            }

            bool isTrade = change.Type == MDEntryTypeValues.Trade;
            if (isTrade)
            {
                WriteTime(message, change.TimeNs);
            }

            message.RptSeq(++sequence);
            if (isTrade)
            {
                message.AggressorSide((byte)('0' + (int)change.Aggressor));
            }
        }
    }

    private static void WriteTime(MarketDataIncrementalRefreshWriter message, long timeNs)
    {
        Span<byte> text = stackalloc byte[16];
        DateTime time = DateTime.UnixEpoch.AddTicks(timeNs / 100);
        time.TryFormat(text, out int date, "yyyyMMdd", CultureInfo.InvariantCulture);
        message.MDEntryDate(text[..date]);
        time.TryFormat(text, out int clock, "HH:mm:ss.fff", CultureInfo.InvariantCulture);
        message.MDEntryTime(text[..clock]);
    }
}
