using System;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Lifecycle;
using HybridGpu.Engine.Trading;

namespace HybridGpu.Engine.Combos;

/// <summary>Lists combos: packages of other instruments with a book of their own.</summary>
internal sealed class ComboListing
{
    private readonly Ledger _ledger;
    private readonly RulesTable _rules;
    private readonly ComboRoom _room;
    private readonly EventWriter _events;

    public ComboListing(Ledger ledger, RulesTable rules, LifecycleFlow lifecycle, EventWriter events)
    {
        _room = new ComboRoom(ledger, lifecycle);
        _ledger = ledger;
        _rules = rules;
        _events = events;
    }

    /// <summary>Applies the command.</summary>
    /// <param name="session">Who lists it.</param>
    /// <param name="asked">Its terms.</param>
    /// <param name="payload">Its legs.</param>
    /// <returns>Why the combo can't be listed; none when it is.</returns>
    public RejectCode Apply(SessionId session, in InstrumentSpec asked, ReadOnlySpan<byte> payload)
    {
        if (payload.Length % ComboLeg.WireSize != 0)
        {
            return RejectCode.MalformedPayload;
        }

        ReadOnlySpan<ComboLeg> legs = MemoryMarshal.Cast<byte, ComboLeg>(payload);
        AccountId lister = session == SessionId.Venue ? default : _ledger.Sessions[session].Account;
        ListedInstrument? known = asked.Id == InstrumentId.Unassigned ? FindKnown(in asked, legs) : null;
        InstrumentSpec spec = known?.Spec ?? _ledger.Instruments.Numbered(in asked);
        RejectCode reject = known is null
            ? _ledger.Instruments.Check(in spec, isCombo: true)
            : CheckReturn(known);
        int balancer = -1;
        if (reject == RejectCode.None)
        {
            reject = CheckLegs(in spec, legs, out balancer);
        }

        if (reject == RejectCode.None && !_room.TryFind(legs, lister))
        {
            reject = RejectCode.CapacityReached;
        }

        if (reject != RejectCode.None)
        {
            return reject;
        }

        _room.Make();
        if (known is null)
        {
            known = List(in spec, legs, balancer);
        }
        else
        {
            _ledger.Instruments.MarkReturned(known);
        }

        if (known.Use is { } use)
        {
            _ledger.SetUse(known, use, lister, _ledger.NowNs);
        }

        Say(in spec, legs);
        return RejectCode.None;
    }

    /// <summary>What was listed before with the same terms and legs, or null.</summary>
    private ListedInstrument? FindKnown(in InstrumentSpec asked, ReadOnlySpan<ComboLeg> legs)
    {
        if (_ledger.Instruments.Find(asked.Symbol) is not { Combo: { } terms } known
            || terms.Legs.Length != legs.Length)
        {
            return null;
        }

        InstrumentSpec numbered = asked;
        numbered.Id = known.Spec.Id;
        bool isSame = numbered == known.Spec;
        for (int i = 0; i < legs.Length; i++)
        {
            ComboLeg leg = terms.LegAt(i);
            isSame &= leg.Instrument == legs[i].Instrument && leg.Ratio == legs[i].Ratio;
        }

        return isSame ? known : null;
    }

    /// <summary>Only what gave way comes back: what the venue took off the list stays off.</summary>
    private static RejectCode CheckReturn(ListedInstrument known) => known switch
    {
        { IsSettled: true } => RejectCode.InstrumentExpired,
        { IsDelisted: false } => RejectCode.OutOfSequence,
        { IsRetired: false } => RejectCode.InstrumentDelisted,
        _ => RejectCode.None,
    };

    private ListedInstrument List(in InstrumentSpec spec, ReadOnlySpan<ComboLeg> legs, int balancer)
    {
        var instruments = new ListedInstrument[legs.Length];
        int[] ratios = new int[legs.Length];
        for (int i = 0; i < legs.Length; i++)
        {
            instruments[i] = _ledger.Instruments[legs[i].Instrument];
            ratios[i] = legs[i].Ratio;
        }

        TradingRules rules = _rules.For(in spec);
        ListedInstrument combo = InstrumentTable.Make(
            in spec, rules, new ComboTerms(instruments, ratios, balancer), _ledger.Orders);
        _ledger.Instruments.Add(combo);
        combo.JoinLegs();
        for (int i = 0; i < legs.Length; i++)
        {
            _ledger.Hash.Add(StateDigest.OfCombo(spec.Id, i, in legs[i]));
        }

        if (!ReferenceEquals(rules, TradingRules.Default))
        {
            _ledger.Hash.Add(StateDigest.OfInstrumentRules(spec.Id, rules.Terms));
        }

        return combo;
    }

    private void Say(in InstrumentSpec spec, ReadOnlySpan<ComboLeg> legs)
    {
        ref ComboListed listed = ref _events.Begin(EventKind.ComboListed).Combo;
        listed.Spec = spec;
        listed.LegCount = (uint)legs.Length;
        for (int i = 0; i < legs.Length; i++)
        {
            listed.Legs[i] = legs[i];
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
