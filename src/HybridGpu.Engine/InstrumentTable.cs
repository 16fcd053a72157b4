using System;
using System.Collections.Generic;
using System.IO;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Money;
using HybridGpu.Engine.Combos;
using HybridGpu.Engine.Images;
using HybridGpu.Engine.Trading;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <summary>Instruments by id, and by (underlying, expiry) for settlement.</summary>
internal sealed class InstrumentTable
{
    private readonly StateHashBox _hash;
    private readonly int _instrumentsMax;
    private readonly int _combosMax;
    private readonly Dictionary<(UnderlyingId Underlying, long ExpiryNs), List<ListedInstrument>> _byExpiry = [];
    private readonly Dictionary<Text40, InstrumentId> _symbols = [];
    private ListedInstrument?[] _instruments = new ListedInstrument?[256];
    private int _comboCount;

    public InstrumentTable(StateHashBox hash, int instrumentsMax, int combosMax)
    {
        _hash = hash;
        _instrumentsMax = instrumentsMax;
        _combosMax = combosMax;
    }

    public int Count { get; private set; }

    /// <summary>The instrument of an open order or position. Hot path.</summary>
    public ListedInstrument this[InstrumentId id] => _instruments[id.Value]!;

    /// <summary>The instrument, or null.</summary>
    public ListedInstrument? Find(InstrumentId id) =>
        id.Value < (uint)_instruments.Length ? _instruments[id.Value] : null;

    /// <summary>The instrument that has a symbol, or null.</summary>
    public ListedInstrument? Find(Text40 symbol) =>
        _symbols.TryGetValue(symbol, out InstrumentId id) ? _instruments[id.Value] : null;

    /// <summary>Terms with the number that they get, where they leave it to the engine.</summary>
    public InstrumentSpec Numbered(in InstrumentSpec spec)
    {
        InstrumentSpec numbered = spec;
        if (spec.Id == InstrumentId.Unassigned)
        {
            numbered.Id = new InstrumentId((uint)Count);
        }

        return numbered;
    }

    /// <summary>Why terms can't be listed; none when they can.</summary>
    public RejectCode Check(in InstrumentSpec spec, bool isCombo = false)
    {
        if ((spec.Kind == InstrumentKind.Combo) != isCombo)
        {
            return RejectCode.BadInstrumentTerms;
        }

        RejectCode terms = CheckTerms(in spec);
        if (terms != RejectCode.None)
        {
            return terms;
        }

        if (spec.Id.Value != (uint)Count || _symbols.ContainsKey(spec.Symbol))
        {
            return RejectCode.OutOfSequence;
        }

        return Count == _instrumentsMax || (isCombo && _comboCount == _combosMax)
            ? RejectCode.CapacityReached
            : RejectCode.None;
    }

    /// <summary>Why terms can't be listed whatever else is; none when they can.</summary>
    public static RejectCode CheckTerms(in InstrumentSpec spec)
    {
        RejectCode terms = spec.Validate();
        return terms != RejectCode.None || StaysWithinIntegers(in spec) ? terms : RejectCode.LotTooLarge;
    }

    /// <summary>Lists checked terms.</summary>
    public void Add(ListedInstrument instrument)
    {
        Put(instrument);
        _hash.Add(StateDigest.OfInstrument(instrument.Spec, isSettled: false));
        if (instrument.Use is { } use)
        {
            _hash.Add(StateDigest.OfComboUse(instrument.Spec.Id, use));
        }
    }

    /// <summary>What expires then, in listing order.</summary>
    public IReadOnlyList<ListedInstrument> Expiring(UnderlyingId underlying, long expiryNs) =>
        _byExpiry.TryGetValue((underlying, expiryNs), out List<ListedInstrument>? expiring) ? expiring : [];

    /// <summary>Takes out what expires then, in listing order; empty when nothing does.</summary>
    public List<ListedInstrument> TakeExpiring(UnderlyingId underlying, long expiryNs) =>
        _byExpiry.Remove((underlying, expiryNs), out List<ListedInstrument>? expiring) ? expiring : [];

    /// <summary>Notes that an instrument has paid out.</summary>
    public void MarkSettled(ListedInstrument instrument)
    {
        _hash.Remove(StateDigest.OfInstrument(instrument.Spec, isSettled: false));
        instrument.IsSettled = true;
        _hash.Add(StateDigest.OfInstrument(instrument.Spec, isSettled: true));
    }

    /// <summary>Notes that an instrument was taken off the list.</summary>
    public void MarkDelisted(ListedInstrument instrument, bool isRetired)
    {
        instrument.IsDelisted = true;
        instrument.IsRetired = isRetired;
        instrument.LeaveLegs();
        _hash.Add(StateDigest.OfDelisted(instrument.Spec.Id, isRetired));
    }

    /// <summary>Puts a combo that gave way on the list again.</summary>
    public void MarkReturned(ListedInstrument combo)
    {
        _hash.Remove(StateDigest.OfDelisted(combo.Spec.Id, combo.IsRetired));
        combo.IsDelisted = false;
        combo.IsRetired = false;
        combo.JoinLegs();
    }

    /// <summary>All instruments in listing order.</summary>
    public ReadOnlySpan<ListedInstrument?> All => _instruments.AsSpan(0, Count);

    /// <summary>The largest order in 2^62 and a put's largest payoff in a lot's bound, whatever the terms multiply
    /// to.</summary>
    private static bool StaysWithinIntegers(in InstrumentSpec spec)
    {
        Int128 tickValue = (Int128)spec.TickSizeMicros * spec.LotSizeMicros / Micros.PerUnit;
        Int128 strikeOfLot = (Int128)spec.StrikeMicros * spec.LotSizeMicros / Micros.PerUnit;
        return tickValue <= ((1L << 62) - 1) / spec.OrderLotsMax / spec.PriceTicksMax
            && strikeOfLot < InstrumentSpec.LotNotionalBoundMicros;
    }

    /// <summary>All instruments in listing order, with empty books.</summary>
    public void Pass(ref Image image, OrderPool orders)
    {
        int count = image.Count(Count, _instrumentsMax);
        for (int i = 0; i < count; i++)
        {
            ListedInstrument? known = image.IsReading ? null : _instruments[i];
            InstrumentSpec spec = image.Value(known?.Spec ?? default);
            TradingRules rules = RulesTable.Pass(ref image, known?.Rules);
            ComboTerms? combo = PassCombo(ref image, known?.Combo);
            ListedInstrument instrument = known ?? Make(in spec, rules, combo, orders);
            instrument.State = image.Value(instrument.State);
            instrument.IsSettled = image.Value(instrument.IsSettled);
            instrument.IsDelisted = image.Value(instrument.IsDelisted);
            instrument.IsRetired = image.Value(instrument.IsRetired);
            if (instrument.Use is { } use)
            {
                use.Lister = image.Value(use.Lister);
                use.UsedNs = image.Value(use.UsedNs);
            }

            bool isCollecting = image.Value(instrument.IsCollecting);
            if (!image.IsReading)
            {
                continue;
            }

            Put(instrument);
            if (isCollecting)
            {
                instrument.Book.BeginAuction();
            }

            if (!instrument.IsSettled && !instrument.IsDelisted)
            {
                instrument.JoinLegs();
            }
        }
    }

    /// <summary>An instrument with an empty book.</summary>
    public static ListedInstrument Make(
        in InstrumentSpec spec, TradingRules rules, ComboTerms? combo, OrderPool orders) =>
        new(in spec, new LadderOrderBook(orders, allocation: rules.Terms.Allocation), rules)
        {
            Combo = combo,
            Use = spec.Yields == 1 ? new ComboUse() : null,
        };

    private ComboTerms? PassCombo(ref Image image, ComboTerms? combo)
    {
        int count = image.Count(combo?.Legs.Length ?? 0, ComboLeg.LegsMax);
        if (count == 0)
        {
            return null;
        }

        var legs = new ListedInstrument[count];
        int[] ratios = new int[count];
        for (int i = 0; i < count; i++)
        {
            ComboLeg leg = image.Value(combo?.LegAt(i) ?? default);
            legs[i] = Find(leg.Instrument) ?? throw new InvalidDataException(
                $"The engine's image has a combo of instrument {leg.Instrument}, which isn't listed before it.");
            ratios[i] = leg.Ratio;
        }

        int balancer = image.Count(combo?.Balancer ?? 0, count - 1);
        return combo ?? new ComboTerms(legs, ratios, balancer);
    }

    private void Put(ListedInstrument instrument)
    {
        if (Count == _instruments.Length)
        {
            Array.Resize(ref _instruments, Count * 2);
        }

        _instruments[Count++] = instrument;
        _comboCount += instrument.Combo is null ? 0 : 1;
        _symbols[instrument.Spec.Symbol] = instrument.Spec.Id;
        if (instrument.IsSettled)
        {
            return;
        }

        (UnderlyingId, long) key = (instrument.Spec.Underlying, instrument.Spec.ExpiryNs);
        if (!_byExpiry.TryGetValue(key, out List<ListedInstrument>? expiring))
        {
            _byExpiry.Add(key, expiring = []);
        }

        expiring.Add(instrument);
    }
}
