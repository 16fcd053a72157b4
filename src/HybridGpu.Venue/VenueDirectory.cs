using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Venue;

/// <summary>Who and what is there: instruments by symbol, sessions by CompID, accounts. Folded from events.</summary>
/// <remarks>Thread: one writer (the read-side consumer), any number of readers. Lookups don't allocate.</remarks>
public sealed partial class VenueDirectory
{
    private readonly ConcurrentDictionary<Text40, InstrumentId> _bySymbol = new();
    private readonly ConcurrentDictionary<uint, InstrumentSpec> _instruments = new();
    private readonly ConcurrentDictionary<uint, bool> _settled = new();
    private readonly ConcurrentDictionary<Text40, SessionEntry> _sessions = new();
    private readonly ConcurrentDictionary<uint, bool> _accounts = new();
    private readonly ConcurrentDictionary<byte, long> _firstIndexNs = new();
    private readonly ConcurrentDictionary<uint, ComboLeg[]> _legs = new();
    private ulong _appliedSequence;
    private int _liveCombos;

    /// <summary>Instruments ever listed, combos among them.</summary>
    public int InstrumentCount => _instruments.Count;

    /// <summary>Instruments that are no combos, listed and neither settled nor delisted.</summary>
    public int LiveCount => _instruments.Count - _settled.Count - Volatile.Read(ref _liveCombos);

    /// <summary>The last command whose events are all counted in.</summary>
    public ulong AppliedSequence => Volatile.Read(ref _appliedSequence);

    /// <summary>Accounts opened, without the reserved ones.</summary>
    public int AccountCount => _accounts.Count;

    /// <summary>The terms of an instrument by symbol.</summary>
    public bool TryFindInstrument(Text40 symbol, out InstrumentSpec spec)
    {
        spec = default;
        return _bySymbol.TryGetValue(symbol, out InstrumentId id) && _instruments.TryGetValue(id.Value, out spec);
    }

    /// <summary>The terms of an instrument by id.</summary>
    public bool TryGetInstrument(InstrumentId id, out InstrumentSpec spec) =>
        _instruments.TryGetValue(id.Value, out spec);

    /// <summary>What a combo is made of, by leg; empty for any other instrument.</summary>
    public ReadOnlySpan<ComboLeg> LegsOf(InstrumentId id) =>
        _legs.TryGetValue(id.Value, out ComboLeg[]? legs) ? legs : [];

    /// <summary>True once the instrument has paid out, and while it is delisted.</summary>
    public bool IsSettled(InstrumentId id) => _settled.ContainsKey(id.Value);

    /// <summary>A registered session by CompID.</summary>
    public bool TryFindSession(Text40 compId, out SessionEntry session) => _sessions.TryGetValue(compId, out session);

    /// <summary>True when the account is open.</summary>
    public bool HasAccount(AccountId account) => _accounts.ContainsKey(account.Value);

    /// <summary>True when the account is open and delegates signing to the venue's key.</summary>
    public bool Delegates(AccountId account) => _accounts.GetValueOrDefault(account.Value);

    /// <summary>All instruments that have not paid out, combos among them. A snapshot; allocates.</summary>
    public IReadOnlyList<InstrumentSpec> LiveInstruments()
    {
        var live = new List<InstrumentSpec>();
        foreach (InstrumentSpec spec in _instruments.Values)
        {
            if (!IsSettled(spec.Id))
            {
                live.Add(spec);
            }
        }

        return live;
    }

    /// <summary>Market time of an underlying's first index sample; <see cref="long.MaxValue"/> before it.</summary>
    public long FirstIndexNs(UnderlyingId underlying) =>
        _firstIndexNs.GetValueOrDefault(underlying.Value, long.MaxValue);

    internal void Apply(in VenueEvent venueEvent)
    {
        switch (venueEvent.Header.Kind)
        {
            case EventKind.InstrumentListed:
                List(in venueEvent.Instrument);
                break;
            case EventKind.ComboListed:
                List(in venueEvent.Combo);
                break;
            case EventKind.InstrumentSettled:
                _settled[venueEvent.InstrumentSettled.Instrument.Value] = true;
                break;
            case EventKind.IndexSampled:
                _firstIndexNs.TryAdd(venueEvent.Index.Underlying.Value, venueEvent.Header.MarketNs);
                break;
            case EventKind.InstrumentDelisted:
                // Gone for those who look for what lives: nothing is held, quoted or priced in it any more.
                bool wasCombo = _settled.TryAdd(venueEvent.Delisted.Instrument.Value, true)
                    && _legs.ContainsKey(venueEvent.Delisted.Instrument.Value);
                Volatile.Write(ref _liveCombos, _liveCombos - (wasCombo ? 1 : 0));
                break;
            case EventKind.SessionRegistered:
                SessionChanged session = venueEvent.Session;
                _sessions[session.CompId] = new SessionEntry(session.Session, session.Account);
                break;
            case EventKind.AccountOpened:
                _accounts[venueEvent.OpenAccount.Account.Value] = venueEvent.OpenAccount.Delegates == 1;
                break;
            default:
                break;
        }

        if (venueEvent.Header.EndsCommand != 0)
        {
            Volatile.Write(ref _appliedSequence, venueEvent.Header.Sequence);
        }
    }

    private void List(in InstrumentSpec spec)
    {
        _instruments[spec.Id.Value] = spec;
        _bySymbol[spec.Symbol] = spec.Id;
    }

    private void List(in ComboListed combo)
    {
        ReadOnlySpan<ComboLeg> legs = combo.Legs;
        // The legs first: whoever finds the combo finds them.
        _legs[combo.Spec.Id.Value] = legs[..(int)combo.LegCount].ToArray();
        Volatile.Write(ref _liveCombos, _liveCombos + 1);
        List(in combo.Spec);
        // One that gave way to another comes back as what it was.
        _settled.TryRemove(combo.Spec.Id.Value, out _);
    }
}
