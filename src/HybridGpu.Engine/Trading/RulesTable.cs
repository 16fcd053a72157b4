using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Images;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Trading;

/// <summary>Trading rules by class, for what will be listed, and their change for what is.</summary>
internal sealed class RulesTable
{
    private readonly Ledger _ledger;
    private readonly EventWriter _events;
    private readonly Dictionary<(UnderlyingId Underlying, InstrumentKind Kind), TradingRules> _ofClass = [];

    public RulesTable(Ledger ledger, EventWriter events)
    {
        _ledger = ledger;
        _events = events;
    }

    /// <summary>The rules of each class that has some of its own, for the state hash and snapshots.</summary>
    public IReadOnlyDictionary<(UnderlyingId Underlying, InstrumentKind Kind), TradingRules> OfClasses => _ofClass;

    /// <summary>Rules under which terms are listed.</summary>
    public TradingRules For(in InstrumentSpec spec) =>
        _ofClass.TryGetValue((spec.Underlying, spec.Kind), out TradingRules? rules) ? rules : TradingRules.Default;

    /// <summary>Applies the command. Resting orders stay as they are; the rules hold for what comes.</summary>
    public RejectCode Apply(in SetTradingRules terms)
    {
        if (terms.Scope > TradingScope.Class || !TradingRules.AreSound(in terms))
        {
            return RejectCode.BadTradingRules;
        }

        RejectCode reject = terms.Scope == TradingScope.Instrument ? SetOne(in terms) : SetClass(in terms);
        if (reject == RejectCode.None)
        {
            _events.Begin(EventKind.TradingRulesSet).TradingRules = terms;
        }

        return reject;
    }

    private static int ClassKey(in SetTradingRules terms) => (terms.Underlying.Value << 8) | (int)terms.Kind;

    private RejectCode SetOne(in SetTradingRules terms)
    {
        ListedInstrument? instrument = _ledger.Instruments.Find(terms.Instrument);
        if (instrument is null)
        {
            return RejectCode.UnknownInstrument;
        }

        if (!CanTake(instrument, in terms))
        {
            return RejectCode.BookNotEmpty;
        }

        Give(instrument, new TradingRules(in terms));
        return RejectCode.None;
    }

    private RejectCode SetClass(in SetTradingRules terms)
    {
        if (terms.Underlying.Value >= UnderlyingId.Capacity
            || terms.Kind is < InstrumentKind.Future or > InstrumentKind.Combo)
        {
            return RejectCode.BadTradingRules;
        }

        foreach (ListedInstrument? instrument in _ledger.Instruments.All)
        {
            if (IsOfClass(instrument!, in terms) && !CanTake(instrument!, in terms))
            {
                return RejectCode.BookNotEmpty;
            }
        }

        var rules = new TradingRules(in terms);
        foreach (ListedInstrument? instrument in _ledger.Instruments.All)
        {
            if (IsOfClass(instrument!, in terms))
            {
                Give(instrument!, rules);
            }
        }

        (UnderlyingId, InstrumentKind) key = (terms.Underlying, terms.Kind);
        if (_ofClass.TryGetValue(key, out TradingRules? old))
        {
            _ledger.Hash.Remove(StateDigest.OfClassRules(old.Terms));
        }

        _ofClass[key] = rules;
        _ledger.Hash.Add(StateDigest.OfClassRules(rules.Terms));
        return RejectCode.None;
    }

    private static bool IsOfClass(ListedInstrument instrument, in SetTradingRules terms) =>
        !instrument.IsSettled && instrument.Spec.Underlying == terms.Underlying && instrument.Spec.Kind == terms.Kind;

    private static bool CanTake(ListedInstrument instrument, in SetTradingRules terms) =>
        instrument.Book.Allocation == terms.Allocation || instrument.Book.OrderCount == 0;

    private void Give(ListedInstrument instrument, TradingRules rules)
    {
        if (instrument.Book.Allocation != rules.Terms.Allocation)
        {
            bool inAuction = instrument.Book.InAuction;
            instrument.Book = new LadderOrderBook(_ledger.Orders, allocation: rules.Terms.Allocation);
            if (inAuction)
            {
                instrument.Book.BeginAuction();
            }
        }

        HashOf(instrument, add: false);
        instrument.Rules = rules;
        HashOf(instrument, add: true);
    }

    /// <summary>An instrument's own rules are an item of the state when they aren't the default.</summary>
    private void HashOf(ListedInstrument instrument, bool add)
    {
        if (ReferenceEquals(instrument.Rules, TradingRules.Default))
        {
            return;
        }

        ulong digest = StateDigest.OfInstrumentRules(instrument.Spec.Id, instrument.Rules.Terms);
        if (add)
        {
            _ledger.Hash.Add(digest);
        }
        else
        {
            _ledger.Hash.Remove(digest);
        }
    }

    /// <summary>The rules of classes; each instrument's own come with it.</summary>
    public void Pass(ref Image image)
    {
        var terms = new List<SetTradingRules>();
        foreach (TradingRules rules in _ofClass.Values)
        {
            terms.Add(rules.Terms);
        }

        terms.Sort((a, b) => ClassKey(in a).CompareTo(ClassKey(in b)));
        int count = image.Count(terms.Count, ushort.MaxValue);
        for (int i = 0; i < count; i++)
        {
            SetTradingRules rules = image.Value(image.IsReading ? default : terms[i]);
            _ofClass[(rules.Underlying, rules.Kind)] = new TradingRules(in rules);
        }
    }

    /// <summary>Rules as an instrument was listed with or given them.</summary>
    public static TradingRules Pass(ref Image image, TradingRules? rules)
    {
        bool isDefault = image.Value(ReferenceEquals(rules, TradingRules.Default));
        SetTradingRules terms = image.Value(rules?.Terms ?? default);
        return isDefault ? TradingRules.Default : rules ?? new TradingRules(in terms);
    }
}
