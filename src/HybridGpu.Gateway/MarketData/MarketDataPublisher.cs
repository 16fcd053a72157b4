using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.MarketData;

/// <summary>MarketDataRequest(V) in, MarketDataSnapshotFullRefresh(W) out: books by level, folded from order
/// events.</summary>
/// <remarks>
/// Conflating: an instrument that changed several times since its last snapshot is sent once, as it stands, at the end
/// of a batch of events and at most every <see cref="PublishIntervalNs"/>. Snapshots go only to clients that are logged
/// on and never wait in a store. Thread: its own, on the outbound ring; requests arrive by a bounded queue and are
/// answered with the next event, of which the venue's clock makes one every few milliseconds.
/// </remarks>
internal sealed class MarketDataPublisher : IVenueObserver
{
    /// <summary>Least time between two rounds of snapshots, in the venue's wall time.</summary>
    private const long PublishIntervalNs = 20_000_000;

    /// <summary>Most levels of a side in one snapshot.</summary>
    private const int DepthMax = 20;

    /// <summary>Requests waiting at most; beyond it they are refused.</summary>
    private const int ChangesMax = 1024;

    /// <summary>Subscriptions of one instrument at most.</summary>
    private const int SubscriptionsPerInstrumentMax = 1024;

    private readonly VenueDirectory _directory;
    private readonly ConcurrentQueue<MarketDataChange> _changes = new();
    private readonly Dictionary<InstrumentId, DepthBook> _books = [];
    private readonly List<DepthBook> _dirty = [];
    private readonly FixMessageWriter _writer = new();
    private long _lastPublishNs;
    private long _snapshotCount;

    public MarketDataPublisher(VenueDirectory directory)
    {
        _directory = directory;
    }

    /// <inheritdoc/>
    public string Name => "market-data";

    /// <inheritdoc/>
    public bool NeedsDurableEvents => true;

    /// <summary>Snapshots sent.</summary>
    public long SnapshotCount => Volatile.Read(ref _snapshotCount);

    /// <summary>Takes a request over, on the session's thread.</summary>
    public void OnRequest(GatewayClient client, in MarketDataRequestReader request)
    {
        if (!TryReadKind(in request, out MarketDataChangeKind kind))
        {
            Refuse(client, in request, MDReqRejReasonValues.UnsupportedSubscriptionrequesttype,
                "SubscriptionRequestType(263) must be 0, 1 or 2"u8);
            return;
        }

        if (_changes.Count >= ChangesMax)
        {
            Refuse(client, in request, MDReqRejReasonValues.InsufficientBandwidth, "Too many requests wait: retry"u8);
            return;
        }

        if (!TryReadEntries(in request, out MarketDataEntries entries))
        {
            Refuse(
                client,
                in request,
                MDReqRejReasonValues.UnsupportedMdentrytype,
                "MDEntryType(269) must be 0, 1 or 2"u8);
            return;
        }

        var instruments = new List<InstrumentId>();
        foreach (MarketDataRequestReader.NoRelatedSymEntry related in request.NoRelatedSym)
        {
            if (!Text40.TryCreate(related.Symbol, out Text40 symbol)
                || !_directory.TryFindInstrument(symbol, out InstrumentSpec spec))
            {
                Refuse(client, in request, MDReqRejReasonValues.UnknownSymbol, "Unknown Symbol(55)"u8);
                return;
            }

            instruments.Add(spec.Id);
        }

        // MarketDepth 0 is the whole book; it is bounded here.
        int depth = request.MarketDepth is > 0 and < DepthMax ? (int)request.MarketDepth : DepthMax;
        var subscription = new MarketDataSubscription(client, request.MDReqID, depth, entries);
        _changes.Enqueue(new MarketDataChange(subscription, instruments, kind));
    }

    /// <summary>Drops everything that a client has subscribed; on the session's thread.</summary>
    public void Unsubscribe(GatewayClient client) => _changes.Enqueue(new MarketDataChange(
        new MarketDataSubscription(client, default, 0, MarketDataEntries.None),
        null,
        MarketDataChangeKind.UnsubscribeAll));

    /// <inheritdoc/>
    public void OnEvent(in VenueEvent venueEvent, bool isReplay, bool endOfBatch)
    {
        switch (venueEvent.Header.Kind)
        {
            case EventKind.OrderRested or EventKind.OrderReplenished:
                Change(in venueEvent.Order, venueEvent.Order.ShownLots);
                break;
            case EventKind.OrderPulled:
                Change(in venueEvent.Order, -venueEvent.Order.ShownLots);
                break;
            case EventKind.OrderReduced or EventKind.OrderCancelled when venueEvent.Order.WasResting != 0:
                Change(in venueEvent.Order, -venueEvent.Order.ShownLots);
                break;
            case EventKind.Trade:
                DepthBook traded = BookOf(venueEvent.Trade.Instrument);
                traded.Apply(in venueEvent.Trade);
                MarkDirty(traded);
                break;
            case EventKind.InstrumentSettled:
                _books.Remove(venueEvent.InstrumentSettled.Instrument);
                break;
            case EventKind.InstrumentDelisted:
                _books.Remove(venueEvent.Delisted.Instrument);
                break;
            default:
                break;
        }

        if (endOfBatch && !isReplay)
        {
            TakeRequests();
            Publish(venueEvent.Header.SequencedNs);
        }
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

    private static void Refuse(
        GatewayClient client, in MarketDataRequestReader request, byte reason, ReadOnlySpan<byte> text)
    {
        new MarketDataRequestRejectWriter(client.InboundWriter)
            .MDReqID(request.MDReqID)
            .MDReqRejReason(reason)
            .Text(text);
        client.Session.Send(client.InboundWriter);
    }

    /// <summary>The book as folded so far; on the publisher's thread, or when the venue stands still.</summary>
    internal DepthBook BookOf(InstrumentId instrument)
    {
        if (!_books.TryGetValue(instrument, out DepthBook? book))
        {
            _books.Add(instrument, book = new DepthBook(instrument));
        }

        return book;
    }

    private void Change(in OrderState order, long lots)
    {
        DepthBook book = BookOf(order.Instrument);
        book[order.Side].Change(order.PriceTicks, lots);
        MarkDirty(book);
    }

    private void MarkDirty(DepthBook book)
    {
        if (!book.IsDirty && book.Subscriptions.Count > 0)
        {
            book.IsDirty = true;
            _dirty.Add(book);
        }
    }

    private void TakeRequests()
    {
        while (_changes.TryDequeue(out MarketDataChange? change))
        {
            MarketDataSubscription subscription = change.Subscription;
            if (change.Kind is MarketDataChangeKind.UnsubscribeAll)
            {
                foreach (DepthBook book in _books.Values)
                {
                    book.Subscriptions.RemoveAll(s => ReferenceEquals(s.Client, subscription.Client));
                }

                continue;
            }

            foreach (InstrumentId instrument in change.Instruments!)
            {
                Take(BookOf(instrument), subscription, change.Kind);
            }
        }
    }

    private void Take(DepthBook book, MarketDataSubscription subscription, MarketDataChangeKind kind)
    {
        if (kind != MarketDataChangeKind.Snapshot)
        {
            book.Subscriptions.RemoveAll(s => s.Is(subscription.Client, subscription.RequestId));
        }

        if (kind == MarketDataChangeKind.Subscribe)
        {
            if (book.Subscriptions.Count >= SubscriptionsPerInstrumentMax)
            {
                RefuseLate(subscription);
                return;
            }

            book.Subscriptions.Add(subscription);
        }

        if (kind != MarketDataChangeKind.Unsubscribe)
        {
            Send(book, subscription);
        }
    }

    /// <summary>A refusal on the publisher's own thread, where an instrument turned out to have no room.</summary>
    private void RefuseLate(MarketDataSubscription subscription)
    {
        new MarketDataRequestRejectWriter(_writer)
            .MDReqID(subscription.RequestId)
            .MDReqRejReason(MDReqRejReasonValues.InsufficientBandwidth)
            .Text("An instrument has the most subscriptions allowed"u8);
        subscription.Client.Session.Send(_writer, cookie: 0, Fix.Sessions.SendMode.OnlyWhenLoggedOn);
    }

    private void Publish(long nowNs)
    {
        if (_dirty.Count == 0 || nowNs - _lastPublishNs < PublishIntervalNs)
        {
            return;
        }

        _lastPublishNs = nowNs;
        foreach (DepthBook book in _dirty)
        {
            book.IsDirty = false;
            foreach (MarketDataSubscription subscription in book.Subscriptions)
            {
                Send(book, subscription);
            }
        }

        _dirty.Clear();
    }

    private void Send(DepthBook book, MarketDataSubscription subscription)
    {
        if (!_directory.TryGetInstrument(book.Instrument, out InstrumentSpec spec))
        {
            return;
        }

        MarketDataSnapshot.Write(_writer, book, subscription, in spec);
        subscription.Client.Session.Send(_writer, cookie: 0, Fix.Sessions.SendMode.OnlyWhenLoggedOn);
        Volatile.Write(ref _snapshotCount, _snapshotCount + 1);
    }
}
