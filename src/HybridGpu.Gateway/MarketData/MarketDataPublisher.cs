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

/// <summary>MarketDataRequest(V) in, MarketDataSnapshotFullRefresh(W) and MarketDataIncrementalRefresh(X) out: books by
/// level, folded from order events. Trading states and news (<see cref="StatusPublisher"/>) go the same way.</summary>
/// <remarks>
/// Conflating: levels that changed several times since they were last told are told once, as they stand, at the end of
/// a batch of events and at most every <see cref="PublishIntervalNs"/>; trades are each told to incremental
/// subscriptions. Messages go only to clients that are logged on and never wait in a store; one that reads too slowly
/// for
/// <see cref="PendingBytesMax"/> gets nothing until it has caught up, and then a snapshot. Thread: its own, on the
/// outbound ring; requests arrive by a bounded queue and are answered with the next event, of which the venue's clock
/// makes one every few milliseconds.
/// </remarks>
internal sealed class MarketDataPublisher : IVenueObserver
{
    /// <summary>Bytes waiting for a client's socket above which its market data waits: a quarter of what would
    /// disconnect it.</summary>
    public const int PendingBytesMax = 1 << 20;

    /// <summary>Least time between two rounds of messages, in the venue's wall time.</summary>
    private const long PublishIntervalNs = 20_000_000;

    /// <summary>Trades of one instrument that wait for the next round at most; then it comes at once.</summary>
    private const int PrintsMax = 256;

    /// <summary>Requests waiting at most; beyond it they are refused.</summary>
    private const int ChangesMax = 1024;

    /// <summary>Subscriptions of one instrument at most.</summary>
    private const int SubscriptionsPerInstrumentMax = 1024;

    /// <summary>Subscriptions of one session in one instrument at most.</summary>
    public const int SubscriptionsPerBookAndSessionMax = 4;

    /// <summary>Subscriptions of one session at most, each instrument of a request counted.</summary>
    public const int SubscriptionsPerSessionMax = 8_192;

    /// <summary>Messages of one round, and answers to requests in one batch, after which the rest waits: whatever is
    /// subscribed, this thread keeps up with the venue, and levels conflate more.</summary>
    private const int MessagesPerRoundMax = 1_000;

    private readonly VenueDirectory _directory;
    private readonly StatusPublisher _status;
    private readonly ConcurrentQueue<MarketDataChange> _changes = new();
    private readonly Dictionary<InstrumentId, DepthBook> _books = [];
    private readonly List<DepthBook> _dirty = [];
    private readonly List<DepthBook> _late = [];
    private readonly List<DepthChange> _told = [];
    private readonly HashSet<GatewayClient> _held = [];
    private readonly FixMessageWriter _writer = new();
    private long _lastPublishNs;
    private int _sentInRound;
    private long _snapshotCount;
    private long _incrementCount;

    public MarketDataPublisher(VenueDirectory directory, BoundClients clients)
    {
        _directory = directory;
        _status = new StatusPublisher(directory, clients, _writer);
    }

    /// <inheritdoc/>
    public string Name => "market-data";

    /// <inheritdoc/>
    public bool NeedsDurableEvents => true;

    /// <summary>Snapshots sent.</summary>
    public long SnapshotCount => Volatile.Read(ref _snapshotCount);

    /// <summary>Incremental messages sent.</summary>
    public long IncrementCount => Volatile.Read(ref _incrementCount);

    /// <summary>Takes a request over, on the session's thread.</summary>
    public void OnRequest(GatewayClient client, in MarketDataRequestReader request)
    {
        ReadOnlySpan<byte> problem = MarketDataRequests.TryRead(
            client, in request, _directory, out MarketDataChange? change, out byte reason);
        if (problem.IsEmpty && _changes.Count >= ChangesMax)
        {
            problem = "Too many requests wait: retry"u8;
            reason = MDReqRejReasonValues.InsufficientBandwidth;
        }

        if (!problem.IsEmpty)
        {
            MarketDataRequests.Refuse(client, in request, reason, problem);
            return;
        }

        _changes.Enqueue(change!);
    }

    /// <summary>Takes a request for trading states over, on the session's thread.</summary>
    public void OnStatusRequest(GatewayClient client, in SecurityStatusRequestReader request) =>
        _status.OnRequest(client, in request);

    /// <summary>Drops everything that a client has subscribed; on the session's thread.</summary>
    public void Unsubscribe(GatewayClient client)
    {
        _changes.Enqueue(new MarketDataChange(
            new MarketDataSubscription(client, default, 0, MarketDataEntries.None, isIncremental: false),
            null,
            MarketDataChangeKind.UnsubscribeAll));
        _status.Unsubscribe(client);
    }

    /// <inheritdoc/>
    public void OnEvent(in VenueEvent venueEvent, bool isReplay, bool endOfBatch)
    {
        Fold(in venueEvent);
        _status.Apply(in venueEvent, isReplay);
        if (endOfBatch && !isReplay)
        {
            TakeRequests();
            _status.Publish();
            Publish(venueEvent.Header.SequencedNs);
        }
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

    private void Fold(in VenueEvent venueEvent)
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
                traded.Apply(in venueEvent.Trade, venueEvent.Header.SequencedNs);
                MarkDirty(traded);
                break;
            case EventKind.InstrumentSettled:
                Forget(venueEvent.InstrumentSettled.Instrument);
                break;
            case EventKind.InstrumentDelisted:
                Forget(venueEvent.Delisted.Instrument);
                break;
            default:
                break;
        }
    }

    private void Forget(InstrumentId instrument)
    {
        if (_books.Remove(instrument, out DepthBook? book))
        {
            book.Followers.ForEach(static follower => follower.Subscription.Client.MarketDataCount--);
        }
    }

    private void Change(in OrderState order, long lots)
    {
        DepthBook book = BookOf(order.Instrument);
        book[order.Side].Change(order.PriceTicks, lots);
        MarkDirty(book);
    }

    private void MarkDirty(DepthBook book)
    {
        if (book.Followers.Count == 0)
        {
            return;
        }

        book.HasChanged = true;
        if (!book.IsDirty)
        {
            book.IsDirty = true;
            _dirty.Add(book);
        }

        if (book.Prints.Count >= PrintsMax)
        {
            Publish(book);
        }
    }

    /// <summary>Answers requests, each client's in their order, as many as a round may; those of a client that has
    /// enough to read wait.</summary>
    private void TakeRequests()
    {
        int sent = 0;
        _held.Clear();
        for (int left = _changes.Count; left > 0 && sent < MessagesPerRoundMax; left--)
        {
            if (!_changes.TryDequeue(out MarketDataChange? change))
            {
                return;
            }

            GatewayClient client = change.Subscription.Client;
            if (_held.Contains(client) || client.Session.PendingSendBytes > PendingBytesMax)
            {
                _held.Add(client);
                _changes.Enqueue(change);
            }
            else if (change.Kind is MarketDataChangeKind.UnsubscribeAll)
            {
                Leave(client, _ => true, _books.Values);
            }
            else
            {
                foreach (InstrumentId instrument in change.Instruments!)
                {
                    Take(BookOf(instrument), change.Subscription, change.Kind);
                }

                sent += change.Instruments!.Count;
            }
        }
    }

    private static void Leave(
        GatewayClient client, Predicate<MarketDataSubscription> isMeant, IEnumerable<DepthBook> books)
    {
        foreach (DepthBook book in books)
        {
            client.MarketDataCount -= book.Leave(s => ReferenceEquals(s.Client, client) && isMeant(s));
        }
    }

    private void Take(DepthBook book, MarketDataSubscription subscription, MarketDataChangeKind kind)
    {
        if (kind != MarketDataChangeKind.Snapshot)
        {
            Leave(subscription.Client, s => s.Is(subscription.Client, subscription.RequestId), [book]);
        }

        DepthView? view = book.ViewOf(subscription.Depth, subscription.Entries);
        if (kind == MarketDataChangeKind.Subscribe)
        {
            ReadOnlySpan<byte> problem = Room(book, subscription.Client);
            if (!problem.IsEmpty)
            {
                RefuseLate(subscription, problem);
                return;
            }

            subscription.Client.MarketDataCount++;
            view = book.Follow(subscription).View;
        }

        if (kind != MarketDataChangeKind.Unsubscribe)
        {
            // A snapshot on its own repairs an incremental subscription, so it is of the same view.
            SendSnapshot(book, subscription, view);
        }
    }

    /// <summary>Why there is no room for one more subscription; empty when there is.</summary>
    private static ReadOnlySpan<byte> Room(DepthBook book, GatewayClient client)
    {
        int own = 0;
        foreach (DepthFollower follower in book.Followers)
        {
            own += ReferenceEquals(follower.Subscription.Client, client) ? 1 : 0;
        }

        return own >= SubscriptionsPerBookAndSessionMax ? "This session has 4 subscriptions of an instrument already"u8
            : client.MarketDataCount >= SubscriptionsPerSessionMax ? "This session has the most subscriptions allowed"u8
            : book.Followers.Count >= SubscriptionsPerInstrumentMax
                ? "An instrument has the most subscriptions allowed"u8
            : default;
    }

    /// <summary>A refusal on the publisher's own thread, where there turned out to be no room.</summary>
    private void RefuseLate(MarketDataSubscription subscription, ReadOnlySpan<byte> problem)
    {
        new MarketDataRequestRejectWriter(_writer)
            .MDReqID(subscription.RequestId)
            .MDReqRejReason(MDReqRejReasonValues.InsufficientBandwidth)
            .Text(problem);
        BoundClients.Tell(subscription.Client, _writer);
    }

    private void Publish(long nowNs)
    {
        if (_dirty.Count == 0 || nowNs - _lastPublishNs < PublishIntervalNs)
        {
            return;
        }

        _lastPublishNs = nowNs;
        _sentInRound = 0;
        int next = 0;
        for (; next < _dirty.Count && _sentInRound < MessagesPerRoundMax; next++)
        {
            DepthBook book = _dirty[next];
            Publish(book);
            book.IsDirty = book.Followers.Exists(static follower => follower.IsBehind);
            if (book.IsDirty)
            {
                // Looked at again in the next round, whether or not anything changes.
                _late.Add(book);
            }
        }

        // Those for which there was no time come first in the next round.
        _dirty.RemoveRange(0, next);
        _dirty.AddRange(_late);
        _late.Clear();
    }

    private void Publish(DepthBook book)
    {
        foreach (DepthView view in book.Views)
        {
            view.Advance(book, _told);
            foreach (DepthFollower follower in book.Followers)
            {
                if (follower.View == view && (_told.Count > 0 || follower.IsBehind))
                {
                    Send(book, follower);
                }
            }
        }

        foreach (DepthFollower follower in book.Followers)
        {
            if (follower.View is null && (book.HasChanged || follower.IsBehind))
            {
                Send(book, follower);
            }
        }

        book.HasChanged = false;
        book.Prints.Clear();
    }

    /// <summary>Sends what a follower is due: the changes in hand, or a snapshot where it gets no changes or has missed
    /// some.</summary>
    private void Send(DepthBook book, DepthFollower follower)
    {
        if (follower.Subscription.Client.Session.PendingSendBytes > PendingBytesMax)
        {
            follower.IsBehind = true;
        }
        else if (follower.View is null || follower.IsBehind)
        {
            SendSnapshot(book, follower.Subscription, follower.View);
            follower.IsBehind = false;
        }
        else if (_directory.TryGetInstrument(book.Instrument, out InstrumentSpec spec))
        {
            MarketDataSubscription subscription = follower.Subscription;
            MarketDataIncrement.Write(_writer, subscription.RequestId, _told, follower.View.Sequence, in spec);
            BoundClients.Tell(subscription.Client, _writer);
            Volatile.Write(ref _incrementCount, _incrementCount + 1);
            _sentInRound++;
        }
    }

    private void SendSnapshot(DepthBook book, MarketDataSubscription subscription, DepthView? view)
    {
        if (!_directory.TryGetInstrument(book.Instrument, out InstrumentSpec spec))
        {
            return;
        }

        if (view is null)
        {
            MarketDataSnapshot.Write(_writer, book, subscription, in spec);
        }
        else
        {
            MarketDataSnapshot.Write(_writer, view, subscription, in spec);
        }

        BoundClients.Tell(subscription.Client, _writer);
        Volatile.Write(ref _snapshotCount, _snapshotCount + 1);
        _sentInRound++;
    }
}
