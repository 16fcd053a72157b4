using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Margin;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Orders;

/// <summary>What trades lead to, in the same step and in this order: reduce-only orders are cut, quote groups whose
/// protection tripped are cancelled, stops are set off, combos trade with legs that have come to rest.</summary>
/// <remarks>A match is never disturbed by any of them: they wait until it is over. Each pass takes something away that
/// can't come again, so it ends.</remarks>
internal sealed class Aftermath
{
    private readonly Ledger _ledger;
    private readonly MarginGate _gate;
    private readonly OpenOrders _open;
    private readonly EventWriter _events;
    private readonly List<(Account Account, ListedInstrument Instrument)> _reduced = [];
    private readonly List<(Account Account, ushort Number)> _tripping = [];
    private readonly List<ListedInstrument> _traded = [];
    private readonly Queue<ListedInstrument> _legs = [];

    public Aftermath(Ledger ledger, MarginGate gate, OpenOrders open, EventWriter events)
    {
        _ledger = ledger;
        _gate = gate;
        _open = open;
        _events = events;
    }

    /// <summary>Notes what a trade may lead to. Hot path.</summary>
    public void Traded(
        ListedInstrument instrument,
        OrderRef maker,
        Side makerSide,
        OrderRef taker,
        Side takerSide,
        long priceTicks,
        long lots)
    {
        Note(instrument, maker, makerSide, lots);
        Note(instrument, taker, takerSide, lots);
        if (instrument.Stops is { Count: > 0 })
        {
            if (instrument.TradedLowTicks > instrument.TradedHighTicks)
            {
                _traded.Add(instrument);
            }

            instrument.TradedLowTicks = Math.Min(instrument.TradedLowTicks, priceTicks);
            instrument.TradedHighTicks = Math.Max(instrument.TradedHighTicks, priceTicks);
        }
    }

    /// <summary>An order has come to rest in a leg of combos, which may trade now.</summary>
    public void LegRested(ListedInstrument leg)
    {
        if (!leg.IsLegQueued)
        {
            leg.IsLegQueued = true;
            _legs.Enqueue(leg);
        }
    }

    /// <summary>Lots by which a position lies against an order: what the order could close; 0 or less when
    /// nothing.</summary>
    public long PositionAgainst(OrderRef order) =>
        PositionAgainst(order.Account, order.Instrument, order.Side);

    /// <summary>What a new reduce-only order may do: its lots, cut to the position less what other such orders have
    /// taken on.</summary>
    public long LotsToReduce(in NewOrder order)
    {
        long left = PositionAgainst(order.Account, order.Instrument, order.Side)
            - ReduceOnlyLots(_ledger.Accounts.Get(order.Account), order.Instrument, order.Side);
        return Math.Clamp(left, 0, order.Lots);
    }

    /// <summary>Cancels the quote groups that tripped; also between the entries of a mass quote.</summary>
    public void CancelTripped()
    {
        foreach ((Account account, ushort number) in _tripping)
        {
            QuoteProtection.Trip(_ledger, _open, _events, account, number);
        }

        _tripping.Clear();
    }

    /// <summary>Does everything that is due. One compare each when nothing is.</summary>
    public void Run(OrderEntry entry, StopOrders stops)
    {
        do
        {
            foreach ((Account account, ListedInstrument instrument) in _reduced)
            {
                Cut(account, instrument, Side.Buy);
                Cut(account, instrument, Side.Sell);
            }

            _reduced.Clear();
            CancelTripped();
        }
        while (SetOffNext(entry, stops) || TradeNextCombo(entry));
    }

    private bool TradeNextCombo(OrderEntry entry)
    {
        while (_legs.TryPeek(out ListedInstrument? leg))
        {
            foreach (ListedInstrument combo in leg.CombosWithIt)
            {
                if (entry.TradeResting(combo))
                {
                    return true;
                }
            }

            leg.IsLegQueued = false;
            _legs.Dequeue();
        }

        return false;
    }

    private bool SetOffNext(OrderEntry entry, StopOrders stops)
    {
        while (_traded.Count > 0)
        {
            ListedInstrument instrument = _traded[^1];
            int handle = instrument.State == TradingState.Halt || instrument.IsCollecting
                ? Position.None
                : instrument.Stops!.NextWithin(
                    StopTrigger.LastTrade, instrument.TradedLowTicks, instrument.TradedHighTicks);
            if (handle != Position.None)
            {
                stops.SetOff(entry, handle);
                return true;
            }

            _traded.RemoveAt(_traded.Count - 1);
            instrument.ForgetTraded();
        }

        return stops.SetOffByMark(entry);
    }

    private void Note(ListedInstrument instrument, OrderRef order, Side side, long lots)
    {
        if (order.QuoteGroup != 0)
        {
            CountFill(instrument, order, side.Sign() * lots);
        }

        Account account = _ledger.Accounts.Get(order.Account);
        if (account.ReduceOnlyCount > 0)
        {
            _reduced.Add((account, instrument));
        }
    }

    private void CountFill(ListedInstrument instrument, OrderRef order, long signedLots)
    {
        Account account = _ledger.Accounts.Get(order.Account);
        QuoteGroup? group = account.FindGroup(order.QuoteGroup);
        if (group is null || group.Terms.WindowNs == 0)
        {
            return;
        }

        _gate.TryRisk(instrument, out _, out ReadOnlySpan<int> cells);
        if (QuoteProtection.Count(_ledger, group, instrument, cells, signedLots) && !group.IsTripping)
        {
            group.IsTripping = true;
            _tripping.Add((account, order.QuoteGroup));
        }
    }

    private long PositionAgainst(AccountId account, InstrumentId instrument, Side side)
    {
        int entry = _ledger.Positions.Find(account, instrument);
        return entry == Position.None ? 0 : -side.Sign() * _ledger.Positions[entry].Lots;
    }

    private long ReduceOnlyLots(Account account, InstrumentId instrument, Side side)
    {
        long lots = 0;
        for (int i = account.FirstOrder; i != Position.None; i = _ledger.Orders[i].AccountNext)
        {
            OrderRef order = _ledger.Orders[i];
            lots += IsReducing(order, instrument, side) ? order.LeavesLots : 0;
        }

        return lots;
    }

    /// <summary>Takes from the youngest reduce-only orders what the position no longer holds.</summary>
    private void Cut(Account account, ListedInstrument instrument, Side side)
    {
        InstrumentId id = instrument.Spec.Id;
        long excess = ReduceOnlyLots(account, id, side) - Math.Max(0, PositionAgainst(account.Id, id, side));
        for (int i = account.FirstOrder; i != Position.None && excess > 0;)
        {
            OrderRef order = _ledger.Orders[i];
            int next = order.AccountNext;
            if (IsReducing(order, id, side))
            {
                long taken = Math.Min(excess, order.LeavesLots);
                excess -= taken;
                if (taken == order.LeavesLots)
                {
                    _open.Cancel(i, CancelCause.ReduceOnly, RejectCode.NothingToReduce);
                }
                else
                {
                    _open.Reduce(i, order.LeavesLots - taken, CancelCause.ReduceOnly);
                }
            }

            i = next;
        }
    }

    private static bool IsReducing(OrderRef order, InstrumentId instrument, Side side) =>
        order.Instrument == instrument && order.Side == side && OrderBits.IsReduceOnly(order)
        && !OrderBits.IsWaiting(order);
}
