using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Orders;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Requests;

/// <summary>The trades of one accepted request: every share passes the margin gate before the first is
/// booked.</summary>
internal sealed class RequestTrade
{
    private readonly Ledger _ledger;
    private readonly OrderChecks _checks;
    private readonly OrderEntry _entry;
    private readonly List<Share> _shares = [];
    private readonly List<int> _makers = [];
    private readonly HashSet<int> _out = [];

    public RequestTrade(Ledger ledger, OrderChecks checks, OrderEntry entry)
    {
        _ledger = ledger;
        _checks = checks;
        _entry = entry;
    }

    /// <summary>Trades, or changes nothing and says why.</summary>
    public RejectCode Execute(in CommandHeader header, in AcceptQuotes accept, QuoteRequest request)
    {
        ListedInstrument instrument = _ledger.Instruments[request.Terms.Instrument];
        while (ShareOut.TryFind(request, accept.Side, accept.LimitTicks, accept.Lots, _out.Contains, _shares))
        {
            int refused = EnterMakers(request, accept.Side.Opposite(), instrument);
            if (refused >= 0)
            {
                // A maker who can't cover its share is passed over, and the rest share out anew.
                Leave(instrument);
                _out.Add(refused);
                continue;
            }

            int taker = Enter(
                accept.Account, header.Session, accept.Name, accept.Side, accept.Lots, _shares[^1].PriceTicks,
                instrument);
            if (taker == Position.None)
            {
                Leave(instrument);
                return RejectCode.InsufficientMargin;
            }

            _makers.Add(taker);
            foreach (int handle in _makers)
            {
                _entry.Number(_ledger.Orders[handle]);
            }

            for (int i = 0; i < _shares.Count; i++)
            {
                _entry.BookNegotiated(instrument, _makers[i], taker, _shares[i].PriceTicks, _shares[i].Lots);
            }

            Leave(instrument);
            return RejectCode.None;
        }

        return RejectCode.NotEnoughQuotes;
    }

    /// <summary>Gives every share its passing order.</summary>
    /// <returns>The answer that couldn't be covered; negative when all are.</returns>
    private int EnterMakers(QuoteRequest request, Side side, ListedInstrument instrument)
    {
        foreach (Share share in _shares)
        {
            (QuoteRequestAnswer answer, SessionId session) = request.Answers[share.Answer];
            Account account = _ledger.Accounts.Get(share.Account);
            bool mayTrade = !_ledger.Kills.IsStopped(session, account)
                && !_checks.ExceedsLotLimit(account, instrument.Spec.Id, side, share.Lots)
                && (instrument.Combo is null || _entry.HasLegPrices(instrument, share.PriceTicks));
            int handle = mayTrade
                ? Enter(share.Account, session, answer.Name, side, share.Lots, share.PriceTicks, instrument)
                : Position.None;
            if (handle == Position.None)
            {
                return share.Answer;
            }

            _makers.Add(handle);
        }

        return -1;
    }

    private int Enter(
        AccountId id, SessionId owner, Text40 name, Side side, long lots, long priceTicks, ListedInstrument instrument)
    {
        Account account = _ledger.Accounts.Get(id);
        int handle = _ledger.Orders.Allocate();
        if (handle == Position.None)
        {
            return handle;
        }

        OrderRef order = _ledger.Orders[handle];
        order.ClOrdId = name;
        order.Account = id;
        order.Instrument = instrument.Spec.Id;
        order.Owner = owner;
        order.PriceTicks = priceTicks;
        order.Lots = lots;
        order.LeavesLots = lots;
        order.Side = side;
        order.ExpiryNs = long.MaxValue;
        bool isHeld = _ledger.Positions.Hold(account, instrument, out order.EngineEntry) == RejectCode.None;
        if (isHeld && _entry.IsCovered(order, account))
        {
            _entry.EnterNegotiated(order);
            return handle;
        }

        if (isHeld)
        {
            _ledger.Positions.Release(order.EngineEntry, account, instrument);
        }

        _ledger.Orders.Free(handle);
        return Position.None;
    }

    /// <summary>Takes the passing orders out of margin and tables, with what they have left.</summary>
    private void Leave(ListedInstrument instrument)
    {
        foreach (int handle in _makers)
        {
            _entry.LeaveNegotiated(handle, instrument);
        }

        _makers.Clear();
    }
}
