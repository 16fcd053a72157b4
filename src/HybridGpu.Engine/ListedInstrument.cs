using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Combos;
using HybridGpu.Engine.Orders;
using HybridGpu.Engine.Trading;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <summary>A listed instrument with its book, its rules and the accounts that hold it.</summary>
internal sealed class ListedInstrument
{
    private StopBook? _stops;

    public ListedInstrument(in InstrumentSpec spec, LadderOrderBook book, TradingRules rules)
    {
        Spec = spec;
        TickValue = spec.TickValue;
        Book = book;
        Rules = rules;
    }

    public InstrumentSpec Spec { get; }

    /// <summary>Micro-USD per tick and lot, computed once.</summary>
    public long TickValue { get; }

    /// <summary>Its book; another one after its allocation was changed, which only an empty book allows.</summary>
    public LadderOrderBook Book { get; set; }

    public TradingRules Rules { get; set; }

    public TradingState State { get; set; }

    /// <summary>Its legs when it is a combo, else null.</summary>
    public ComboTerms? Combo { get; init; }

    /// <summary>Its legs when it is a combo, else none.</summary>
    public ReadOnlySpan<ListedInstrument> Legs => Combo is null ? [] : Combo.Legs;

    /// <summary>Combos on the list that have this instrument as a leg, by number.</summary>
    public List<ListedInstrument> CombosWithIt { get; } = [];

    /// <summary>Who has it and since when it lies idle, when it is a combo that gives way; else null.</summary>
    public ComboUse? Use { get; init; }

    /// <summary>Requests for quote that are open in it.</summary>
    public int RequestCount { get; set; }

    /// <summary>No order is open in it and the venue hasn't put it in any state of its own.</summary>
    public bool IsIdle => State == TradingState.Continuous && !IsCollecting
        && Book.BestHandle(Side.Buy) == Position.None && Book.BestHandle(Side.Sell) == Position.None;

    /// <summary>Stop orders that wait, made at the first.</summary>
    public StopBook? Stops => _stops;

    /// <summary>True once it has expired and paid out.</summary>
    public bool IsSettled { get; set; }

    /// <summary>True while it is off the list.</summary>
    public bool IsDelisted { get; set; }

    /// <summary>True while it is off the list because it gave way to another combo: it comes back, as the instrument
    /// that it was, when somebody defines it again.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Head of the positions in it.</summary>
    public int FirstPosition { get; set; } = Position.None;

    /// <summary>Lowest price traded in this step, where stops wait; above the highest while nothing has.</summary>
    public long TradedLowTicks { get; set; } = long.MaxValue;

    /// <summary>Highest price traded in this step, where stops wait.</summary>
    public long TradedHighTicks { get; set; } = long.MinValue;

    /// <summary>True while the combos with this leg are due to be looked at.</summary>
    public bool IsLegQueued { get; set; }

    /// <summary>Orders are collected without matching, because an auction hasn't uncrossed them yet.</summary>
    public bool IsCollecting => Book.InAuction;

    /// <summary>Hangs a combo on its legs: in the order of numbers, so that it doesn't matter when it came back.
    /// </summary>
    public void JoinLegs()
    {
        foreach (ListedInstrument leg in Legs)
        {
            List<ListedInstrument> combos = leg.CombosWithIt;
            int at = combos.Count;
            while (at > 0 && combos[at - 1].Spec.Id.Value > Spec.Id.Value)
            {
                at--;
            }

            combos.Insert(at, this);
        }
    }

    /// <summary>Takes a combo off its legs.</summary>
    public void LeaveLegs()
    {
        foreach (ListedInstrument leg in Legs)
        {
            leg.CombosWithIt.Remove(this);
        }
    }

    public StopBook StopsFor(OrderPool orders) => _stops ??= new StopBook(orders);

    /// <summary>The step's trades have set off what they could.</summary>
    public void ForgetTraded()
    {
        TradedLowTicks = long.MaxValue;
        TradedHighTicks = long.MinValue;
    }
}
