using System;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Trading;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Combos;

/// <summary>Lists combos: packages of other instruments with a book of their own.</summary>
internal sealed class ComboListing
{
    /// <summary>Most combos with one leg: bounds what a resting order in the leg can set in motion.</summary>
    public const int CombosOfLegMax = 64;

    private readonly Ledger _ledger;
    private readonly RulesTable _rules;
    private readonly EventWriter _events;

    public ComboListing(Ledger ledger, RulesTable rules, EventWriter events)
    {
        _ledger = ledger;
        _rules = rules;
        _events = events;
    }

    /// <summary>Applies the command.</summary>
    /// <returns>Why the combo can't be listed; none when it is.</returns>
    public RejectCode Apply(in InstrumentSpec asked, ReadOnlySpan<byte> payload)
    {
        InstrumentSpec spec = _ledger.Instruments.Numbered(in asked);
        if (payload.Length % ComboLeg.WireSize != 0)
        {
            return RejectCode.MalformedPayload;
        }

        RejectCode reject = _ledger.Instruments.Check(in spec, isCombo: true);
        ReadOnlySpan<ComboLeg> legs = MemoryMarshal.Cast<byte, ComboLeg>(payload);
        int balancer = -1;
        if (reject == RejectCode.None)
        {
            reject = CheckLegs(in spec, legs, out balancer);
        }

        if (reject == RejectCode.None)
        {
            List(in spec, legs, balancer);
        }

        return reject;
    }

    private void List(in InstrumentSpec spec, ReadOnlySpan<ComboLeg> legs, int balancer)
    {
        var instruments = new ListedInstrument[legs.Length];
        int[] ratios = new int[legs.Length];
        for (int i = 0; i < legs.Length; i++)
        {
            instruments[i] = _ledger.Instruments[legs[i].Instrument];
            ratios[i] = legs[i].Ratio;
        }

        TradingRules rules = _rules.For(in spec);
        var book = new LadderOrderBook(_ledger.Orders, allocation: rules.Terms.Allocation);
        var combo = new ListedInstrument(in spec, book, rules)
        {
            Combo = new ComboTerms(instruments, ratios, balancer),
        };
        _ledger.Instruments.Add(combo);
        ref ComboListed listed = ref _events.Begin(EventKind.ComboListed).Combo;
        listed.Spec = spec;
        listed.LegCount = (uint)legs.Length;
        for (int i = 0; i < legs.Length; i++)
        {
            instruments[i].CombosWithIt.Add(combo);
            listed.Legs[i] = legs[i];
            _ledger.Hash.Add(StateDigest.OfCombo(spec.Id, i, in legs[i]));
        }

        if (!ReferenceEquals(rules, TradingRules.Default))
        {
            _ledger.Hash.Add(StateDigest.OfInstrumentRules(spec.Id, rules.Terms));
        }
    }

    private RejectCode CheckLegs(in InstrumentSpec spec, ReadOnlySpan<ComboLeg> legs, out int balancer)
    {
        balancer = -1;
        if (legs.Length is < 2 or > ComboLeg.LegsMax)
        {
            return RejectCode.BadComboTerms;
        }

        long earliestNs = long.MaxValue;
        long finestTick = long.MaxValue;
        for (int i = 0; i < legs.Length; i++)
        {
            ListedInstrument? leg = _ledger.Instruments.Find(legs[i].Instrument);
            if (leg is null)
            {
                return RejectCode.UnknownInstrument;
            }

            if (leg.IsSettled || _ledger.MarketNs >= leg.Spec.ExpiryNs)
            {
                return RejectCode.InstrumentExpired;
            }

            if (leg.IsDelisted)
            {
                return RejectCode.InstrumentDelisted;
            }

            if (leg.CombosWithIt.Count == CombosOfLegMax)
            {
                return RejectCode.CapacityReached;
            }

            if (!IsSoundLeg(in spec, leg, legs, i))
            {
                return RejectCode.BadComboTerms;
            }

            earliestNs = Math.Min(earliestNs, leg.Spec.ExpiryNs);
            if (Math.Abs(legs[i].Ratio) == 1 && leg.Spec.TickSizeMicros < finestTick)
            {
                finestTick = leg.Spec.TickSizeMicros;
                balancer = i;
            }
        }

        return balancer >= 0 && spec.ExpiryNs == earliestNs && DividesAll(in spec, legs, finestTick)
            ? RejectCode.None
            : RejectCode.BadComboTerms;
    }

    private static bool IsSoundLeg(
        in InstrumentSpec spec, ListedInstrument leg, ReadOnlySpan<ComboLeg> legs, int index)
    {
        for (int i = 0; i < index; i++)
        {
            if (legs[i].Instrument == legs[index].Instrument)
            {
                return false;
            }
        }

        int ratio = legs[index].Ratio;
        return leg.Combo is null && ratio is not 0 and >= -ComboLeg.RatioMax and <= ComboLeg.RatioMax
            && leg.Spec.Underlying == spec.Underlying && leg.Spec.LotSizeMicros == spec.LotSizeMicros;
    }

    /// <summary>Whether every price of the combo and the other legs is a whole number of this tick.</summary>
    private bool DividesAll(in InstrumentSpec spec, ReadOnlySpan<ComboLeg> legs, long tickMicros)
    {
        bool divides = spec.TickSizeMicros % tickMicros == 0;
        foreach (ComboLeg leg in legs)
        {
            divides &= _ledger.Instruments[leg.Instrument].Spec.TickSizeMicros % tickMicros == 0;
        }

        return divides;
    }
}
