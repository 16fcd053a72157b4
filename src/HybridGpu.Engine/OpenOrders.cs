using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Margin;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <summary>Keeps an open order in, and takes it out of, everything that refers to it: book, account, names, slot,
/// expiry, margin vectors, state hash.</summary>
internal sealed class OpenOrders
{
    /// <summary>Entries of the expiry queue up to which those of orders that are gone aren't swept out.</summary>
    private const int ExpiriesUnswept = 1024;

    private readonly Ledger _ledger;
    private readonly MarginGate _gate;
    private readonly EventWriter _events;
    private readonly Dictionary<(AccountId Account, Text40 ClOrdId), int> _byName = [];
    private readonly Dictionary<OrderId, int> _byId = [];
    private readonly PriorityQueue<int, (long ExpiryNs, ulong Id)> _expiring = new();
    private readonly List<(int Handle, (long ExpiryNs, ulong Id) When)> _stillExpiring = new(ExpiriesUnswept);

    public OpenOrders(Ledger ledger, MarginGate gate, EventWriter events)
    {
        _ledger = ledger;
        _gate = gate;
        _events = events;
    }

    /// <summary>Entries of the expiry queue.</summary>
    public int ExpiriesRemembered => _expiring.Count;

    /// <summary>Handle of an open order by its owner's name for it, or none.</summary>
    public int Find(AccountId account, Text40 clOrdId) =>
        _byName.TryGetValue((account, clOrdId), out int handle) ? handle : Position.None;

    /// <summary>Handle of an open order by the venue's id, or none.</summary>
    public int Find(OrderId id) => _byId.TryGetValue(id, out int handle) ? handle : Position.None;

    /// <summary>Links an order or quote side that has been matched and has leaves into the book and everywhere
    /// else.</summary>
    public void Rest(int handle, LadderOrderBook book)
    {
        ref RestingOrder order = ref _ledger.Orders[handle];
        Account account = _ledger.Accounts.Get(order.Account);
        order.AccountPrev = Position.None;
        order.AccountNext = account.FirstOrder;
        if (account.FirstOrder != Position.None)
        {
            _ledger.Orders[account.FirstOrder].AccountPrev = handle;
        }

        account.FirstOrder = handle;
        account.OrderLots += order.LeavesLots;
        ref Position position = ref _ledger.Positions[_ledger.Positions.Find(order.Account, order.Instrument)];
        position.Uses++;
        if ((order.Traits & OrderTraits.Quote) != 0)
        {
            QuoteOf(ref position, order.Side) = handle;
        }
        else
        {
            _byName.Add((order.Account, order.ClOrdId), handle);
            _byId.Add(order.Id, handle);
            account.Slots!.Occupy(order.Slot, handle);
        }

        if (order.ExpiryNs != long.MaxValue)
        {
            SweepExpiries();
            _expiring.Enqueue(handle, (order.ExpiryNs, order.Id.Value));
        }

        book.Add(handle);
        _gate.CountOrder(in order, order.LeavesLots, isTaker: false, sign: +1);
        _ledger.Hash.Add(StateDigest.OfOrder(in order));
        Describe(ref _events.Begin(EventKind.OrderRested), in order);
    }

    /// <summary>Follows a fill of a resting order: it has traded <paramref name="lots"/> and may be done.</summary>
    public void Filled(int handle, long priceTicks, long lots)
    {
        ref RestingOrder order = ref _ledger.Orders[handle];
        Account account = _ledger.Accounts.Get(order.Account);
        account.OrderLots -= lots;
        _gate.CountOrder(in order, order.LeavesLots + lots, isTaker: false, sign: -1);
        _ledger.Hash.Remove(
            StateDigest.OfOrder(in order, order.LeavesLots + lots, order.CumTickLots - (priceTicks * lots)));
        if (order.LeavesLots == 0)
        {
            Forget(handle);
            return;
        }

        _gate.CountOrder(in order, order.LeavesLots, isTaker: false, sign: +1);
        _ledger.Hash.Add(StateDigest.OfOrder(in order));
    }

    /// <summary>Makes a resting order smaller; it keeps its place. The event's leaves are the lots taken
    /// away.</summary>
    public void Reduce(int handle, long leavesLots)
    {
        ref RestingOrder order = ref _ledger.Orders[handle];
        long takenLots = order.LeavesLots - leavesLots;
        _gate.CountOrder(in order, order.LeavesLots, isTaker: false, sign: -1);
        _ledger.Hash.Remove(StateDigest.OfOrder(in order));
        _ledger.Instruments[order.Instrument].Book.Reduce(handle, leavesLots);
        _ledger.Hash.Add(StateDigest.OfOrder(in order));
        _gate.CountOrder(in order, order.LeavesLots, isTaker: false, sign: +1);
        _ledger.Accounts.Get(order.Account).OrderLots -= takenLots;
        ref VenueEvent reduced = ref _events.Begin(EventKind.OrderReduced);
        Describe(ref reduced, in order);
        reduced.Order.WasResting = 1;
        reduced.Order.LeavesLots = takenLots;
    }

    /// <summary>Takes an open order out of its book and says so.</summary>
    public void Cancel(int handle, CancelCause cause, RejectCode reason = RejectCode.None, Text40 requestedAs = default)
    {
        _ledger.Instruments[_ledger.Orders[handle].Instrument].Book.Remove(handle);
        CancelUnlinked(handle, cause, reason, requestedAs);
    }

    /// <summary>The same for an order that its book has let go of already.</summary>
    public void CancelUnlinked(
        int handle, CancelCause cause, RejectCode reason = RejectCode.None, Text40 requestedAs = default)
    {
        ref RestingOrder order = ref _ledger.Orders[handle];
        ref VenueEvent cancelled = ref _events.Begin(EventKind.OrderCancelled);
        Describe(ref cancelled, in order);
        cancelled.Order.WasResting = 1;
        cancelled.Order.Cause = cause;
        cancelled.Order.Reason = reason;
        if (!requestedAs.IsEmpty)
        {
            cancelled.Order.OrigClOrdId = order.ClOrdId;
            cancelled.Order.ClOrdId = requestedAs;
        }

        _ledger.Accounts.Get(order.Account).OrderLots -= order.LeavesLots;
        _gate.CountOrder(in order, order.LeavesLots, isTaker: false, sign: -1);
        _ledger.Hash.Remove(StateDigest.OfOrder(in order));
        Forget(handle);
    }

    /// <summary>Cancels what has passed its expiry time: by time, then by number.</summary>
    public void CancelExpired(long nowNs)
    {
        while (_expiring.TryPeek(out int handle, out (long ExpiryNs, ulong Id) when) && when.ExpiryNs <= nowNs)
        {
            _expiring.Dequeue();
            // The order may be gone, and its handle in use by another: the id tells.
            if (Find(new OrderId(when.Id)) == handle)
            {
                Cancel(handle, CancelCause.Expired, RejectCode.OrderExpired);
            }
        }
    }

    /// <summary>Copies an order into the body of an event.</summary>
    public static void Describe(ref VenueEvent target, in RestingOrder order)
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
    }

    /// <summary>Keeps the expiry queue within twice the open orders: most orders are gone long before their
    /// time.</summary>
    private void SweepExpiries()
    {
        if (_expiring.Count < ExpiriesUnswept || _expiring.Count <= 2 * _byId.Count)
        {
            return;
        }

        foreach ((int handle, (long ExpiryNs, ulong Id) when) in _expiring.UnorderedItems)
        {
            if (Find(new OrderId(when.Id)) == handle)
            {
                _stillExpiring.Add((handle, when));
            }
        }

        _expiring.Clear();
        foreach ((int handle, (long ExpiryNs, ulong Id) when) in _stillExpiring)
        {
            _expiring.Enqueue(handle, when);
        }

        _stillExpiring.Clear();
    }

    private static ref int QuoteOf(ref Position position, Side side) =>
        ref side == Side.Buy ? ref position.BidQuote : ref position.AskQuote;

    private void Forget(int handle)
    {
        ref RestingOrder order = ref _ledger.Orders[handle];
        Account account = _ledger.Accounts.Get(order.Account);
        if (order.AccountPrev == Position.None)
        {
            account.FirstOrder = order.AccountNext;
        }
        else
        {
            _ledger.Orders[order.AccountPrev].AccountNext = order.AccountNext;
        }

        if (order.AccountNext != Position.None)
        {
            _ledger.Orders[order.AccountNext].AccountPrev = order.AccountPrev;
        }

        int position = _ledger.Positions.Find(order.Account, order.Instrument);
        if ((order.Traits & OrderTraits.Quote) != 0)
        {
            QuoteOf(ref _ledger.Positions[position], order.Side) = Position.None;
        }
        else
        {
            _byName.Remove((order.Account, order.ClOrdId));
            _byId.Remove(order.Id);
            account.Slots!.Release(order.Slot);
        }

        _ledger.Positions.Release(position, account, _ledger.Instruments[order.Instrument]);
        _ledger.Orders.Free(handle);
    }
}
