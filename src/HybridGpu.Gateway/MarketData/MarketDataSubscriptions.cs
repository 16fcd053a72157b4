using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.MarketData;

/// <summary>Who wants to see which books: MarketDataRequest(V) from the sessions, taken in order by the publisher.
/// </summary>
/// <remarks>Thread: requests come on their sessions' threads and wait in a bounded queue; all else is the
/// publisher's.</remarks>
internal sealed class MarketDataSubscriptions
{
    /// <summary>Subscriptions of one session in one instrument at most.</summary>
    public const int PerBookAndSessionMax = 4;

    /// <summary>Subscriptions of one session at most, each instrument of a request counted.</summary>
    public const int PerSessionMax = 8_192;

    /// <summary>Subscriptions of one instrument at most.</summary>
    private const int PerBookMax = 1_024;

    /// <summary>Requests waiting at most; beyond it they are refused.</summary>
    private const int ChangesMax = 1_024;

    private readonly VenueDirectory _directory;
    private readonly DepthBooks _books;
    private readonly MarketDataSender _sender;
    private readonly ConcurrentQueue<MarketDataChange> _changes = new();
    private readonly HashSet<GatewayClient> _held = [];

    public MarketDataSubscriptions(VenueDirectory directory, DepthBooks books, MarketDataSender sender)
    {
        _directory = directory;
        _books = books;
        _sender = sender;
    }

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

    /// <summary>Drops everything that a client has subscribed; on the session's thread.</summary>
    public void Unsubscribe(GatewayClient client) => _changes.Enqueue(new MarketDataChange(
        new MarketDataSubscription(client, default, 0, MarketDataEntries.None, isIncremental: false),
        null,
        MarketDataChangeKind.UnsubscribeAll));

    /// <summary>Answers requests, each client's in their order; those of a client that has enough to read wait.
    /// </summary>
    /// <param name="answersMax">Instruments answered for, after which the other requests wait.</param>
    public void TakeRequests(int answersMax)
    {
        int answered = 0;
        _held.Clear();
        for (int left = _changes.Count; left > 0 && answered < answersMax; left--)
        {
            if (!_changes.TryDequeue(out MarketDataChange? change))
            {
                return;
            }

            GatewayClient client = change.Subscription.Client;
            if (_held.Contains(client) || MarketDataSender.IsBusy(client))
            {
                _held.Add(client);
                _changes.Enqueue(change);
            }
            else if (change.Kind is MarketDataChangeKind.UnsubscribeAll)
            {
                Leave(client, static _ => true, _books.All);
            }
            else
            {
                foreach (InstrumentId instrument in change.Instruments!)
                {
                    Take(_books[instrument], change.Subscription, change.Kind);
                }

                answered += change.Instruments!.Count;
            }
        }
    }

    private static void Leave(
        GatewayClient client, Predicate<MarketDataSubscription> isMeant, IEnumerable<DepthBook> books)
    {
        foreach (DepthBook book in books)
        {
            book.Leave(s => ReferenceEquals(s.Client, client) && isMeant(s));
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

            view = book.Follow(subscription).View;
        }

        if (kind != MarketDataChangeKind.Unsubscribe)
        {
            // A snapshot on its own repairs an incremental subscription, so it is of the same view.
            _sender.SendSnapshot(book, subscription, view);
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

        return own >= PerBookAndSessionMax ? "This session has 4 subscriptions of an instrument already"u8
            : client.MarketDataCount >= PerSessionMax ? "This session has the most subscriptions allowed"u8
            : book.Followers.Count >= PerBookMax ? "An instrument has the most subscriptions allowed"u8
            : default;
    }

    /// <summary>A refusal on the publisher's own thread, where there turned out to be no room.</summary>
    private void RefuseLate(MarketDataSubscription subscription, ReadOnlySpan<byte> problem)
    {
        new MarketDataRequestRejectWriter(_sender.Writer)
            .MDReqID(subscription.RequestId)
            .MDReqRejReason(MDReqRejReasonValues.InsufficientBandwidth)
            .Text(problem);
        BoundClients.Tell(subscription.Client, _sender.Writer);
    }
}
