using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using HybridGpu.Domain;

namespace HybridGpu.Engine.Accounts;

/// <summary>All positions of the venue: found by (account, instrument), walked by either.</summary>
/// <remarks>An entry lives from the first quote or trade until its instrument is settled. Growth doubles one array; at
/// the bound <see cref="FindOrAdd"/> says so.</remarks>
internal sealed class PositionTable
{
    private readonly Dictionary<ulong, int> _byKey = [];
    private readonly int _entriesMax;
    private Position[] _entries = new Position[1024];
    private int _used;
    private int _freeHead = Position.None;

    public PositionTable(int entriesMax)
    {
        _entriesMax = entriesMax;
    }

    public int Count { get; private set; }

    /// <summary>An entry. The reference holds until the next <see cref="FindOrAdd"/>.</summary>
    public ref Position this[int index] => ref _entries[index];

    /// <summary>Index of the entry, or <see cref="Position.None"/>.</summary>
    public int Find(AccountId account, InstrumentId instrument) =>
        _byKey.TryGetValue(Key(account, instrument), out int index) ? index : Position.None;

    /// <summary>Index of the entry, made and linked when it wasn't there; <see cref="Position.None"/> at the
    /// bound.</summary>
    public int FindOrAdd(Account account, ref int instrumentHead, InstrumentId instrument)
    {
        ref int slot = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _byKey, Key(account.Id, instrument), out bool exists);
        if (exists)
        {
            return slot;
        }

        if (Count == _entriesMax)
        {
            _byKey.Remove(Key(account.Id, instrument));
            return Position.None;
        }

        int index = Allocate();
        slot = index;
        Count++;
        _entries[index] = new Position
        {
            Account = account.Id,
            Instrument = instrument,
            BidQuote = Position.None,
            AskQuote = Position.None,
            NextOfAccount = account.FirstPosition,
            PreviousOfAccount = Position.None,
            NextOfInstrument = instrumentHead,
            PreviousOfInstrument = Position.None,
        };
        if (account.FirstPosition != Position.None)
        {
            _entries[account.FirstPosition].PreviousOfAccount = index;
        }

        if (instrumentHead != Position.None)
        {
            _entries[instrumentHead].PreviousOfInstrument = index;
        }

        account.FirstPosition = index;
        instrumentHead = index;
        return index;
    }

    /// <summary>Forgets an entry without lots or quotes.</summary>
    public void Remove(int index, Account account, ref int instrumentHead)
    {
        ref Position entry = ref _entries[index];
        if (entry.Lots != 0 || entry.BidQuote != Position.None || entry.AskQuote != Position.None)
        {
            throw new InvalidOperationException(
                $"Position of account {entry.Account} in instrument {entry.Instrument} is still in use.");
        }

        _byKey.Remove(Key(entry.Account, entry.Instrument));
        if (entry.PreviousOfAccount == Position.None)
        {
            account.FirstPosition = entry.NextOfAccount;
        }
        else
        {
            _entries[entry.PreviousOfAccount].NextOfAccount = entry.NextOfAccount;
        }

        if (entry.NextOfAccount != Position.None)
        {
            _entries[entry.NextOfAccount].PreviousOfAccount = entry.PreviousOfAccount;
        }

        if (entry.PreviousOfInstrument == Position.None)
        {
            instrumentHead = entry.NextOfInstrument;
        }
        else
        {
            _entries[entry.PreviousOfInstrument].NextOfInstrument = entry.NextOfInstrument;
        }

        if (entry.NextOfInstrument != Position.None)
        {
            _entries[entry.NextOfInstrument].PreviousOfInstrument = entry.PreviousOfInstrument;
        }

        entry = default;
        entry.NextOfAccount = _freeHead;
        _freeHead = index;
        Count--;
    }

    private static ulong Key(AccountId account, InstrumentId instrument) =>
        ((ulong)account.Value << 32) | instrument.Value;

    private int Allocate()
    {
        if (_freeHead != Position.None)
        {
            int index = _freeHead;
            _freeHead = _entries[index].NextOfAccount;
            return index;
        }

        if (_used == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Min(_entries.Length * 2, _entriesMax));
        }

        return _used++;
    }
}
