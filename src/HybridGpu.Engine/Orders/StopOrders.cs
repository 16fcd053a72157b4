using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Margin;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Orders;

/// <summary>Stops that are set off: each becomes a market or limit order and goes the way of a new one.</summary>
/// <remarks>While an instrument is halted or in an auction its stops wait on, whatever the price.</remarks>
internal sealed class StopOrders
{
    private readonly Ledger _ledger;
    private readonly MarginGate _gate;
    private readonly OpenOrders _open;
    private readonly OrderChecks _checks;
    private readonly Aftermath _aftermath;
    private readonly EventWriter _events;
    private bool _marksMoved;

    public StopOrders(
        Ledger ledger, MarginGate gate, OpenOrders open, OrderChecks checks, Aftermath aftermath, EventWriter events)
    {
        _ledger = ledger;
        _gate = gate;
        _open = open;
        _checks = checks;
        _aftermath = aftermath;
        _events = events;
    }

    /// <summary>Marks have changed, or an instrument trades again: stops that wait for a mark are looked at.</summary>
    public void MarksMoved() => _marksMoved = true;

    /// <summary>Sets the next stop off that its mark has reached: by instrument, nearest first.</summary>
    /// <returns>False when there is none.</returns>
    public bool SetOffByMark(OrderEntry entry)
    {
        if (!_marksMoved)
        {
            return false;
        }

        foreach (ListedInstrument? instrument in _ledger.Instruments.All)
        {
            if (instrument!.Stops is not { Count: > 0 } stops || instrument.State == TradingState.Halt
                || instrument.IsCollecting || !_gate.TryRisk(instrument, out long mark, out _))
            {
                continue;
            }

            (long floor, long rest) = Math.DivRem(mark, instrument.TickValue);
            long low = rest > 0 ? floor + 1 : floor;
            long high = rest < 0 ? floor - 1 : floor;
            int handle = stops.NextWithin(StopTrigger.Mark, low, high);
            if (handle != Position.None)
            {
                SetOff(entry, handle);
                return true;
            }
        }

        _marksMoved = false;
        return false;
    }

    /// <summary>Makes a waiting stop what it stands for and sends it in.</summary>
    public void SetOff(OrderEntry orders, int handle)
    {
        OrderRef order = _ledger.Orders[handle];
        Account account = _ledger.Accounts.Get(order.Account);
        ListedInstrument instrument = _ledger.Instruments[order.Instrument];
        int entry = order.EngineEntry;
        _ledger.Positions.HoldAgain(entry, account, instrument);
        _open.Withdraw(handle);
        OrderBits.SetOff(order);
        RejectCode reject = Prepare(order, account, instrument);
        if (reject == RejectCode.None)
        {
            reject = orders.PassGate(handle, account, instrument);
        }

        OpenOrders.Describe(ref _events.Begin(EventKind.StopTriggered), order);
        if (reject == RejectCode.None)
        {
            orders.Run(handle, instrument);
        }
        else
        {
            ref VenueEvent refused = ref _events.Begin(EventKind.OrderCancelled);
            OpenOrders.Describe(ref refused, order);
            refused.Order.Cause = CancelCause.StopRefused;
            refused.Order.Reason = reject;
            _ledger.Orders.Free(handle);
        }

        _ledger.Positions.Release(entry, account, instrument);
    }

    private RejectCode Prepare(OrderRef order, Account account, ListedInstrument instrument)
    {
        RejectCode reject = _checks.CheckGroup(account, order.QuoteGroup);
        if (reject != RejectCode.None)
        {
            return reject;
        }

        if (OrderBits.TypeOf(order) == OrderType.Market)
        {
            order.TimeInForce = TimeInForce.ImmediateOrCancel;
            if (!_checks.TryMarketPrice(instrument, order.Side, order.PriceTicks, out long worst))
            {
                return _gate.IsPriced(instrument) ? RejectCode.NoPriceForMarket : RejectCode.NoRiskArray;
            }

            order.PriceTicks = worst;
        }

        if (OrderBits.IsReduceOnly(order))
        {
            var asNew = new NewOrder
            {
                Account = order.Account,
                Instrument = order.Instrument,
                Side = order.Side,
                Lots = order.LeavesLots,
            };
            long lots = _aftermath.LotsToReduce(in asNew);
            if (lots == 0)
            {
                return RejectCode.NothingToReduce;
            }

            order.Lots = lots;
            order.LeavesLots = lots;
            order.DisplayLots = Math.Min(order.DisplayLots, lots);
        }

        return _checks.CheckTerms(instrument, account, order.Side, order.PriceTicks, order.LeavesLots);
    }
}
