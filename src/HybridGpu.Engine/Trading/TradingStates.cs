using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Margin;
using HybridGpu.Engine.Orders;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Trading;

/// <summary>Trading states, and the auctions between them.</summary>
/// <remarks>A book collects from the moment it is taken to pre-open or auction until it goes on to continuous or
/// reduce-only trading, where it is uncrossed first; a halt in between keeps what was collected.</remarks>
internal sealed class TradingStates
{
    private readonly Ledger _ledger;
    private readonly MarginGate _gate;
    private readonly OrderEntry _entry;
    private readonly StopOrders _stops;
    private readonly Aftermath _aftermath;
    private readonly EventWriter _events;

    public TradingStates(
        Ledger ledger, MarginGate gate, OrderEntry entry, StopOrders stops, Aftermath aftermath, EventWriter events)
    {
        _ledger = ledger;
        _gate = gate;
        _entry = entry;
        _stops = stops;
        _aftermath = aftermath;
        _events = events;
    }

    /// <summary>Applies the command to every living instrument in its scope, in listing order.</summary>
    /// <returns>Why nothing changed; none when each is in the state now, those included that were in it.</returns>
    public RejectCode Apply(in SetTradingState command)
    {
        if (command.State > TradingState.ReduceOnly || command.Scope > TradingScope.Venue)
        {
            return RejectCode.BadTradingRules;
        }

        bool found = false;
        foreach (ListedInstrument? instrument in _ledger.Instruments.All)
        {
            // What has expired and waits for its settlement must not uncross.
            bool isLive = !instrument!.IsSettled && _ledger.MarketNs < instrument.Spec.ExpiryNs;
            if (isLive && IsMeant(instrument, in command))
            {
                found = true;
                Change(instrument, command.State);
            }
        }

        return found ? RejectCode.None : RejectCode.UnknownInstrument;
    }

    private static bool IsMeant(ListedInstrument instrument, in SetTradingState command) => command.Scope switch
    {
        TradingScope.Instrument => instrument.Spec.Id == command.Instrument,
        TradingScope.Class => instrument.Spec.Underlying == command.Underlying,
        _ => true,
    };

    private void Change(ListedInstrument instrument, TradingState state)
    {
        TradingState before = instrument.State;
        long uncrossTicks = 0;
        long uncrossLots = 0;
        long surplusLots = 0;
        Rehash(instrument, add: false);
        bool collects = state is TradingState.PreOpen or TradingState.Auction;
        if (collects && !instrument.IsCollecting)
        {
            instrument.Book.BeginAuction();
            Rederive(instrument);
        }
        else if (instrument.IsCollecting && state is TradingState.Continuous or TradingState.ReduceOnly)
        {
            if (instrument.Book.TryIndicative(ReferenceTicks(instrument), out AuctionPrice price))
            {
                uncrossTicks = price.PriceTicks;
                surplusLots = price.SurplusLots;
                uncrossLots = _entry.Uncross(instrument, price.PriceTicks);
            }

            instrument.Book.EndAuction();
            Rederive(instrument);
        }

        instrument.State = state;
        Rehash(instrument, add: true);
        _stops.MarksMoved();
        if (instrument.CombosWithIt.Count > 0)
        {
            _aftermath.LegRested(instrument);
        }

        ref TradingStateChanged changed = ref _events.Begin(EventKind.TradingStateChanged).TradingState;
        changed.Instrument = instrument.Spec.Id;
        changed.State = state;
        changed.Before = before;
        changed.UncrossTicks = uncrossTicks;
        changed.UncrossLots = uncrossLots;
        changed.SurplusLots = surplusLots;
    }

    private long ReferenceTicks(ListedInstrument instrument) =>
        _gate.TryRisk(instrument, out long mark, out _) ? mark / instrument.TickValue : 0;

    /// <summary>Orders of a book that collects count with the taker's fee, others with the maker's: their accounts
    /// derive their vectors anew.</summary>
    private void Rederive(ListedInstrument instrument)
    {
        foreach (Side side in (ReadOnlySpan<Side>)[Side.Buy, Side.Sell])
        {
            for (int i = instrument.Book.BestHandle(side); i != Position.None; i = instrument.Book.NextHandle(i))
            {
                _ledger.Accounts.Get(_ledger.Orders[i].Account).DerivedEpoch = 0;
            }
        }
    }

    private void Rehash(ListedInstrument instrument, bool add)
    {
        if (instrument.State == TradingState.Continuous && !instrument.IsCollecting)
        {
            return;
        }

        ulong digest = StateDigest.OfTradingState(instrument.Spec.Id, instrument.State, instrument.IsCollecting);
        if (add)
        {
            _ledger.Hash.Add(digest);
        }
        else
        {
            _ledger.Hash.Remove(digest);
        }
    }
}
