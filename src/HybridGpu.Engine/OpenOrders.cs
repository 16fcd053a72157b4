using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Margin;
using HybridGpu.Engine.Orders;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <summary>Keeps an open order in, and takes it out of, everything that refers to it: book, account, names, slot,
/// expiry, margin vectors, state hash.</summary>
internal sealed partial class OpenOrders
{
    /// <summary>Entries of the expiry queue up to which those of orders that are gone aren't swept out.</summary>
    private const int ExpiriesUnswept = 1024;

    private readonly Ledger _ledger;
    private readonly MarginGate _gate;
    private readonly EventWriter _events;
    private readonly OrderNames _byName;
    private readonly OrderIdMap _byId;
    private readonly PriorityQueue<int, (long ExpiryNs, ulong Id)> _expiring = new();
    private readonly List<(int Handle, (long ExpiryNs, ulong Id) When)> _stillExpiring = new(ExpiriesUnswept);

    public OpenOrders(Ledger ledger, MarginGate gate, EventWriter events)
    {
        _ledger = ledger;
        _gate = gate;
        _events = events;
        _byName = new OrderNames(ledger.Orders);
        _byId = new OrderIdMap(ledger.Orders);
    }

    /// <summary>Entries of the expiry queue.</summary>
    public int ExpiriesRemembered => _expiring.Count;

    /// <summary>Handle of an open order by its owner's name for it, or none.</summary>
    public int Find(AccountId account, Text40 clOrdId) => _byName.Find(account, clOrdId);

    /// <summary>Handle of an open order by the venue's id, or none.</summary>
    public int Find(OrderId id) => _byId.Find(id);

    /// <summary>Rests an order or quote side that has been matched and has leaves.</summary>
    public void Rest(int handle, ListedInstrument instrument)
    {
        Link(handle, instrument);
        OrderRef order = _ledger.Orders[handle];
        order.ShownLots = 0;
        instrument.Book.Add(handle);
        _gate.CountOrder(order, order.LeavesLots, isTaker: false, sign: +1);
        HashIn(order);
        Describe(ref _events.Begin(EventKind.OrderRested), order);
    }

    /// <summary>Keeps a stop order until it is set off. It is in no margin until then.</summary>
    public void Wait(int handle, ListedInstrument instrument)
    {
        OrderRef order = _ledger.Orders[handle];
        OrderBits.SetWaiting(order, true);
        Link(handle, instrument);
        instrument.StopsFor(_ledger.Orders).Add(handle);
        HashIn(order);
    }

    /// <summary>Takes an open order out of book and tables, to enter them again with other terms. Its entry in the
    /// table of positions must be held by the caller.</summary>
    public void Withdraw(int handle)
    {
        OrderRef order = _ledger.Orders[handle];
        if (OrderBits.IsWaiting(order))
        {
            HashOut(order);
            Detach(handle);
        }
        else
        {
            Describe(ref _events.Begin(EventKind.OrderPulled), order);
            _gate.CountOrder(order, order.LeavesLots, isTaker: false, sign: -1);
            HashOut(order);
            Detach(handle);
        }

        _ledger.Accounts.Get(order.Account).OrderLots -= _ledger.WeightedLots(order, order.LeavesLots);
        Unlink(handle);
    }

    /// <summary>Follows a fill of a resting order: it has traded <paramref name="lots"/> and may be done.</summary>
    public void Filled(int handle, long lots)
    {
        OrderRef order = _ledger.Orders[handle];
        _ledger.Accounts.Get(order.Account).OrderLots -= _ledger.WeightedLots(order, lots);
        _gate.CountOrder(order, order.LeavesLots + lots, isTaker: false, sign: -1);
        HashOut(order);
        Continue(handle);
    }

    /// <summary>Follows a self-trade decrement of a resting order: it has lost <paramref name="lots"/> and may be
    /// done.</summary>
    public void Decremented(int handle, long lots)
    {
        OrderRef order = _ledger.Orders[handle];
        _ledger.Accounts.Get(order.Account).OrderLots -= _ledger.WeightedLots(order, lots);
        _gate.CountOrder(order, order.LeavesLots + lots, isTaker: false, sign: -1);
        HashOut(order);
        SayReduced(order, lots, lots, CancelCause.SelfTrade);
        Continue(handle);
    }

    /// <summary>A resting combo order has traded with its legs' books.</summary>
    public void TradedElsewhere(int handle, ListedInstrument combo, long priceTicks, long lots)
    {
        OrderRef order = _ledger.Orders[handle];
        long leavesLots = order.LeavesLots - lots;
        long shownLots = order.ShownLots;
        _gate.CountOrder(order, order.LeavesLots, isTaker: false, sign: -1);
        HashOut(order);
        _ledger.Accounts.Get(order.Account).OrderLots -= _ledger.WeightedLots(order, lots);
        if (leavesLots == 0)
        {
            combo.Book.Remove(handle);
            order.LeavesLots = 0;
        }
        else
        {
            // The book takes the lots off the order's quantity as well, where they belong: they have traded.
            combo.Book.Reduce(handle, leavesLots);
            order.Lots += lots;
            shownLots -= order.ShownLots;
        }

        order.CumTickLots += priceTicks * lots;
        ref VenueEvent traded = ref _events.Begin(EventKind.ComboTraded);
        DescribeComboTrade(ref traded, order, priceTicks, lots, shownLots);
        traded.Order.WasResting = 1;
        Continue(handle);
    }

    /// <summary>Copies a combo order and one trade of it into the body of an event.</summary>
    public static void DescribeComboTrade(
        ref VenueEvent target, OrderRef order, long priceTicks, long lots, long shownLots)
    {
        Describe(ref target, order);
        target.Order.LastTicks = priceTicks;
        target.Order.LastLots = lots;
        target.Order.ShownLots = shownLots;
    }

    /// <summary>An iceberg shows its next lots.</summary>
    public void Replenished(int handle)
    {
        OrderRef order = _ledger.Orders[handle];
        HashOut(order);
        HashIn(order);
        Describe(ref _events.Begin(EventKind.OrderReplenished), order);
    }

    /// <summary>Makes a resting order smaller; it keeps its place. The event's leaves are the lots taken
    /// away.</summary>
    public void Reduce(int handle, long leavesLots, CancelCause cause = CancelCause.None)
    {
        OrderRef order = _ledger.Orders[handle];
        long takenLots = order.LeavesLots - leavesLots;
        long shownLots = order.ShownLots;
        _gate.CountOrder(order, order.LeavesLots, isTaker: false, sign: -1);
        HashOut(order);
        _ledger.Instruments[order.Instrument].Book.Reduce(handle, leavesLots);
        HashIn(order);
        _gate.CountOrder(order, order.LeavesLots, isTaker: false, sign: +1);
        _ledger.Accounts.Get(order.Account).OrderLots -= _ledger.WeightedLots(order, takenLots);
        SayReduced(order, takenLots, shownLots - order.ShownLots, cause);
    }

    /// <summary>Gives an open order another name of its owner's choice; all else stays.</summary>
    public void Rename(int handle, Text40 clOrdId)
    {
        OrderRef order = _ledger.Orders[handle];
        HashOut(order);
        _byName.Remove(handle);
        order.ClOrdId = clOrdId;
        _byName.Add(handle);
        HashIn(order);
    }

    /// <summary>Takes an open order out of its book and says so.</summary>
    public void Cancel(int handle, CancelCause cause, RejectCode reason = RejectCode.None, Text40 requestedAs = default)
    {
        bool isWaiting = OrderBits.IsWaiting(_ledger.Orders[handle]);
        Detach(handle);
        CancelUnlinked(handle, cause, reason, requestedAs, wasResting: !isWaiting);
    }

    /// <summary>The same for an order that its book has let go of already.</summary>
    public void CancelUnlinked(
        int handle, CancelCause cause, RejectCode reason = RejectCode.None, Text40 requestedAs = default,
        bool wasResting = true)
    {
        OrderRef order = _ledger.Orders[handle];
        ref VenueEvent cancelled = ref _events.Begin(EventKind.OrderCancelled);
        Describe(ref cancelled, order);
        cancelled.Order.WasResting = wasResting ? (byte)1 : (byte)0;
        cancelled.Order.Cause = cause;
        cancelled.Order.Reason = reason;
        if (!requestedAs.IsEmpty)
        {
            cancelled.Order.OrigClOrdId = order.ClOrdId;
            cancelled.Order.ClOrdId = requestedAs;
        }

        _ledger.Accounts.Get(order.Account).OrderLots -= _ledger.WeightedLots(order, order.LeavesLots);
        if (wasResting)
        {
            _gate.CountOrder(order, order.LeavesLots, isTaker: false, sign: -1);
        }

        HashOut(order);
        if (!wasResting)
        {
            OrderBits.SetWaiting(order, false);
        }

        Forget(handle);
    }

    /// <summary>Copies an order into the body of an event.</summary>
    public static void Describe(ref VenueEvent target, OrderRef order)
    {
        ref OrderState state = ref target.Order;
        state.ClOrdId = order.ClOrdId;
        state.OrderId = order.Id;
        state.PriceTicks = order.PriceTicks;
        state.Lots = order.Lots;
        state.LeavesLots = order.LeavesLots;
        state.CumLots = order.Lots - order.LeavesLots;
        state.CumTickLots = order.CumTickLots;
        state.Nonce = order.Nonce;
        state.Account = order.Account;
        state.Instrument = order.Instrument;
        state.Owner = order.Owner;
        state.Slot = order.Slot;
        state.Side = order.Side;
        state.TimeInForce = order.TimeInForce;
        state.Traits = order.Traits;
        state.ExpiryNs = order.ExpiryNs;
        state.ShownLots = order.ShownLots;
        state.StopTicks = order.StopTicks;
        state.DisplayLots = order.DisplayLots;
        state.Type = OrderBits.TypeOf(order);
        state.SelfTrade = OrderBits.SelfTradeOf(order);
        state.Trigger = OrderBits.TriggerOf(order);
        state.QuoteGroup = order.QuoteGroup;
    }

    /// <summary>An order enters the state hash as it is now.</summary>
    public void HashIn(OrderRef order)
    {
        order.EngineDigest = StateDigest.OfOrder(order);
        _ledger.Hash.Add(order.EngineDigest);
    }

    /// <summary>An order leaves the state hash as it entered, whatever has become of it.</summary>
    public void HashOut(OrderRef order) => _ledger.Hash.Remove(order.EngineDigest);

    private void SayReduced(OrderRef order, long takenLots, long shownLots, CancelCause cause)
    {
        ref VenueEvent reduced = ref _events.Begin(EventKind.OrderReduced);
        Describe(ref reduced, order);
        reduced.Order.WasResting = 1;
        reduced.Order.LeavesLots = takenLots;
        reduced.Order.ShownLots = shownLots;
        reduced.Order.Cause = cause;
    }
}
