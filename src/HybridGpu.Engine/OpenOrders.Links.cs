using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Orders;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <content>How an open order hangs on its account, its names, its slot, its expiry and its place.</content>
internal sealed partial class OpenOrders
{
    /// <summary>Cancels what has passed its expiry time: by time, then by number.</summary>
    public void CancelExpired(long nowNs)
    {
        while (_expiring.TryPeek(out int handle, out (long ExpiryNs, ulong Id) when) && when.ExpiryNs <= nowNs)
        {
            _expiring.Dequeue();
            if (StillExpires(handle, when))
            {
                Cancel(handle, CancelCause.Expired, RejectCode.OrderExpired);
            }
        }
    }

    /// <summary>Gives a quote side that stays as it is the nonce and the end of the message that confirmed
    /// it.</summary>
    public void Renew(int handle, ulong nonce, long expiryNs)
    {
        OrderRef order = _ledger.Orders[handle];
        bool isMoved = order.ExpiryNs != expiryNs;
        if (!isMoved && expiryNs == long.MaxValue)
        {
            // Delegated: which message it came by doesn't matter.
            return;
        }

        HashOut(order);
        order.Nonce = nonce;
        order.ExpiryNs = expiryNs;
        HashIn(order);
        if (isMoved)
        {
            RememberExpiry(handle);
        }
    }

    /// <summary>The order may be gone, its handle in use by another, its time another by now.</summary>
    private bool StillExpires(int handle, (long ExpiryNs, ulong Id) when)
    {
        var id = new OrderId(when.Id);
        return (Find(id) == handle || _ledger.Orders.IsRestingAs(handle, id))
            && _ledger.Orders[handle].ExpiryNs == when.ExpiryNs;
    }

    /// <summary>What is left of a resting order goes on counting, or the order is done.</summary>
    private void Continue(int handle)
    {
        OrderRef order = _ledger.Orders[handle];
        if (order.LeavesLots == 0)
        {
            Forget(handle);
            return;
        }

        _gate.CountOrder(order, order.LeavesLots, isTaker: false, sign: +1);
        HashIn(order);
    }

    /// <summary>Takes an open order out of its book, or out of the stops that wait.</summary>
    private void Detach(int handle)
    {
        OrderRef order = _ledger.Orders[handle];
        ListedInstrument instrument = _ledger.Instruments[order.Instrument];
        if (OrderBits.IsWaiting(order))
        {
            instrument.Stops!.Remove(handle);
        }
        else
        {
            instrument.Book.Remove(handle);
        }
    }

    /// <summary>Hangs an order of a snapshot, which is in its book already, on everything else.</summary>
    public void Relink(int handle)
    {
        OrderRef order = _ledger.Orders[handle];
        ListedInstrument instrument = _ledger.Instruments[order.Instrument];
        order.EngineEntry = _ledger.Positions.Find(order.Account, order.Instrument);
        order.EngineDigest = StateDigest.OfOrder(order);
        Link(handle, instrument);
    }

    private void Link(int handle, ListedInstrument instrument)
    {
        OrderRef order = _ledger.Orders[handle];
        Account account = _ledger.Accounts.Get(order.Account);
        order.AccountPrev = Position.None;
        order.AccountNext = account.FirstOrder;
        if (account.FirstOrder != Position.None)
        {
            _ledger.Orders[account.FirstOrder].AccountPrev = handle;
        }

        account.FirstOrder = handle;
        account.OrderLots += _ledger.WeightedLots(order, order.LeavesLots);
        _ledger.Positions.HoldAgain(order.EngineEntry, account, instrument);
        if (OrderBits.IsQuote(order))
        {
            QuoteOf(ref _ledger.Positions[order.EngineEntry], order.Side) = handle;
        }
        else
        {
            account.OrderCount++;
            account.ReduceOnlyCount += OrderBits.IsReduceOnly(order) ? 1 : 0;
            _byName.Add(handle);
            _byId.Add(handle);
            account.Slots!.Occupy(order.Slot, handle);
        }

        RememberExpiry(handle);
    }

    private void RememberExpiry(int handle)
    {
        OrderRef order = _ledger.Orders[handle];
        if (order.ExpiryNs != long.MaxValue)
        {
            SweepExpiries();
            _expiring.Enqueue(handle, (order.ExpiryNs, order.Id.Value));
        }
    }

    /// <summary>Keeps the expiry queue within twice the open orders: most orders are gone long before their
    /// time.</summary>
    private void SweepExpiries()
    {
        if (_expiring.Count < ExpiriesUnswept || _expiring.Count <= 2 * _ledger.Orders.Count)
        {
            return;
        }

        foreach ((int handle, (long ExpiryNs, ulong Id) when) in _expiring.UnorderedItems)
        {
            if (StillExpires(handle, when))
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
        Unlink(handle);
        _ledger.Orders.Free(handle);
    }

    private void Unlink(int handle)
    {
        OrderRef order = _ledger.Orders[handle];
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

        if (OrderBits.IsQuote(order))
        {
            QuoteOf(ref _ledger.Positions[order.EngineEntry], order.Side) = Position.None;
        }
        else
        {
            account.OrderCount--;
            account.ReduceOnlyCount -= OrderBits.IsReduceOnly(order) ? 1 : 0;
            _byName.Remove(handle);
            _byId.Remove(order.Id);
            account.Slots!.Release(order.Slot);
        }

        ListedInstrument instrument = _ledger.Instruments[order.Instrument];
        _ledger.Used(instrument);
        _ledger.Positions.Release(order.EngineEntry, account, instrument);
    }
}
