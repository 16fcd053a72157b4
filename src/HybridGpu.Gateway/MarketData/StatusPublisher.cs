using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.MarketData;

/// <summary>SecurityStatusRequest(e) in, SecurityStatus(f) out: trading states, as asked for and as they change; and
/// what everyone is told of them as News(B).</summary>
/// <remarks>Thread: requests come on sessions' threads, everything else is the publisher's. Only to clients that are
/// logged on.</remarks>
internal sealed class StatusPublisher(VenueDirectory directory, BoundClients clients, FixMessageWriter writer)
{
    /// <summary>Requests waiting at most.</summary>
    private const int ChangesMax = 1024;

    /// <summary>Subscriptions of one client at most.</summary>
    private const int SubscriptionsMax = 1024;

    private readonly ConcurrentQueue<StatusChange> _changes = new();
    private readonly List<StatusChange> _subscriptions = [];
    private readonly HashSet<GatewayClient> _held = [];
    private readonly Dictionary<InstrumentId, TradingStateChanged> _states = [];
    private readonly VenueNews _news = new(directory, clients, writer);

    /// <summary>Takes a request over, on the session's thread.</summary>
    public void OnRequest(GatewayClient client, in SecurityStatusRequestReader request)
    {
        bool isAll = request.Symbol.SequenceEqual("[N/A]"u8);
        InstrumentSpec spec = default;
        MarketDataChangeKind kind = request.SubscriptionRequestType switch
        {
            SubscriptionRequestTypeValues.Snapshot => MarketDataChangeKind.Snapshot,
            SubscriptionRequestTypeValues.Subscribe => MarketDataChangeKind.Subscribe,
            _ => MarketDataChangeKind.Unsubscribe,
        };
        ReadOnlySpan<byte> problem =
            !isAll && !Symbols.TryFind(directory, request.Symbol, out spec) ? "Unknown Symbol(55)"u8
            : _changes.Count >= ChangesMax ? "Too many requests wait: retry"u8
            : default;
        if (!problem.IsEmpty)
        {
            new SecurityStatusWriter(client.InboundWriter)
                .SecurityStatusReqID(request.SecurityStatusReqID)
                .Symbol(request.Symbol)
                .SecurityTradingStatus(SecurityTradingStatusValues.Unknown)
                .Text(problem);
            client.Session.Send(client.InboundWriter);
            return;
        }

        _changes.Enqueue(new StatusChange(
            client, request.SecurityStatusReqID.ToArray(), isAll ? null : spec.Id, kind));
    }

    /// <summary>Drops what a client has subscribed; on the session's thread.</summary>
    public void Unsubscribe(GatewayClient client) =>
        _changes.Enqueue(new StatusChange(client, [], null, MarketDataChangeKind.UnsubscribeAll));

    /// <summary>Follows an event.</summary>
    public void Apply(in VenueEvent venueEvent, bool isReplay)
    {
        _news.Apply(in venueEvent, isReplay);
        switch (venueEvent.Header.Kind)
        {
            case EventKind.TradingStateChanged:
                _states[venueEvent.TradingState.Instrument] = venueEvent.TradingState;
                Tell(venueEvent.TradingState.Instrument, venueEvent.Header.SequencedNs, isReplay);
                break;
            case EventKind.ComboListed:
                // It may be one that gave way and comes back (ADR 21): its followers heard that it had ended.
                Tell(venueEvent.Combo.Spec.Id, venueEvent.Header.SequencedNs, isReplay);
                break;
            case EventKind.InstrumentSettled:
                _states.Remove(venueEvent.InstrumentSettled.Instrument);
                Tell(venueEvent.InstrumentSettled.Instrument, venueEvent.Header.SequencedNs, isReplay, isEnded: true);
                break;
            case EventKind.InstrumentDelisted:
                _states.Remove(venueEvent.Delisted.Instrument);
                Tell(venueEvent.Delisted.Instrument, venueEvent.Header.SequencedNs, isReplay, isEnded: true);
                break;
            default:
                break;
        }
    }

    /// <summary>Answers what was asked for.</summary>
    public void Publish()
    {
        _held.Clear();
        for (int left = _changes.Count; left > 0 && _changes.TryDequeue(out StatusChange? change); left--)
        {
            if (_held.Contains(change.Client) || MarketDataSender.IsBusy(change.Client))
            {
                // It has enough to read: later, and in order.
                _held.Add(change.Client);
                _changes.Enqueue(change);
                continue;
            }

            if (change.Kind == MarketDataChangeKind.UnsubscribeAll)
            {
                _subscriptions.RemoveAll(known => known.Client == change.Client);
                continue;
            }

            if (change.Kind != MarketDataChangeKind.Snapshot)
            {
                _subscriptions.RemoveAll(known =>
                    known.Client == change.Client && known.RequestId.AsSpan().SequenceEqual(change.RequestId));
            }

            if (change.Kind == MarketDataChangeKind.Subscribe && !TrySubscribe(change))
            {
                continue;
            }

            if (change.Kind != MarketDataChangeKind.Unsubscribe)
            {
                Answer(change);
            }
        }
    }

    private bool TrySubscribe(StatusChange change)
    {
        if (_subscriptions.FindAll(known => known.Client == change.Client).Count >= SubscriptionsMax)
        {
            new SecurityStatusWriter(writer)
                .SecurityStatusReqID(change.RequestId)
                .Symbol("[N/A]"u8)
                .SecurityTradingStatus(SecurityTradingStatusValues.Unknown)
                .Text("This session has the most subscriptions allowed"u8);
            BoundClients.Tell(change.Client, writer);
            return false;
        }

        _subscriptions.Add(change);
        return true;
    }

    private void Answer(StatusChange change)
    {
        if (change.Instrument is { } one)
        {
            Send(change, one, 0, directory.IsSettled(one));
            return;
        }

        foreach (InstrumentSpec spec in directory.LiveInstruments())
        {
            Send(change, spec.Id, 0, isEnded: false);
        }
    }

    private void Tell(InstrumentId instrument, long timeNs, bool isReplay, bool isEnded = false)
    {
        foreach (StatusChange subscription in isReplay ? [] : _subscriptions)
        {
            if (subscription.Instrument is null || subscription.Instrument == instrument)
            {
                Send(subscription, instrument, timeNs, isEnded);
            }
        }
    }

    /// <param name="request">Who asked.</param>
    /// <param name="instrument">The instrument.</param>
    /// <param name="timeNs">When it changed; 0 where that isn't what is told.</param>
    /// <param name="isEnded">Whether it has paid out or was delisted.</param>
    private void Send(StatusChange request, InstrumentId instrument, long timeNs, bool isEnded)
    {
        if (!directory.TryGetInstrument(instrument, out InstrumentSpec spec))
        {
            return;
        }

        Span<byte> text = stackalloc byte[Text40.Capacity];
        TradingStateChanged state = _states.GetValueOrDefault(instrument);
        SecurityStatusWriter status = new SecurityStatusWriter(writer)
            .SecurityStatusReqID(request.RequestId)
            .Symbol(text[..spec.Symbol.CopyTo(text)])
            .SecurityTradingStatus(isEnded ? SecurityTradingStatusValues.NotAvailable : StatusOf(state.State))
            .VenueTradingState(isEnded ? VenueTradingStateValues.Ended : (long)state.State);
        if (!isEnded && timeNs != 0 && state.UncrossLots > 0)
        {
            status
                .LastPx(VenuePrice.FromTicks(state.UncrossTicks, in spec))
                .BuyVolume(VenuePrice.FromLots(state.UncrossLots))
                .SellVolume(VenuePrice.FromLots(state.UncrossLots));
        }

        if (timeNs != 0)
        {
            status.TransactTime(timeNs);
        }

        BoundClients.Tell(request.Client, writer);
    }

    private static int StatusOf(TradingState state) => state switch
    {
        TradingState.PreOpen => SecurityTradingStatusValues.PreOpen,
        TradingState.Auction => SecurityTradingStatusValues.PriceIndication,
        TradingState.Halt => SecurityTradingStatusValues.TradingHalt,
        _ => SecurityTradingStatusValues.ReadyToTrade,
    };
}
