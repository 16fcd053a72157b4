using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Images;
using HybridGpu.Engine.Orders;

namespace HybridGpu.Engine.Requests;

/// <summary>Requests for quote: one account asks, many answer with firm prices, the asker takes the best of
/// them.</summary>
/// <remarks>Rare and negotiated, so allocating is fine here. An answer is firm but not in anyone's margin: makers who
/// can't cover theirs when it is taken are passed over.</remarks>
internal sealed class QuoteRequests
{
    /// <summary>Most requests open at one time.</summary>
    public const int OpenMax = 1024;

    /// <summary>Most of one account.</summary>
    public const int OpenOfAccountMax = 16;

    /// <summary>Most answers to one request; an account has one.</summary>
    public const int AnswersMax = 64;

    /// <summary>Longest life of a request: 5 minutes.</summary>
    public const long LifeMaxNs = 300_000_000_000;

    private readonly Ledger _ledger;
    private readonly OrderChecks _checks;
    private readonly OrderEntry _entry;
    private readonly EventWriter _events;
    private readonly SortedDictionary<ulong, QuoteRequest> _open = [];

    public QuoteRequests(Ledger ledger, OrderChecks checks, OrderEntry entry, EventWriter events)
    {
        _ledger = ledger;
        _checks = checks;
        _entry = entry;
        _events = events;
    }

    /// <summary>Requests numbered so far.</summary>
    public ulong Count { get; private set; }

    /// <summary>All that are open, by number.</summary>
    public IReadOnlyCollection<QuoteRequest> Open => _open.Values;

    /// <summary>Applies a request.</summary>
    public void Ask(in CommandHeader header, in RequestForQuote asked)
    {
        RejectCode reject = Check(in header, in asked);
        if (reject != RejectCode.None)
        {
            ref RequestState refused = ref Refuse(in header, reject, asked.Name, request: 0, asked.Account);
            refused.Instrument = asked.Instrument;
            refused.Lots = asked.Lots;
            refused.ExpiryNs = asked.ExpiryNs;
            refused.Side = asked.Side;
            return;
        }

        var request = new QuoteRequest { Number = ++Count, Terms = asked, Session = header.Session };
        _open.Add(request.Number, request);
        _ledger.Instruments[asked.Instrument].RequestCount++;
        _ledger.Hash.Add(StateDigest.OfRequest(request));
        Say(EventKind.RequestOpened, request, asked.Name, header.Session, asked.Account);
    }

    /// <summary>Applies an answer; it replaces the account's last one.</summary>
    public void Answer(in CommandHeader header, in QuoteRequestAnswer answer)
    {
        RejectCode reject = Check(in header, in answer, out QuoteRequest? request);
        if (reject != RejectCode.None)
        {
            Refuse(in header, reject, answer.Name, answer.Request, answer.Account);
            return;
        }

        _ledger.Hash.Remove(StateDigest.OfRequest(request!));
        int old = request!.AnswerOf(answer.Account);
        if (old >= 0)
        {
            request.Answers.RemoveAt(old);
        }

        if (answer.BidLots > 0 || answer.AskLots > 0)
        {
            request.Answers.Add((answer, header.Session));
        }

        _ledger.Hash.Add(StateDigest.OfRequest(request));
        ref RequestState state = ref Say(
            EventKind.RequestAnswered, request, answer.Name, header.Session, answer.Account);
        state.BidTicks = answer.BidTicks;
        state.BidLots = answer.BidLots;
        state.AskTicks = answer.AskTicks;
        state.AskLots = answer.AskLots;
    }

    /// <summary>Applies an acceptance: all of its quantity trades, or nothing does.</summary>
    public void Accept(in CommandHeader header, in AcceptQuotes accept)
    {
        RejectCode reject = Check(in header, in accept, out QuoteRequest? request);
        if (reject == RejectCode.None && accept.Lots > 0)
        {
            reject = new RequestTrade(_ledger, _checks, _entry).Execute(in header, in accept, request!);
        }

        if (reject != RejectCode.None)
        {
            Refuse(in header, reject, accept.Name, accept.Request, accept.Account).Lots = accept.Lots;
            return;
        }

        Close(request!, accept.Name, accept.Lots, RejectCode.None);
    }

    /// <summary>Takes answers back, each told as an answer of nothing.</summary>
    /// <param name="isMeant">Given a request's terms, an answer and its session, says whether it goes.</param>
    /// <param name="side">Only this side of it; none for both.</param>
    /// <returns>Sides taken back.</returns>
    public uint Withdraw(Func<RequestForQuote, QuoteRequestAnswer, SessionId, bool> isMeant, Side side)
    {
        uint withdrawn = 0;
        foreach (QuoteRequest request in _open.Values)
        {
            for (int i = request.Answers.Count - 1; i >= 0; i--)
            {
                (QuoteRequestAnswer answer, SessionId session) = request.Answers[i];
                if (isMeant(request.Terms, answer, session))
                {
                    withdrawn += Withdraw(request, i, side);
                }
            }
        }

        return withdrawn;
    }

    private uint Withdraw(QuoteRequest request, int index, Side side)
    {
        (QuoteRequestAnswer answer, SessionId session) = request.Answers[index];
        uint sides = 0;
        if (side != Side.Sell && answer.BidLots > 0)
        {
            (answer.BidTicks, answer.BidLots) = (0, 0);
            sides++;
        }

        if (side != Side.Buy && answer.AskLots > 0)
        {
            (answer.AskTicks, answer.AskLots) = (0, 0);
            sides++;
        }

        if (sides == 0)
        {
            return 0;
        }

        _ledger.Hash.Remove(StateDigest.OfRequest(request));
        if (answer.BidLots == 0 && answer.AskLots == 0)
        {
            request.Answers.RemoveAt(index);
        }
        else
        {
            request.Answers[index] = (answer, session);
        }

        _ledger.Hash.Add(StateDigest.OfRequest(request));
        ref RequestState state = ref Say(EventKind.RequestAnswered, request, answer.Name, session, answer.Account);
        state.BidTicks = answer.BidTicks;
        state.BidLots = answer.BidLots;
        state.AskTicks = answer.AskTicks;
        state.AskLots = answer.AskLots;
        return sides;
    }

    /// <summary>Ends requests whose time is over.</summary>
    public void Expire(long nowNs)
    {
        if (_open.Count == 0)
        {
            return;
        }

        foreach (QuoteRequest request in new List<QuoteRequest>(_open.Values))
        {
            if (request.Terms.ExpiryNs <= nowNs)
            {
                Close(request, request.Terms.Name, 0, RejectCode.OrderExpired);
            }
        }
    }

    private RejectCode Check(in CommandHeader header, in RequestForQuote asked)
    {
        RejectCode reject = _checks.CheckSender(header.Session, asked.Account);
        if (reject != RejectCode.None)
        {
            return reject;
        }

        ListedInstrument? instrument = _ledger.Instruments.Find(asked.Instrument);
        reject = _checks.CheckListed(instrument);
        if (reject == RejectCode.None)
        {
            reject = OrderChecks.CheckState(instrument!);
        }

        if (reject == RejectCode.None)
        {
            reject = OrderChecks.CheckSize(instrument!, _ledger.Accounts.Get(asked.Account), asked.Lots);
        }

        if (reject != RejectCode.None)
        {
            return reject;
        }

        if (asked.Side > Side.Sell || asked.Name.IsEmpty)
        {
            return RejectCode.BadOrderTerms;
        }

        if (asked.ExpiryNs <= _ledger.NowNs || asked.ExpiryNs - _ledger.NowNs > LifeMaxNs)
        {
            return RejectCode.OrderExpired;
        }

        int own = 0;
        foreach (QuoteRequest open in _open.Values)
        {
            own += open.Terms.Account == asked.Account ? 1 : 0;
        }

        return own >= OpenOfAccountMax ? RejectCode.OpenOrderLimit
            : _open.Count >= OpenMax ? RejectCode.CapacityReached
            : RejectCode.None;
    }

    private RejectCode Check(in CommandHeader header, in QuoteRequestAnswer answer, out QuoteRequest? request)
    {
        RejectCode reject = _checks.CheckSender(header.Session, answer.Account);
        if (!_open.TryGetValue(answer.Request, out request) || request.Terms.ExpiryNs <= _ledger.NowNs)
        {
            return reject == RejectCode.None ? RejectCode.UnknownRequest : reject;
        }

        if (reject != RejectCode.None)
        {
            return reject;
        }

        Account account = _ledger.Accounts.Get(answer.Account);
        if (account.TraderKey == _ledger.Accounts.Get(request.Terms.Account).TraderKey)
        {
            return RejectCode.WouldSelfTrade;
        }

        ListedInstrument instrument = _ledger.Instruments[request.Terms.Instrument];
        if (answer.BidLots != 0)
        {
            reject = _checks.CheckTerms(instrument, account, Side.Buy, answer.BidTicks, answer.BidLots);
        }

        if (reject == RejectCode.None && answer.AskLots != 0)
        {
            reject = _checks.CheckTerms(instrument, account, Side.Sell, answer.AskTicks, answer.AskLots);
        }

        if (reject == RejectCode.None && answer.BidLots > 0 && answer.AskLots > 0
            && answer.BidTicks >= answer.AskTicks)
        {
            reject = RejectCode.QuoteCrossed;
        }

        return reject == RejectCode.None && request.Answers.Count >= AnswersMax && request.AnswerOf(answer.Account) < 0
            ? RejectCode.CapacityReached
            : reject;
    }

    private RejectCode Check(in CommandHeader header, in AcceptQuotes accept, out QuoteRequest? request)
    {
        RejectCode reject = _checks.CheckSender(header.Session, accept.Account);
        bool isKnown = _open.TryGetValue(accept.Request, out request) && request.Terms.Account == accept.Account
            && request.Terms.ExpiryNs > _ledger.NowNs;
        if (reject != RejectCode.None || !isKnown)
        {
            return reject == RejectCode.None ? RejectCode.UnknownRequest : reject;
        }

        if (accept.Lots == 0)
        {
            return RejectCode.None;
        }

        if (accept.Side is not (Side.Buy or Side.Sell)
            || (request!.Terms.Side != Side.None && request.Terms.Side != accept.Side))
        {
            return RejectCode.BadOrderTerms;
        }

        if (accept.Lots < 0 || accept.Lots > request.Terms.Lots)
        {
            return RejectCode.QuantityOutOfRange;
        }

        Account account = _ledger.Accounts.Get(accept.Account);
        ListedInstrument instrument = _ledger.Instruments[request.Terms.Instrument];
        reject = _checks.CheckTerms(instrument, account, accept.Side, accept.LimitTicks, accept.Lots);
        return reject == RejectCode.None
            && _checks.ExceedsLotLimit(account, instrument.Spec.Id, accept.Side, accept.Lots)
            ? RejectCode.AccountLotLimit
            : reject;
    }

    private void Close(QuoteRequest request, Text40 name, long lots, RejectCode reason)
    {
        _open.Remove(request.Number);
        ListedInstrument instrument = _ledger.Instruments[request.Terms.Instrument];
        instrument.RequestCount--;
        _ledger.Used(instrument);
        _ledger.Hash.Remove(StateDigest.OfRequest(request));
        ref RequestState closed = ref Say(
            EventKind.RequestClosed, request, name, request.Session, request.Terms.Account);
        closed.Lots = lots;
        closed.Reason = reason;
    }

    private ref RequestState Refuse(
        in CommandHeader header, RejectCode reason, Text40 name, ulong request, AccountId account)
    {
        ref RequestState refused = ref _events.Begin(EventKind.RequestRefused).Request;
        refused.Name = name;
        refused.Request = request;
        refused.Account = account;
        refused.Owner = header.Session;
        refused.Reason = reason;
        return ref refused;
    }

    private ref RequestState Say(
        EventKind kind, QuoteRequest request, Text40 name, SessionId owner, AccountId account)
    {
        ref RequestState state = ref _events.Begin(kind).Request;
        state.Name = name;
        state.Request = request.Number;
        state.Account = account;
        state.Instrument = request.Terms.Instrument;
        state.Lots = request.Terms.Lots;
        state.ExpiryNs = request.Terms.ExpiryNs;
        state.Side = request.Terms.Side;
        state.Owner = owner;
        state.Asker = request.Terms.Account;
        state.AskerSession = request.Session;
        return ref state;
    }

    /// <summary>All open requests by number, with their answers in their order.</summary>
    public void Pass(ref Image image)
    {
        Count = image.Value(Count);
        var known = new List<QuoteRequest>(_open.Values);
        int count = image.Count(known.Count, OpenMax);
        for (int i = 0; i < count; i++)
        {
            QuoteRequest? old = image.IsReading ? null : known[i];
            ulong number = image.Value(old?.Number ?? 0);
            RequestForQuote terms = image.Value(old?.Terms ?? default);
            SessionId session = image.Value(old?.Session ?? default);
            QuoteRequest request = old ?? new QuoteRequest { Number = number, Terms = terms, Session = session };
            int answers = image.Count(request.Answers.Count, AnswersMax);
            for (int j = 0; j < answers; j++)
            {
                QuoteRequestAnswer answer = image.Value(old?.Answers[j].Answer ?? default);
                SessionId answerer = image.Value(old?.Answers[j].Session ?? default);
                if (image.IsReading)
                {
                    request.Answers.Add((answer, answerer));
                }
            }

            if (image.IsReading)
            {
                _open.Add(number, request);
                _ledger.Instruments[terms.Instrument].RequestCount++;
            }
        }
    }
}
