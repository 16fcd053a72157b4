using System.Collections.Generic;
using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Fix.Codec;
using HybridGpu.Gateway.Inquiries;
using HybridGpu.Gateway.Orders;
using HybridGpu.Gateway.Quotes;
using HybridGpu.Venue;

namespace HybridGpu.Gateway;

/// <summary>The venue's FIX application, outbound: durable events become reports in each client's message
/// store.</summary>
/// <remarks>
/// Each report is stored with a cookie made from its event's ordinal. After a crash the journal's replay brings the
/// same events with the same ordinals, and whatever is above a client's highest cookie is reported then: no report is
/// lost, none sent twice. Thread: its own, on the outbound ring. No allocation per report.
/// </remarks>
internal sealed class ExecutionEgress : IVenueObserver
{
    private readonly Dictionary<Text40, GatewayClient> _byCompId = [];
    private readonly List<GatewayClient?> _bySession = [null];
    private readonly Dictionary<AccountId, (AccountOrders Orders, AccountPositions Positions)> _accounts = [];
    private readonly VenueDirectory _directory;
    private readonly ReportWriter _reports;
    private readonly List<GatewayClient> _dropCopies = [];
    private readonly List<GatewayClient> _addressees = [];
    private long _reportCount;

    public ExecutionEgress(VenueDirectory directory)
    {
        _directory = directory;
        _reports = new ReportWriter(directory, new FixMessageWriter());
    }

    /// <summary>How far the reports have come.</summary>
    public EgressProgress Progress { get; } = new();

    /// <inheritdoc/>
    public string Name => "fix-egress";

    /// <inheritdoc/>
    public bool NeedsDurableEvents => true;

    /// <summary>Reports sent or stored since the start.</summary>
    public long ReportCount => Volatile.Read(ref _reportCount);

    /// <summary>Makes a client known before the venue opens, so that replayed events find it.</summary>
    public void Add(GatewayClient client)
    {
        _byCompId.Add(client.CompId, client);
        if (client.IsDropCopy)
        {
            _dropCopies.Add(client);
        }
    }

    /// <summary>What an account has open and holds; the same objects for all of its sessions.</summary>
    public (AccountOrders Orders, AccountPositions Positions) AccountOf(AccountId account)
    {
        if (!_accounts.TryGetValue(account, out (AccountOrders Orders, AccountPositions Positions) known))
        {
            _accounts.Add(account, known = (new AccountOrders(), new AccountPositions()));
        }

        return known;
    }

    /// <inheritdoc/>
    public void OnEvent(in VenueEvent venueEvent, bool isReplay, bool endOfBatch)
    {
        Follow(in venueEvent);
        Report(in venueEvent);
        if (venueEvent.Header.EndsCommand != 0)
        {
            Progress.Advance(venueEvent.Header.Sequence);
        }
    }

    private void Report(in VenueEvent venueEvent)
    {
        switch (venueEvent.Header.Kind)
        {
            case EventKind.SessionRegistered:
                Bind(in venueEvent.Session);
                break;
            case EventKind.Trade:
                ReportTrade(in venueEvent);
                break;
            case EventKind.QuoteEntryRejected:
                Find(venueEvent.Quote.Owner)?.RefusedEntries.Add(venueEvent.Quote);
                break;
            case EventKind.MassQuoteDone:
                ReportQuotes(in venueEvent);
                break;
            case EventKind.MassCancelDone:
                ReportMassCancel(in venueEvent);
                break;
            case EventKind.QuoteProtectionSet or EventKind.QuoteProtectionTripped or EventKind.QuoteProtectionReset:
                ReportProtection(in venueEvent);
                break;
            case EventKind.OrderAccepted or EventKind.OrderRejected or EventKind.OrderCancelled
                or EventKind.CancelRejected or EventKind.OrderReplaced or EventKind.ReplaceRejected
                or EventKind.StopTriggered or EventKind.OrderReduced or EventKind.ComboTraded:
                ReportOrder(in venueEvent);
                break;
            default:
                break;
        }
    }

    /// <summary>Keeps what the accounts that have sessions here have open and hold.</summary>
    private void Follow(in VenueEvent venueEvent)
    {
        switch (venueEvent.Header.Kind)
        {
            case EventKind.Trade:
                ref readonly Trade trade = ref venueEvent.Trade;
                long takerLots = trade.TakerSide == Side.Buy ? trade.Lots : -trade.Lots;
                Follow(in trade.Maker, trade.Instrument, -takerLots);
                Follow(in trade.Taker, trade.Instrument, takerLots);
                break;
            case EventKind.PositionSettled when _accounts.TryGetValue(venueEvent.PositionSettled.Account, out var held):
                held.Positions.Apply(in venueEvent.PositionSettled);
                break;
            case EventKind.OrderAccepted or EventKind.OrderRested or EventKind.OrderCancelled or EventKind.OrderReduced
                or EventKind.OrderReplaced or EventKind.StopTriggered or EventKind.ComboTraded
                when _accounts.TryGetValue(venueEvent.Order.Account, out var known):
                known.Orders.Apply(venueEvent.Header.Kind, in venueEvent.Order);
                break;
            default:
                break;
        }
    }

    private void Follow(in TradeParty party, InstrumentId instrument, long signedLots)
    {
        if (_accounts.TryGetValue(party.Account, out var known))
        {
            known.Orders.Apply(in party);
            known.Positions.Apply(instrument, signedLots);
        }
    }

    private static ulong Cookie(in VenueEvent venueEvent) => venueEvent.Header.Ordinal * 2;

    private void Bind(in SessionChanged session)
    {
        while (_bySession.Count <= session.Session.Value)
        {
            _bySession.Add(null);
        }

        if (_byCompId.TryGetValue(session.CompId, out GatewayClient? client))
        {
            client.Id = session.Session;
            _bySession[(int)session.Session.Value] = client;
        }
    }

    private GatewayClient? Find(SessionId session) =>
        session.Value < (uint)_bySession.Count ? _bySession[(int)session.Value] : null;

    private bool IsNews(SessionId session, ulong cookie, out GatewayClient client)
    {
        client = Find(session)!;
        return client is not null && cookie > client.Session.HighestCookie;
    }

    private void ReportOrder(in VenueEvent venueEvent)
    {
        if (!Address(venueEvent.Order.Owner, venueEvent.Order.Account, Cookie(in venueEvent)))
        {
            return;
        }

        EventKind kind = venueEvent.Header.Kind;
        bool isQuote = (venueEvent.Order.Traits & OrderTraits.Quote) != 0;

        // A quote side that its owner made smaller, or the first half of a replace, has a report of its own.
        bool isOwnReduction = kind == EventKind.OrderReduced && venueEvent.Order.Cause == CancelCause.None;
        bool isWritten = !isOwnReduction && (kind, isQuote) switch
        {
            (EventKind.ComboTraded, _) => _reports.ComboFill(in venueEvent),
            (EventKind.OrderCancelled or EventKind.OrderReduced, true) =>
                QuoteReports.WriteUnsolicited(_reports.Writer, _directory, in venueEvent),
            // Quotes are reported by their fills and by acknowledgements, not side by side.
            (_, true) => false,
            _ => _reports.Order(in venueEvent),
        };
        if (isWritten)
        {
            SendToAddressees(Cookie(in venueEvent));
        }
    }

    private void ReportQuotes(in VenueEvent venueEvent)
    {
        ref readonly QuoteResult result = ref venueEvent.Quote;
        if (IsNews(result.Owner, Cookie(in venueEvent), out GatewayClient client))
        {
            (AnswerLevel level, bool isCancel) = client.Notes.Of(venueEvent.Header.MsgSeqNum);
            bool isRefused = result.Reason != RejectCode.None || result.Rejected != 0;
            if (level == AnswerLevel.Every || (level == AnswerLevel.Refusals && isRefused))
            {
                _reports.MassQuoteDone(in venueEvent, client.RefusedEntries, isCancel);
                Send(client, Cookie(in venueEvent));
            }
        }

        Find(result.Owner)?.RefusedEntries.Clear();
    }

    /// <summary>Who asked hears the answer. A trip concerns every session of the account, whoever of them
    /// quotes.</summary>
    private void ReportProtection(in VenueEvent venueEvent)
    {
        ref readonly QuoteProtectionChanged changed = ref venueEvent.QuoteProtection;
        bool isTrip = venueEvent.Header.Kind == EventKind.QuoteProtectionTripped;
        foreach (GatewayClient? bound in _bySession)
        {
            bool isMeant = bound is not null
                && (isTrip ? bound.Account == changed.Account : bound.Id == changed.Owner);
            if (isMeant && IsNews(bound!.Id, Cookie(in venueEvent), out GatewayClient client))
            {
                QuoteReports.WriteProtection(_reports.Writer, in venueEvent);
                Send(client, Cookie(in venueEvent));
            }
        }
    }

    private void ReportMassCancel(in VenueEvent venueEvent)
    {
        ref readonly MassCancelResult result = ref venueEvent.MassCancel;
        if (!IsNews(result.Owner, Cookie(in venueEvent), out GatewayClient client))
        {
            return;
        }

        (AnswerLevel level, bool isQuoteCancel) = client.Notes.Of(venueEvent.Header.MsgSeqNum);
        bool isRefused = result.Reason != RejectCode.None;
        if (!isQuoteCancel || level == AnswerLevel.Every || (level == AnswerLevel.Refusals && isRefused))
        {
            _reports.MassCancelDone(in venueEvent, isQuoteCancel);
            Send(client, Cookie(in venueEvent));
        }
    }

    private void ReportTrade(in VenueEvent venueEvent)
    {
        // Two reports of one event: the maker's has the even cookie, the taker's the odd one.
        ulong cookie = Cookie(in venueEvent);
        ref readonly Trade trade = ref venueEvent.Trade;
        if (Address(trade.Maker.Owner, trade.Maker.Account, cookie) && _reports.Fill(in venueEvent, isMaker: true))
        {
            SendToAddressees(cookie);
        }

        if (Address(trade.Taker.Owner, trade.Taker.Account, cookie + 1)
            && _reports.Fill(in venueEvent, isMaker: false))
        {
            SendToAddressees(cookie + 1);
        }
    }

    /// <summary>Who is to get an order's report: its owner, and the drop copies of its account, each if it hasn't
    /// yet.</summary>
    private bool Address(SessionId owner, AccountId account, ulong cookie)
    {
        _addressees.Clear();
        if (IsNews(owner, cookie, out GatewayClient client))
        {
            _addressees.Add(client);
        }

        foreach (GatewayClient copy in _dropCopies)
        {
            if (copy.Account == account && copy.Id != owner && cookie > copy.Session.HighestCookie)
            {
                _addressees.Add(copy);
            }
        }

        return _addressees.Count > 0;
    }

    private void SendToAddressees(ulong cookie)
    {
        bool isMarked = false;
        foreach (GatewayClient client in _addressees)
        {
            // The owner, if among them, comes first: what follows says that it is a copy.
            if (client.IsDropCopy && !isMarked)
            {
                _reports.MarkCopy();
                isMarked = true;
            }

            Send(client, cookie);
        }
    }

    private void Send(GatewayClient client, ulong cookie)
    {
        client.Session.Send(_reports.Writer, cookie);
        Volatile.Write(ref _reportCount, _reportCount + 1);
    }
}
