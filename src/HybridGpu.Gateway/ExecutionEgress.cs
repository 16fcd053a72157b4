using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Fix.Codec;
using HybridGpu.Gateway.Combos;
using HybridGpu.Gateway.Orders;
using HybridGpu.Gateway.Quotes;
using HybridGpu.Gateway.Requests;
using HybridGpu.Gateway.Trades;
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
    private readonly BoundClients _clients;
    private readonly Dictionary<AccountId, AccountRecord> _accounts = [];
    private readonly VenueDirectory _directory;
    private readonly ReportWriter _reports;
    private readonly RequestEgress _requests;
    private readonly TradeEgress _trades;
    private readonly List<GatewayClient> _addressees = [];

    public ExecutionEgress(VenueDirectory directory, BoundClients clients, RequestBoard requests)
    {
        _directory = directory;
        _clients = clients;
        _reports = new ReportWriter(directory, new FixMessageWriter());
        _requests = new RequestEgress(clients, directory, requests, _reports.Writer);
        _trades = new TradeEgress(clients, directory, _reports.Writer);
    }

    /// <summary>How far the reports have come.</summary>
    public EgressProgress Progress { get; } = new();

    /// <inheritdoc/>
    public string Name => "fix-egress";

    /// <inheritdoc/>
    public bool NeedsDurableEvents => true;

    /// <summary>What an account has open, holds and has traded; the same object for all of its sessions.</summary>
    public AccountRecord AccountOf(AccountId account)
    {
        if (!_accounts.TryGetValue(account, out AccountRecord? known))
        {
            _accounts.Add(account, known = new AccountRecord());
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
                _clients.Bind(in venueEvent.Session);
                break;
            case EventKind.Trade:
                ReportTrade(in venueEvent);
                break;
            case EventKind.QuoteEntryRejected:
                _clients.Find(venueEvent.Quote.Owner)?.RefusedEntries.Add(venueEvent.Quote);
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
            case EventKind.RequestOpened or EventKind.RequestAnswered or EventKind.RequestClosed
                or EventKind.RequestRefused:
                _requests.Report(in venueEvent, Cookie(in venueEvent));
                break;
            case EventKind.ComboListed:
                ReportCombo(in venueEvent);
                break;
            case EventKind.CommandRejected when venueEvent.Outcome.Command == CommandKind.ListCombo:
                ReportCombo(in venueEvent);
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
                Follow(in venueEvent, isMaker: true, -takerLots);
                Follow(in venueEvent, isMaker: false, takerLots);
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

    private void Follow(in VenueEvent venueEvent, bool isMaker, long signedLots)
    {
        ref readonly Trade trade = ref venueEvent.Trade;
        ref readonly TradeParty party = ref isMaker ? ref trade.Maker : ref trade.Taker;
        if (_accounts.TryGetValue(party.Account, out AccountRecord? known))
        {
            known.Orders.Apply(in party);
            known.Positions.Apply(trade.Instrument, signedLots);
            known.Trades.Add(TradeRecord.Of(in venueEvent, isMaker));
        }
    }

    private static ulong Cookie(in VenueEvent venueEvent) => venueEvent.Header.Ordinal * 2;

    /// <summary>The answer to a definition; one that repeats a message isn't answered again.</summary>
    private void ReportCombo(in VenueEvent venueEvent)
    {
        bool isRepetition = venueEvent.Header.Kind == EventKind.CommandRejected
            && venueEvent.Outcome.Reason == RejectCode.DuplicateMessage;
        if (!isRepetition
            && _clients.IsNews(venueEvent.Header.Session, Cookie(in venueEvent), out GatewayClient client))
        {
            DefinitionReports.Write(
                _reports.Writer, _directory, in venueEvent, client.Definitions.Of(venueEvent.Header.MsgSeqNum));
            Send(client, Cookie(in venueEvent));
        }
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
        if (_clients.IsNews(result.Owner, Cookie(in venueEvent), out GatewayClient client))
        {
            (AnswerLevel level, bool isCancel) = client.Notes.Of(venueEvent.Header.MsgSeqNum);
            bool isRefused = result.Reason != RejectCode.None || result.Rejected != 0;
            if (level == AnswerLevel.Every || (level == AnswerLevel.Refusals && isRefused))
            {
                _reports.MassQuoteDone(in venueEvent, client.RefusedEntries, isCancel);
                Send(client, Cookie(in venueEvent));
            }
        }

        _clients.Find(result.Owner)?.RefusedEntries.Clear();
    }

    /// <summary>Who asked hears the answer. A trip concerns every session of the account, whoever of them
    /// quotes.</summary>
    private void ReportProtection(in VenueEvent venueEvent)
    {
        ref readonly QuoteProtectionChanged changed = ref venueEvent.QuoteProtection;
        bool isTrip = venueEvent.Header.Kind == EventKind.QuoteProtectionTripped;
        foreach (GatewayClient bound in _clients.All)
        {
            bool isMeant = isTrip ? bound.Account == changed.Account : bound.Id == changed.Owner;
            if (isMeant && _clients.IsNews(bound.Id, Cookie(in venueEvent), out GatewayClient client))
            {
                QuoteReports.WriteProtection(_reports.Writer, in venueEvent);
                Send(client, Cookie(in venueEvent));
            }
        }
    }

    private void ReportMassCancel(in VenueEvent venueEvent)
    {
        ref readonly MassCancelResult result = ref venueEvent.MassCancel;
        if (!_clients.IsNews(result.Owner, Cookie(in venueEvent), out GatewayClient client))
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

        _trades.Report(in venueEvent);
    }

    /// <summary>Who is to get an order's report: its owner, and the drop copies of its account, each if it hasn't
    /// yet.</summary>
    private bool Address(SessionId owner, AccountId account, ulong cookie)
    {
        _addressees.Clear();
        if (_clients.IsNews(owner, cookie, out GatewayClient client))
        {
            _addressees.Add(client);
        }

        foreach (GatewayClient copy in _clients.DropCopies)
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

    private void Send(GatewayClient client, ulong cookie) => _clients.Report(client, _reports.Writer, cookie);
}
