using HybridGpu.Domain;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Orders;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <content>Trades that were agreed outside the book: both orders only pass through.</content>
internal sealed partial class OrderEntry
{
    /// <summary>Books one trade between two passing orders that count in their accounts' vectors as takers.</summary>
    public void BookNegotiated(
        ListedInstrument instrument, int makerHandle, int takerHandle, long priceTicks, long lots)
    {
        Side takerSide = _ledger.Orders[takerHandle].Side;
        Fill(makerHandle, priceTicks, lots);
        Fill(takerHandle, priceTicks, lots);
        if (instrument.Combo is null)
        {
            Book(
                instrument,
                new TradeSide(makerHandle, takerSide.Opposite(), WasResting: false, OrderTraits.Negotiated),
                new TradeSide(takerHandle, takerSide, WasResting: false, OrderTraits.Negotiated),
                priceTicks,
                lots);
        }
        else
        {
            BookLegs(instrument, makerHandle, takerHandle, makerRests: false, takerRests: false, priceTicks, lots);
        }
    }

    /// <summary>A passing order that is covered counts in its account's vectors from now on.</summary>
    public void EnterNegotiated(OrderRef order) =>
        _gate.CountOrder(order, order.LeavesLots, isTaker: true, sign: +1);

    /// <summary>A passing order leaves margin and tables.</summary>
    public void LeaveNegotiated(int handle, ListedInstrument instrument)
    {
        OrderRef order = _ledger.Orders[handle];
        Account account = _ledger.Accounts.Get(order.Account);
        _gate.CountOrder(order, order.LeavesLots, isTaker: true, sign: -1);
        _ledger.Positions.Release(order.EngineEntry, account, instrument);
        _ledger.Orders.Free(handle);
    }

    private void Fill(int handle, long priceTicks, long lots)
    {
        OrderRef order = _ledger.Orders[handle];
        _gate.CountOrder(order, order.LeavesLots, isTaker: true, sign: -1);
        order.LeavesLots -= lots;
        order.CumTickLots += priceTicks * lots;
        _gate.CountOrder(order, order.LeavesLots, isTaker: true, sign: +1);
    }
}
