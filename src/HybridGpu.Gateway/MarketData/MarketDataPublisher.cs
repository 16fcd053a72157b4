using System.Collections.Generic;
using HybridGpu.Domain.Events;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.MarketData;

/// <summary>MarketDataRequest(V) in, MarketDataSnapshotFullRefresh(W) and MarketDataIncrementalRefresh(X) out: books by
/// level, folded from order events. Trading states and news (<see cref="StatusPublisher"/>) go the same way.</summary>
/// <remarks>
/// Conflating: levels that changed several times since they were last told are told once, as they stand, at the end of
/// a batch of events and at most every <see cref="PublishIntervalNs"/>; trades are each told to incremental
/// subscriptions. One that reads too slowly gets nothing until it has caught up, and then a snapshot. Thread: its own,
/// on the outbound ring; requests are answered with the next event, of which the venue's clock makes one every few
/// milliseconds.
/// </remarks>
internal sealed class MarketDataPublisher : IVenueObserver
{
    /// <summary>Least time between two rounds of messages, in the venue's wall time.</summary>
    private const long PublishIntervalNs = 20_000_000;

    /// <summary>Trades of one instrument that wait for the next round at most; then it comes at once.</summary>
    private const int PrintsMax = 256;

    /// <summary>Messages of one round, and answers to requests in one batch, after which the rest waits: whatever is
    /// subscribed, this thread keeps up with the venue, and levels conflate more.</summary>
    private const int MessagesPerRoundMax = 1_000;

    private readonly MarketDataSender _sender;
    private readonly MarketDataSubscriptions _subscriptions;
    private readonly StatusPublisher _status;
    private readonly List<DepthBook> _dirty = [];
    private readonly List<DepthBook> _late = [];
    private readonly List<DepthChange> _told = [];
    private long _lastPublishNs;
    private int _sentInRound;

    public MarketDataPublisher(VenueDirectory directory, BoundClients clients)
    {
        var writer = new FixMessageWriter();
        _sender = new MarketDataSender(directory, writer);
        _subscriptions = new MarketDataSubscriptions(directory, Books, _sender);
        _status = new StatusPublisher(directory, clients, writer);
    }

    /// <inheritdoc/>
    public string Name => "market-data";

    /// <inheritdoc/>
    public bool NeedsDurableEvents => true;

    /// <summary>Snapshots sent.</summary>
    public long SnapshotCount => _sender.SnapshotCount;

    /// <summary>Incremental messages sent.</summary>
    public long IncrementCount => _sender.IncrementCount;

    /// <summary>The books as folded so far; on the publisher's thread, or when the venue stands still.</summary>
    internal DepthBooks Books { get; } = new();

    /// <summary>Takes a request over, on the session's thread.</summary>
    public void OnRequest(GatewayClient client, in MarketDataRequestReader request) =>
        _subscriptions.OnRequest(client, in request);

    /// <summary>Takes a request for trading states over, on the session's thread.</summary>
    public void OnStatusRequest(GatewayClient client, in SecurityStatusRequestReader request) =>
        _status.OnRequest(client, in request);

    /// <summary>Drops everything that a client has subscribed; on the session's thread.</summary>
    public void Unsubscribe(GatewayClient client)
    {
        _subscriptions.Unsubscribe(client);
        _status.Unsubscribe(client);
    }

    /// <inheritdoc/>
    public void OnEvent(in VenueEvent venueEvent, bool isReplay, bool endOfBatch)
    {
        if (Books.Fold(in venueEvent, out DepthBook? changed))
        {
            MarkDirty(changed);
        }

        _status.Apply(in venueEvent, isReplay);
        if (endOfBatch && !isReplay)
        {
            _subscriptions.TakeRequests(MessagesPerRoundMax);
            _status.Publish();
            Publish(venueEvent.Header.SequencedNs);
        }
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
        if (MarketDataSender.IsBusy(follower.Subscription.Client))
        {
            follower.IsBehind = true;
            return;
        }

        if (follower.View is null || follower.IsBehind)
        {
            _sender.SendSnapshot(book, follower.Subscription, follower.View);
            follower.IsBehind = false;
        }
        else
        {
            _sender.SendIncrement(book, follower.Subscription, follower.View, _told);
        }

        _sentInRound++;
    }
}
