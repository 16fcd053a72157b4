using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Requests;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Orders;

/// <summary>Mass cancels and kill switches. An account's orders go youngest first.</summary>
internal sealed class MassCancels
{
    private readonly Ledger _ledger;
    private readonly OpenOrders _open;
    private readonly OrderChecks _checks;
    private readonly QuoteRequests _requests;
    private readonly EventWriter _events;

    public MassCancels(
        Ledger ledger, OpenOrders open, OrderChecks checks, QuoteRequests requests, EventWriter events)
    {
        _requests = requests;
        _ledger = ledger;
        _open = open;
        _checks = checks;
        _events = events;
    }

    /// <summary>Applies a mass cancel; it is done even where there is nothing to cancel.</summary>
    public void Cancel(in CommandHeader header, in MassCancel request)
    {
        RejectCode reject = Check(in header, in request);
        uint cancelled = 0;
        if (reject == RejectCode.None)
        {
            Account account = _ledger.Accounts.Get(request.Account);
            for (int i = account.FirstOrder; i != Position.None;)
            {
                OrderRef order = _ledger.Orders[i];
                int next = order.AccountNext;
                if (IsMeant(in header, in request, order))
                {
                    _open.Cancel(i, CancelCause.MassCancel);
                    cancelled++;
                }

                i = next;
            }

            if (request.Target != MassCancelTarget.Orders && _requests.Open.Count > 0)
            {
                cancelled += WithdrawAnswers(in header, in request);
            }
        }

        ref MassCancelResult done = ref _events.Begin(EventKind.MassCancelDone).MassCancel;
        done.Request = request;
        done.Owner = header.Session;
        done.Cancelled = cancelled;
        done.Reason = reject;
    }

    /// <summary>Engages or releases a kill switch.</summary>
    /// <returns>Why it can't be; none when it was done.</returns>
    public RejectCode Apply(in CommandHeader header, in KillSwitch request)
    {
        RejectCode reject = Check(in header, in request);
        if (reject != RejectCode.None)
        {
            return reject;
        }

        uint id = request.Scope switch
        {
            KillScope.Session => request.Session.Value,
            KillScope.Account => request.Account.Value,
            KillScope.Firm => request.Firm,
            _ => 0,
        };
        KillHolders holder = header.Session == SessionId.Venue ? KillHolders.Venue : KillHolders.Client;
        _ledger.Kills.Set(request.Scope, id, holder, request.Engage == 1);
        uint cancelled = request.Engage == 1 ? CancelWithin(in request) : 0;
        ref KillSwitchChanged changed = ref _events.Begin(EventKind.KillSwitchChanged).KillSwitch;
        changed.Request = request;
        changed.Owner = header.Session;
        changed.Cancelled = cancelled;
        return RejectCode.None;
    }

    private RejectCode Check(in CommandHeader header, in MassCancel request)
    {
        if (_ledger.Accounts.Find(request.Account) is null || request.Account.IsReserved)
        {
            return RejectCode.UnknownAccount;
        }

        if (!_checks.MayAct(header.Session, request.Account))
        {
            return RejectCode.NotAuthorised;
        }

        bool namesInstrument = request.Scope is MassCancelScope.Instrument or MassCancelScope.Expiry;
        if (namesInstrument && _ledger.Instruments.Find(request.Instrument) is null)
        {
            return RejectCode.UnknownInstrument;
        }

        return request.Scope > MassCancelScope.Expiry || request.Side > Side.Sell
            || request.Target > MassCancelTarget.Quotes
            ? RejectCode.BadOrderTerms
            : RejectCode.None;
    }

    private bool IsMeant(in CommandHeader header, in MassCancel request, OrderRef order)
    {
        bool isInScope = request.Scope switch
        {
            MassCancelScope.Instrument => order.Instrument == request.Instrument,
            MassCancelScope.Underlying =>
                _ledger.Instruments[order.Instrument].Spec.Underlying == request.Underlying,
            MassCancelScope.QuoteGroup => order.QuoteGroup == request.QuoteGroup,
            MassCancelScope.Session =>
                order.Owner == (header.Session == SessionId.Venue ? request.Session : header.Session),
            MassCancelScope.Expiry => IsOfOneExpiry(order.Instrument, request.Instrument),
            _ => true,
        };
        bool isTarget = request.Target == MassCancelTarget.All
            || OrderBits.IsQuote(order) == (request.Target == MassCancelTarget.Quotes);
        return isInScope && isTarget && (request.Side == Side.None || order.Side == request.Side);
    }

    /// <summary>Answers to requests for quote are firm like quotes, and go like them; they are of no quote
    /// group.</summary>
    private uint WithdrawAnswers(in CommandHeader header, in MassCancel request)
    {
        MassCancel asked = request;
        SessionId session = header.Session == SessionId.Venue ? request.Session : header.Session;
        return asked.Scope == MassCancelScope.QuoteGroup ? 0 : _requests.Withdraw(
            (terms, answer, owner) => answer.Account == asked.Account && asked.Scope switch
            {
                MassCancelScope.Instrument => terms.Instrument == asked.Instrument,
                MassCancelScope.Underlying =>
                    _ledger.Instruments[terms.Instrument].Spec.Underlying == asked.Underlying,
                MassCancelScope.Session => owner == session,
                MassCancelScope.Expiry => IsOfOneExpiry(terms.Instrument, asked.Instrument),
                _ => true,
            },
            asked.Side);
    }

    private uint WithdrawAnswers(in KillSwitch request)
    {
        KillSwitch asked = request;
        return _requests.Withdraw(
            (_, answer, owner) => asked.Scope switch
            {
                KillScope.Session => owner == asked.Session,
                KillScope.Account => answer.Account == asked.Account,
                KillScope.Firm => _ledger.Accounts.Get(answer.Account).Limits.Firm == asked.Firm,
                _ => true,
            },
            Side.None);
    }

    private bool IsOfOneExpiry(InstrumentId one, InstrumentId other)
    {
        InstrumentSpec first = _ledger.Instruments[one].Spec;
        InstrumentSpec second = _ledger.Instruments[other].Spec;
        return first.Underlying == second.Underlying && first.ExpiryNs == second.ExpiryNs;
    }

    private RejectCode Check(in CommandHeader header, in KillSwitch request)
    {
        if (request.Scope is KillScope.None or > KillScope.Venue || request.Engage > 1)
        {
            return RejectCode.BadOrderTerms;
        }

        bool isThere = request.Scope switch
        {
            KillScope.Session => _ledger.Sessions.Contains(request.Session),
            KillScope.Account => _ledger.Accounts.Find(request.Account) is not null && !request.Account.IsReserved,
            KillScope.Firm => request.Firm != 0,
            _ => true,
        };
        if (!isThere)
        {
            return request.Scope == KillScope.Account ? RejectCode.UnknownAccount : RejectCode.NotAuthorised;
        }

        bool isOwn = request.Scope switch
        {
            KillScope.Session => request.Session == header.Session,
            KillScope.Account => _checks.MayAct(header.Session, request.Account),
            _ => false,
        };
        return header.Session == SessionId.Venue || isOwn ? RejectCode.None : RejectCode.NotAuthorised;
    }

    private uint CancelWithin(in KillSwitch request)
    {
        uint cancelled = _requests.Open.Count > 0 ? WithdrawAnswers(in request) : 0;
        foreach (Account? account in _ledger.Accounts.All)
        {
            if (account is null || (request.Scope == KillScope.Account && account.Id != request.Account)
                || (request.Scope == KillScope.Firm && account.Limits.Firm != request.Firm))
            {
                continue;
            }

            for (int i = account.FirstOrder; i != Position.None;)
            {
                int next = _ledger.Orders[i].AccountNext;
                if (request.Scope != KillScope.Session || _ledger.Orders[i].Owner == request.Session)
                {
                    _open.Cancel(i, CancelCause.KillSwitch, RejectCode.KillSwitchOn);
                    cancelled++;
                }

                i = next;
            }
        }

        return cancelled;
    }
}
