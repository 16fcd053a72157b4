using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.MarketData;

/// <summary>MarketDataRequest(V) read and checked, on the session's thread.</summary>
internal static class MarketDataRequests
{
    /// <summary>Most instruments of one request: their snapshots fit the queue of its session.</summary>
    public const int InstrumentsMax = 1_000;

    /// <summary>Most levels of a side that are shown.</summary>
    public const int DepthMax = 20;

    /// <summary>Reads a request.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="request">The message.</param>
    /// <param name="directory">Instruments by symbol.</param>
    /// <param name="change">What is to be done.</param>
    /// <param name="reason">MDReqRejReason(281) where there is a problem.</param>
    /// <returns>Empty, or what is wrong.</returns>
    public static ReadOnlySpan<byte> TryRead(
        GatewayClient client, scoped in MarketDataRequestReader request, VenueDirectory directory,
        out MarketDataChange? change, out byte reason)
    {
        change = null;
        reason = MDReqRejReasonValues.UnsupportedSubscriptionrequesttype;
        if (!TryReadKind(in request, out MarketDataChangeKind kind))
        {
            return "SubscriptionRequestType(263) must be 0, 1 or 2"u8;
        }

        reason = MDReqRejReasonValues.UnsupportedMdentrytype;
        if (!TryReadEntries(in request, out MarketDataEntries entries))
        {
            return "MDEntryType(269) must be 0, 1 or 2"u8;
        }

        reason = MDReqRejReasonValues.InsufficientBandwidth;
        if (request.NoRelatedSym.Count is 0 or > InstrumentsMax)
        {
            return "NoRelatedSym(146) must be 1 to 1,000"u8;
        }

        reason = MDReqRejReasonValues.UnknownSymbol;
        var instruments = new List<InstrumentId>();
        foreach (MarketDataRequestReader.NoRelatedSymEntry related in request.NoRelatedSym)
        {
            if (!Symbols.TryFind(directory, related.Symbol, out InstrumentSpec spec))
            {
                return "Unknown Symbol(55)"u8;
            }

            instruments.Add(spec.Id);
        }

        // MarketDepth 0 is the whole book; it is bounded here.
        int depth = request.MarketDepth is > 0 and < DepthMax ? (int)request.MarketDepth : DepthMax;
        bool isIncremental = request.HasMDUpdateType && request.MDUpdateType == 1;
        change = new MarketDataChange(
            new MarketDataSubscription(client, request.MDReqID, depth, entries, isIncremental), instruments, kind);
        return default;
    }

    /// <summary>Refuses a request.</summary>
    public static void Refuse(
        GatewayClient client, in MarketDataRequestReader request, byte reason, ReadOnlySpan<byte> text)
    {
        new MarketDataRequestRejectWriter(client.InboundWriter)
            .MDReqID(request.MDReqID)
            .MDReqRejReason(reason)
            .Text(text);
        client.Session.Send(client.InboundWriter);
    }

    private static bool TryReadKind(in MarketDataRequestReader request, out MarketDataChangeKind kind)
    {
        kind = request.SubscriptionRequestType switch
        {
            SubscriptionRequestTypeValues.Snapshot => MarketDataChangeKind.Snapshot,
            SubscriptionRequestTypeValues.Subscribe => MarketDataChangeKind.Subscribe,
            _ => MarketDataChangeKind.Unsubscribe,
        };
        return kind != MarketDataChangeKind.Unsubscribe
            || request.SubscriptionRequestType == SubscriptionRequestTypeValues.Unsubscribe;
    }

    private static bool TryReadEntries(in MarketDataRequestReader request, out MarketDataEntries entries)
    {
        entries = MarketDataEntries.None;
        foreach (MarketDataRequestReader.NoMDEntryTypesEntry type in request.NoMDEntryTypes)
        {
            MarketDataEntries entry = type.MDEntryType switch
            {
                MDEntryTypeValues.Bid => MarketDataEntries.Bids,
                MDEntryTypeValues.Offer => MarketDataEntries.Asks,
                MDEntryTypeValues.Trade => MarketDataEntries.Trades,
                _ => MarketDataEntries.None,
            };
            if (entry == MarketDataEntries.None)
            {
                return false;
            }

            entries |= entry;
        }

        return true;
    }
}
