using System.Collections.Generic;
using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using OrderId = HybridGpu.Domain.OrderId;

namespace HybridGpu.Gateway.Orders;

/// <summary>An account's open orders and quote sides as its sessions may ask for them, kept from events.</summary>
/// <remarks>Thread: the egress writes, sessions read; a lock that is only ever held for a copy. Memory: one entry for
/// each open order and quote side, which the engine bounds.</remarks>
internal sealed class AccountOrders
{
    private readonly Lock _lock = new();
    private readonly Dictionary<OrderId, OrderState> _open = [];
    private readonly Dictionary<Text40, OrderId> _byName = [];

    /// <summary>Follows an event of one of the account's orders.</summary>
    public void Apply(EventKind kind, in OrderState order)
    {
        lock (_lock)
        {
            switch (kind)
            {
                case EventKind.OrderAccepted or EventKind.OrderRested:
                    Put(in order);
                    break;
                case EventKind.OrderReplaced:
                    Forget(order.OrigClOrdId, order.OrderId);
                    Put(in order);
                    break;
                case EventKind.OrderReduced when _open.TryGetValue(order.OrderId, out OrderState reduced):
                    reduced.LeavesLots -= order.LeavesLots;
                    reduced.Lots = order.Lots;
                    _open[order.OrderId] = reduced;
                    break;
                case EventKind.ComboTraded or EventKind.StopTriggered when _open.ContainsKey(order.OrderId):
                    Put(in order);
                    break;
                case EventKind.OrderCancelled:
                    Remove(order.OrderId);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Follows one side of a trade.</summary>
    public void Apply(in TradeParty party)
    {
        lock (_lock)
        {
            // A leg of a combo's trade: the combo's own event tells what is left of it.
            if ((party.Traits & OrderTraits.Combo) != 0 || !_open.TryGetValue(party.OrderId, out OrderState order))
            {
                return;
            }

            order.LeavesLots = party.LeavesLots;
            order.CumLots = party.Lots - party.LeavesLots;
            order.CumTickLots = party.CumTickLots;
            if (party.LeavesLots == 0)
            {
                Remove(party.OrderId);
            }
            else
            {
                _open[party.OrderId] = order;
            }
        }
    }

    /// <summary>Finds an open order by the venue's id when it is given, else by its name.</summary>
    public bool TryFind(OrderId id, Text40 name, out OrderState order)
    {
        lock (_lock)
        {
            order = default;
            return (id != OrderId.None || _byName.TryGetValue(name, out id)) && _open.TryGetValue(id, out order);
        }
    }

    /// <summary>A copy of what is open, quotes or orders; for requests that name many.</summary>
    public List<OrderState> Copy(bool quotes)
    {
        var copy = new List<OrderState>();
        lock (_lock)
        {
            foreach (OrderState order in _open.Values)
            {
                if (IsQuote(in order) == quotes)
                {
                    copy.Add(order);
                }
            }
        }

        copy.Sort(static (one, other) => one.OrderId.Value.CompareTo(other.OrderId.Value));
        return copy;
    }

    private static bool IsQuote(in OrderState order) => (order.Traits & OrderTraits.Quote) != 0;

    private void Put(in OrderState order)
    {
        _open[order.OrderId] = order;
        if (!IsQuote(in order))
        {
            _byName[order.ClOrdId] = order.OrderId;
        }
    }

    private void Remove(OrderId id)
    {
        if (_open.Remove(id, out OrderState order))
        {
            Forget(order.ClOrdId, id);
        }
    }

    private void Forget(Text40 name, OrderId id)
    {
        if (_byName.TryGetValue(name, out OrderId named) && named == id)
        {
            _byName.Remove(name);
        }
    }
}
