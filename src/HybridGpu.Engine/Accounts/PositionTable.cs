using System;
using System.IO;
using HybridGpu.Domain;
using HybridGpu.Engine.Images;

namespace HybridGpu.Engine.Accounts;

/// <summary>All positions of the venue: found by (account, instrument), walked by either.</summary>
/// <remarks>An entry lives while there are lots, open orders or quotes in it, so that nothing which is gone, or was
/// refused, counts towards a bound. Growth doubles one array; at the bounds <see cref="Hold"/> says so.</remarks>
internal sealed class PositionTable
{
    private readonly HandleTable _byKey = new();
    private readonly GroupCounts _groups;
    private readonly int _entriesMax;
    private Position[] _entries = new Position[1024];
    private int _used;
    private int _freeHead = Position.None;

    public PositionTable(int entriesMax, int groupsMax)
    {
        _entriesMax = entriesMax;
        _groups = new GroupCounts(groupsMax);
    }

    public int Count { get; private set; }

    /// <summary>An entry. The reference holds until the next <see cref="Hold"/>.</summary>
    public ref Position this[int index] => ref _entries[index];

    /// <summary>Index of the entry, or <see cref="Position.None"/>. Hot path.</summary>
    public int Find(AccountId account, InstrumentId instrument)
    {
        uint digest = Digest(account, instrument);
        for (int at = _byKey.First(digest); at >= 0; at = _byKey.Next(at, digest))
        {
            ref Position entry = ref _entries[_byKey[at]];
            if (entry.Account == account && entry.Instrument == instrument)
            {
                return _byKey[at];
            }
        }

        return Position.None;
    }

    /// <summary>Puts one more use on an entry, which is made when it wasn't there; for a combo also on those of its
    /// legs, where its fills go. Hot path.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="instrument">In what.</param>
    /// <param name="index">The entry; <see cref="Position.None"/> at a bound.</param>
    /// <returns>Which bound was reached; none when all are held, to be given back by <see cref="Release"/>.</returns>
    public RejectCode Hold(Account account, ListedInstrument instrument, out int index)
    {
        RejectCode reject = HoldOne(account, instrument, out index);
        ReadOnlySpan<ListedInstrument> legs = reject == RejectCode.None ? instrument.Legs : [];
        for (int i = 0; i < legs.Length; i++)
        {
            reject = HoldOne(account, legs[i], out _);
            if (reject == RejectCode.None)
            {
                continue;
            }

            for (int held = 0; held < i; held++)
            {
                ReleaseOne(Find(account.Id, legs[held].Spec.Id), account, legs[held]);
            }

            ReleaseOne(index, account, instrument);
            index = Position.None;
            return reject;
        }

        return reject;
    }

    /// <summary>One more use of an entry that is held already, and of those of its legs. Hot path.</summary>
    public void HoldAgain(int index, Account account, ListedInstrument instrument)
    {
        _entries[index].Uses++;
        foreach (ListedInstrument leg in instrument.Legs)
        {
            _entries[Find(account.Id, leg.Spec.Id)].Uses++;
        }
    }

    /// <summary>Takes back what <see cref="Hold"/> put on; an entry goes away when nothing is left in it. Hot
    /// path.</summary>
    public void Release(int index, Account account, ListedInstrument instrument)
    {
        ReleaseOne(index, account, instrument);
        foreach (ListedInstrument leg in instrument.Legs)
        {
            ReleaseOne(Find(account.Id, leg.Spec.Id), account, leg);
        }
    }

    /// <summary>Forgets an entry without lots, orders or quotes.</summary>
    public void Remove(int index, Account account, ListedInstrument instrument)
    {
        ref Position entry = ref _entries[index];
        if (entry.Lots != 0 || entry.Uses != 0
            || entry.BidQuote != Position.None || entry.AskQuote != Position.None)
        {
            throw new InvalidOperationException(
                $"Position of account {entry.Account} in instrument {entry.Instrument} is still in use.");
        }

        _byKey.Remove(Digest(entry.Account, entry.Instrument), index);
        _groups.Remove(account, entry.Instrument);
        Unlink(in entry, account, instrument);
        entry = default;
        entry.NextOfAccount = _freeHead;
        _freeHead = index;
        Count--;
    }

    private RejectCode HoldOne(Account account, ListedInstrument instrument, out int index)
    {
        index = Find(account.Id, instrument.Spec.Id);
        if (index == Position.None)
        {
            RejectCode reject = CheckRoom(account, instrument.Spec.Id);
            if (reject != RejectCode.None)
            {
                return reject;
            }

            index = Link(account, instrument);
            _byKey.Add(Digest(account.Id, instrument.Spec.Id), index);
            Count++;
        }

        _entries[index].Uses++;
        return RejectCode.None;
    }

    private void ReleaseOne(int index, Account account, ListedInstrument instrument)
    {
        ref Position entry = ref _entries[index];
        entry.Uses--;
        if (entry.Uses == 0 && entry.Lots == 0)
        {
            Remove(index, account, instrument);
        }
    }

    /// <summary>Room for one more entry; when there is, its group is counted.</summary>
    private RejectCode CheckRoom(Account account, InstrumentId instrument)
    {
        if (Count == _entriesMax)
        {
            return RejectCode.CapacityReached;
        }

        return _groups.TryAdd(account, instrument) ? RejectCode.None : RejectCode.AccountGroupLimit;
    }

    private int Link(Account account, ListedInstrument instrument)
    {
        int index = Allocate();
        _entries[index] = new Position
        {
            Account = account.Id,
            Instrument = instrument.Spec.Id,
            BidQuote = Position.None,
            AskQuote = Position.None,
            NextOfAccount = account.FirstPosition,
            PreviousOfAccount = Position.None,
            NextOfInstrument = instrument.FirstPosition,
            PreviousOfInstrument = Position.None,
        };
        if (account.FirstPosition != Position.None)
        {
            _entries[account.FirstPosition].PreviousOfAccount = index;
        }

        if (instrument.FirstPosition != Position.None)
        {
            _entries[instrument.FirstPosition].PreviousOfInstrument = index;
        }

        account.FirstPosition = index;
        instrument.FirstPosition = index;
        return index;
    }

    private void Unlink(in Position entry, Account account, ListedInstrument instrument)
    {
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
            instrument.FirstPosition = entry.NextOfInstrument;
        }
        else
        {
            _entries[entry.PreviousOfInstrument].NextOfInstrument = entry.NextOfInstrument;
        }

        if (entry.NextOfInstrument != Position.None)
        {
            _entries[entry.NextOfInstrument].PreviousOfInstrument = entry.PreviousOfInstrument;
        }
    }

    internal static uint Digest(AccountId account, InstrumentId instrument) =>
        (uint)(Mix.Finalize(((ulong)account.Value << 32) | instrument.Value) >> 32);

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

    /// <summary>The table as it is, so that accounts and instruments have their positions in the same order
    /// again.</summary>
    /// <remarks>Uses and quotes come with the orders.</remarks>
    public void Pass(ref Image image, AccountTable accounts, InstrumentTable instruments)
    {
        int used = image.Count(_used, _entriesMax);
        int[] live = new int[_byKey.Count];
        _byKey.CopyTo(live);
        Array.Sort(live);
        if (image.IsReading)
        {
            _used = used;
            _entries = new Position[Math.Max(1024, used)];
        }

        for (int i = 0; i < used; i++)
        {
            Position entry = image.Value(_entries[i] with { Uses = 0, BidQuote = 0, AskQuote = 0 });
            if (image.IsReading)
            {
                _entries[i] = entry;
            }
        }

        _freeHead = image.Value(_freeHead);
        int count = image.Count(live.Length, used);
        for (int i = 0; i < count; i++)
        {
            int index = image.Count(image.IsReading ? 0 : live[i], used - 1);
            if (image.IsReading)
            {
                Revive(index, accounts, instruments);
            }
        }
    }

    private void Revive(int index, AccountTable accounts, InstrumentTable instruments)
    {
        ref Position entry = ref _entries[index];
        Account account = accounts.Get(entry.Account);
        ListedInstrument instrument = instruments.Find(entry.Instrument) ?? throw new InvalidDataException(
            $"The engine's image has a position in instrument {entry.Instrument}, which isn't listed.");
        entry.BidQuote = Position.None;
        entry.AskQuote = Position.None;
        _byKey.Add(Digest(entry.Account, entry.Instrument), index);
        _groups.TryAdd(account, entry.Instrument);
        account.PositionLots += Math.Abs(entry.Lots);
        Count++;
        if (entry.PreviousOfAccount == Position.None)
        {
            account.FirstPosition = index;
        }

        if (entry.PreviousOfInstrument == Position.None)
        {
            instrument.FirstPosition = index;
        }
    }
}
