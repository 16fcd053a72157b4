using HybridGpu.Domain;
using HybridGpu.Engine.Accounts;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Orders;

/// <summary>Open orders by what their owners call them: (account, ClOrdId) to handle.</summary>
/// <remarks>The names are the orders' own. The digest has no secret, so a client could choose names that stand side by
/// side in the table; its order slots bound how many, 1,024 an account, and what a search of anybody's may then
/// cost. Thread: the engine's.</remarks>
internal sealed class OrderNames
{
    private readonly OrderPool _orders;
    private readonly HandleTable _handles = new();

    public OrderNames(OrderPool orders)
    {
        _orders = orders;
    }

    /// <summary>Handle of the order of that name, or <see cref="Position.None"/>. Hot path.</summary>
    public int Find(AccountId account, Text40 name)
    {
        uint digest = DigestOf(account, name);
        for (int at = _handles.First(digest); at >= 0; at = _handles.Next(at, digest))
        {
            OrderRef order = _orders[_handles[at]];
            if (order.Account == account && order.ClOrdId == name)
            {
                return _handles[at];
            }
        }

        return Position.None;
    }

    /// <summary>Takes an order in by its account and name, which no other open order has. Hot path.</summary>
    public void Add(int handle) => _handles.Add(DigestOf(handle), handle);

    /// <summary>Forgets an order, which still has the name that it was added by. Hot path.</summary>
    public void Remove(int handle) => _handles.Remove(DigestOf(handle), handle);

    private uint DigestOf(int handle)
    {
        OrderRef order = _orders[handle];
        return DigestOf(order.Account, order.ClOrdId);
    }

    internal static uint DigestOf(AccountId account, Text40 name) =>
        (uint)(Mix.Combine(name.Digest(), account.Value) >> 32);
}
