using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Margin;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Orders;

/// <summary>Cancels and replaces of single orders.</summary>
/// <remarks>All that can refuse a replace is asked before anything changes: a refused one leaves the order as it was,
/// in its place.</remarks>
internal sealed class Amendment
{
    private readonly Ledger _ledger;
    private readonly MarginGate _gate;
    private readonly OpenOrders _open;
    private readonly OrderChecks _checks;
    private readonly OrderEntry _entry;
    private readonly Aftermath _aftermath;
    private readonly EventWriter _events;

    public Amendment(
        Ledger ledger, MarginGate gate, OpenOrders open, OrderChecks checks, OrderEntry entry, Aftermath aftermath,
        EventWriter events)
    {
        _ledger = ledger;
        _gate = gate;
        _open = open;
        _checks = checks;
        _entry = entry;
        _aftermath = aftermath;
        _events = events;
    }

    /// <summary>Applies a cancel.</summary>
    public void Cancel(in CommandHeader header, in CancelOrder cancel)
    {
        RejectCode reject = Find(
            header.Session, cancel.Account, cancel.OrderId, cancel.OrigClOrdId, out int handle);
        if (reject == RejectCode.None)
        {
            _open.Cancel(handle, CancelCause.Requested, RejectCode.None, cancel.ClOrdId);
            return;
        }

        ref OrderState state = ref _events.Begin(EventKind.CancelRejected).Order;
        state.ClOrdId = cancel.ClOrdId;
        state.OrigClOrdId = cancel.OrigClOrdId;
        state.OrderId = cancel.OrderId;
        state.Account = cancel.Account;
        state.Owner = header.Session;
        state.Reason = reject;
    }

    /// <summary>Applies a replace.</summary>
    public void Replace(in CommandHeader header, in ReplaceOrder replace)
    {
        RejectCode reject = Find(
            header.Session, replace.Account, replace.OrderId, replace.OrigClOrdId, out int handle);
        if (reject == RejectCode.None)
        {
            reject = Change(in header, in replace, handle);
        }

        if (reject == RejectCode.None)
        {
            return;
        }

        ref OrderState state = ref _events.Begin(EventKind.ReplaceRejected).Order;
        state.ClOrdId = replace.ClOrdId;
        state.OrigClOrdId = replace.OrigClOrdId;
        state.OrderId = handle >= 0 ? _ledger.Orders[handle].Id : replace.OrderId;
        state.PriceTicks = replace.PriceTicks;
        state.Lots = replace.Lots;
        state.Account = replace.Account;
        state.Owner = header.Session;
        state.Reason = reject;
    }

    private RejectCode Find(SessionId session, AccountId account, OrderId id, Text40 name, out int handle)
    {
        handle = Position.None;
        if (!_checks.MayAct(session, account))
        {
            return RejectCode.NotAuthorised;
        }

        int found = id == OrderId.None ? _open.Find(account, name) : _open.Find(id);
        if (found == Position.None || _ledger.Orders[found].Account != account)
        {
            return RejectCode.UnknownOrder;
        }

        handle = found;
        return RejectCode.None;
    }

    private RejectCode Change(in CommandHeader header, in ReplaceOrder replace, int handle)
    {
        OrderRef order = _ledger.Orders[handle];
        Account account = _ledger.Accounts.Get(order.Account);
        ListedInstrument instrument = _ledger.Instruments[order.Instrument];
        RejectCode reject = CheckChange(in header, in replace, order, account, instrument);
        if (reject != RejectCode.None)
        {
            return reject;
        }

        long leavesLots = replace.Lots - order.CumLots;
        if (OrderBits.IsReduceOnly(order) && !OrderBits.IsWaiting(order))
        {
            leavesLots = Math.Min(leavesLots, order.LeavesLots + RoomToReduce(order));
        }

        Text40 oldName = order.ClOrdId;
        if (OrderBits.IsWaiting(order))
        {
            ChangeWaiting(handle, account, replace.PriceTicks, leavesLots);
        }
        else if (replace.PriceTicks == order.PriceTicks && leavesLots <= order.LeavesLots)
        {
            if (leavesLots < order.LeavesLots)
            {
                _open.Reduce(handle, leavesLots);
            }
        }
        else
        {
            return Reenter(handle, account, instrument, in replace, leavesLots);
        }

        _open.Rename(handle, replace.ClOrdId);
        SayReplaced(handle, oldName);
        return RejectCode.None;
    }

    private RejectCode CheckChange(
        in CommandHeader header,
        in ReplaceOrder replace,
        OrderRef order,
        Account account,
        ListedInstrument instrument)
    {
        RejectCode reject = _checks.CheckSender(header.Session, order.Account);
        if (reject != RejectCode.None)
        {
            return reject;
        }

        if (replace.ClOrdId.IsEmpty)
        {
            return RejectCode.BadOrderTerms;
        }

        if (replace.ClOrdId != order.ClOrdId && _open.Find(order.Account, replace.ClOrdId) != Position.None)
        {
            return RejectCode.DuplicateClOrdId;
        }

        if (replace.Lots <= order.CumLots)
        {
            return replace.Lots <= 0 ? RejectCode.QuantityOutOfRange : RejectCode.ReplaceBelowTraded;
        }

        reject = OrderChecks.CheckSize(instrument, account, replace.Lots);
        if (reject == RejectCode.None)
        {
            reject = CheckState(in replace, order, account, instrument);
        }

        if (reject == RejectCode.None && !MessageMeter.TryCount(_ledger, account))
        {
            reject = RejectCode.MessageLimit;
        }

        return reject;
    }

    /// <summary>What only makes an order smaller needs the instrument to be open, and no more.</summary>
    private RejectCode CheckState(
        in ReplaceOrder replace, OrderRef order, Account account, ListedInstrument instrument)
    {
        long leavesLots = replace.Lots - order.CumLots;
        bool onlyShrinks = replace.PriceTicks == order.PriceTicks && leavesLots <= order.LeavesLots;
        if (onlyShrinks || OrderBits.IsWaiting(order))
        {
            RejectCode listed = _checks.CheckListed(instrument);
            if (listed != RejectCode.None)
            {
                return listed;
            }

            bool isMarketStop = OrderBits.TypeOf(order) == OrderType.Stop && replace.PriceTicks == 0;
            return instrument.State == TradingState.Halt ? RejectCode.InstrumentHalted
                : onlyShrinks || isMarketStop ? RejectCode.None
                : replace.PriceTicks <= 0 || replace.PriceTicks > instrument.Spec.PriceTicksMax
                    ? RejectCode.PriceOutOfRange
                : instrument.Rules.IsOnTick(replace.PriceTicks) ? RejectCode.None
                : RejectCode.PriceOffTick;
        }

        RejectCode terms = _checks.CheckTerms(instrument, account, order.Side, replace.PriceTicks, leavesLots);
        if (terms != RejectCode.None)
        {
            return terms;
        }

        long moreLots = Math.Max(0, leavesLots - order.LeavesLots);
        return moreLots > 0 && _checks.ExceedsLotLimit(account, order.Instrument, order.Side, moreLots)
            ? RejectCode.AccountLotLimit
            : RejectCode.None;
    }

    private long RoomToReduce(OrderRef order)
    {
        var asked = new NewOrder
        {
            Account = order.Account,
            Instrument = order.Instrument,
            Side = order.Side,
            Lots = long.MaxValue,
        };
        return _aftermath.LotsToReduce(in asked);
    }

    private void ChangeWaiting(int handle, Account account, long priceTicks, long leavesLots)
    {
        OrderRef order = _ledger.Orders[handle];
        _open.HashOut(order);
        account.OrderLots += leavesLots - order.LeavesLots;
        order.Lots = leavesLots;
        order.LeavesLots = leavesLots;
        order.PriceTicks = priceTicks;
        order.DisplayLots = Math.Min(order.DisplayLots, leavesLots);
        _open.HashIn(order);
    }

    /// <summary>Asks book and margin about the order as it would be, and then enters it anew behind the
    /// others.</summary>
    private RejectCode Reenter(
        int handle, Account account, ListedInstrument instrument, in ReplaceOrder replace, long leavesLots)
    {
        OrderRef order = _ledger.Orders[handle];
        var copy = new OrderCopy(order);
        OrderRef changed = copy.Order;
        changed.PriceTicks = replace.PriceTicks;
        changed.Lots = leavesLots + order.CumLots;
        changed.LeavesLots = leavesLots;
        RejectCode reject = OrderEntry.FitBook(changed, instrument);
        if (reject != RejectCode.None)
        {
            return reject;
        }

        _gate.Touch(account);
        _gate.CountOrder(order, order.LeavesLots, isTaker: false, sign: -1);
        bool isCovered = _entry.IsCovered(changed, account);
        _gate.CountOrder(order, order.LeavesLots, isTaker: false, sign: +1);
        if (!isCovered)
        {
            return RejectCode.InsufficientMargin;
        }

        Text40 oldName = order.ClOrdId;
        int entry = order.EngineEntry;
        _ledger.Positions.HoldAgain(entry, account, instrument);
        _open.Withdraw(handle);
        order.PriceTicks = changed.PriceTicks;
        order.Lots = changed.Lots;
        order.LeavesLots = leavesLots;
        order.DisplayLots = Math.Min(order.DisplayLots, leavesLots);
        order.ClOrdId = replace.ClOrdId;
        SayReplaced(handle, oldName);
        _entry.Run(handle, instrument);
        _ledger.Positions.Release(entry, account, instrument);
        return RejectCode.None;
    }

    private void SayReplaced(int handle, Text40 oldName)
    {
        ref VenueEvent replaced = ref _events.Begin(EventKind.OrderReplaced);
        OpenOrders.Describe(ref replaced, _ledger.Orders[handle]);
        replaced.Order.OrigClOrdId = oldName;
    }
}
