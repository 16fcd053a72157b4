using System;
using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Money;

namespace HybridGpu.Risk.Positions;

/// <summary>Cash, fees and positions of every account, followed from the venue's events exactly as the engine keeps
/// them.</summary>
/// <remarks>
/// A trade moves cash by -lots x price x tickValue and adds its fee to the fees owed, which a sweep moves to the fee
/// account; settlement turns lots into cash.
/// Events must come in order from the first; one that was applied before is ignored. At the bounds: an account number
/// past capacity is not followed and counted in <see cref="IgnoredCount"/>; a position past capacity, or in an
/// instrument that the catalogue doesn't know, leaves its account marked incomplete.
/// Thread: any for events (one at a time), the risk thread, the one reader, for copies; a lock is held for the length
/// of either.
/// </remarks>
public sealed partial class PositionBook
{
    private readonly Lock _gate = new();
    private readonly InstrumentCatalog _catalog;
    private readonly AccountHolding[] _accounts;
    private readonly int _positionCapacity;
    private readonly int[] _changed;
    private readonly bool[] _isChanged;
    private int _changedCount;
    private bool _isAllChanged = true;
    private int _accountEnd;
    private int _positionCount;
    private long _version;
    private long _ignoredCount;
    private ulong _lastOrdinal;

    /// <summary>An empty book.</summary>
    /// <param name="limits">Bounds.</param>
    /// <param name="catalog">Terms; <see cref="Apply"/> adds newly listed instruments to it.</param>
    public PositionBook(RiskLimits limits, InstrumentCatalog catalog)
    {
        _catalog = catalog;
        _accounts = new AccountHolding[limits.Checked().AccountCapacity];
        _positionCapacity = limits.PositionCapacity;
        _changed = new int[limits.AccountCapacity];
        _isChanged = new bool[limits.AccountCapacity];
    }

    /// <summary>Ordinal of the last event applied.</summary>
    public ulong LastOrdinal => Volatile.Read(ref _lastOrdinal);

    /// <summary>Events, or parts of them, that could not be taken in.</summary>
    public long IgnoredCount => Volatile.Read(ref _ignoredCount);

    /// <summary>Open positions over all accounts.</summary>
    public int PositionCount => Volatile.Read(ref _positionCount);

    /// <summary>Rises with every change of cash or positions.</summary>
    internal long Version => Volatile.Read(ref _version);

    /// <summary>Follows one event. Kinds that move neither cash nor positions only move
    /// <see cref="LastOrdinal"/>.</summary>
    /// <exception cref="OverflowException">A balance leaves a long: the venue's limits make this a bug.</exception>
    public void Apply(in VenueEvent venueEvent)
    {
        if (!Moves(venueEvent.Header.Kind))
        {
            // Most events: a copy that is being made needn't be waited for.
            ulong last = Volatile.Read(ref _lastOrdinal);
            Volatile.Write(ref _lastOrdinal, ulong.Max(last, venueEvent.Header.Ordinal));
            return;
        }

        lock (_gate)
        {
            if (venueEvent.Header.Ordinal <= _lastOrdinal)
            {
                return;
            }

            switch (venueEvent.Header.Kind)
            {
                case EventKind.Trade:
                    Follow(in venueEvent.Trade);
                    break;
                case EventKind.PositionSettled:
                    Follow(in venueEvent.PositionSettled);
                    break;
                case EventKind.InstrumentSettled:
                    Credit(AccountId.Fees, venueEvent.InstrumentSettled.RemainderMicros);
                    break;
                case EventKind.FundingPaid:
                    Credit(venueEvent.FundingPaid.Account, venueEvent.FundingPaid.CashMicros);
                    break;
                case EventKind.FundingFixed:
                    Credit(AccountId.Fees, venueEvent.FundingFixed.RemainderMicros);
                    break;
                case EventKind.AccountOpened:
                    SetCash(venueEvent.OpenAccount.Account, 0);
                    break;
                case EventKind.Deposited or EventKind.Withdrawn:
                    // The event states the balance after it, which also sets a book right that missed something.
                    SetCash(venueEvent.Account.Account, venueEvent.Account.CashMicros);
                    break;
                case EventKind.FeesSwept:
                    Follow(in venueEvent.FeesSwept);
                    break;
                case EventKind.InstrumentListed:
                    _ignoredCount += _catalog.TryAdd(in venueEvent.Instrument) ? 0 : 1;
                    break;
                case EventKind.ComboListed:
                    // Never held or priced, but numbered among the others.
                    _ignoredCount += _catalog.TryAdd(in venueEvent.Combo.Spec) ? 0 : 1;
                    break;
                default:
                    throw new InvalidOperationException($"{venueEvent.Header.Kind} moves nothing that is followed.");
            }

            Volatile.Write(ref _lastOrdinal, venueEvent.Header.Ordinal);
        }
    }

    /// <summary>Whether a kind of event moves cash or positions, or lists something to have them in.</summary>
    private static bool Moves(EventKind kind) => kind is EventKind.Trade or EventKind.PositionSettled
        or EventKind.InstrumentSettled or EventKind.FundingPaid or EventKind.FundingFixed or EventKind.AccountOpened
        or EventKind.Deposited or EventKind.Withdrawn or EventKind.FeesSwept or EventKind.InstrumentListed
        or EventKind.ComboListed;

    /// <summary>Cash and fees owed of an account; false when no event has named it.</summary>
    public bool TryGetBalance(AccountId account, out long cashMicros, out long feesMicros)
    {
        lock (_gate)
        {
            bool isKnown = account.Value < (uint)_accounts.Length && _accounts[account.Value].IsKnown;
            (cashMicros, feesMicros) = isKnown
                ? (_accounts[account.Value].CashMicros, _accounts[account.Value].FeesMicros)
                : (0, 0);
            return isKnown;
        }
    }

    /// <summary>Signed lots that an account holds.</summary>
    public long LotsOf(AccountId account, InstrumentId instrument)
    {
        lock (_gate)
        {
            return account.Value < (uint)_accounts.Length ? _accounts[account.Value].LotsOf(instrument.Value) : 0;
        }
    }

    /// <summary>Lets the one reader copy the accounts that changed since it last did.</summary>
    /// <param name="reader">Takes them.</param>
    /// <param name="version">The version then reached.</param>
    /// <param name="lastOrdinal">The last event in it.</param>
    /// <returns>False when everything has to be copied instead: the reader had no room for an account.</returns>
    internal bool TryCopyChanges(IHoldingReader reader, out long version, out ulong lastOrdinal)
    {
        lock (_gate)
        {
            (version, lastOrdinal) = (_version, _lastOrdinal);
            for (int i = 0; i < _changedCount; i++)
            {
                int account = _changed[i];
                if (!reader.TryTake(new AccountId((uint)account), in _accounts[account]))
                {
                    return false;
                }
            }

            ForgetChanges();
            return !_isAllChanged;
        }
    }

    /// <summary>Lets the one reader copy everything.</summary>
    internal void CopyAll(IHoldingReader reader, out long version, out ulong lastOrdinal)
    {
        lock (_gate)
        {
            (version, lastOrdinal) = (_version, _lastOrdinal);
            for (int i = 0; i < _accountEnd; i++)
            {
                if (_accounts[i].IsKnown)
                {
                    reader.Measure(new AccountId((uint)i), in _accounts[i]);
                }
            }

            reader.Lay();
            for (int i = 0; i < _accountEnd; i++)
            {
                if (_accounts[i].IsKnown && !reader.TryTake(new AccountId((uint)i), in _accounts[i]))
                {
                    throw new InvalidOperationException($"Account {i} has no room where room was just laid out.");
                }
            }

            ForgetChanges();
            _isAllChanged = false;
        }
    }

    private void ForgetChanges()
    {
        for (int i = 0; i < _changedCount; i++)
        {
            _isChanged[_changed[i]] = false;
        }

        _changedCount = 0;
    }

    private void Follow(in Trade trade)
    {
        long takerLots = trade.TakerSide.Sign() * trade.Lots;
        long value = 0;
        bool isListed = trade.Instrument.Value < (uint)_catalog.Count;
        if (isListed)
        {
            value = Micros.Value(trade.PriceTicks, takerLots, _catalog.At(trade.Instrument).TickValue);
        }

        Fill(in trade.Taker, trade.Instrument, takerLots, -value, isListed);
        Fill(in trade.Maker, trade.Instrument, -takerLots, value, isListed);
    }

    private void Fill(in TradeParty party, InstrumentId instrument, long lots, long cashMicros, bool isListed)
    {
        if (!TryTouch(party.Account))
        {
            return;
        }

        ref AccountHolding holding = ref _accounts[party.Account.Value];
        holding.CashMicros = checked(holding.CashMicros + cashMicros);
        holding.FeesMicros = checked(holding.FeesMicros + party.FeeMicros);
        if (!isListed || !TryChange(ref holding, instrument, lots))
        {
            holding.IsIncomplete = true;
            _ignoredCount++;
        }
    }

    private void Follow(in PositionSettled settled)
    {
        if (!TryTouch(settled.Account))
        {
            return;
        }

        ref AccountHolding holding = ref _accounts[settled.Account.Value];
        holding.CashMicros = checked(holding.CashMicros + settled.CashMicros);
        long held = holding.LotsOf(settled.Instrument.Value);
        TryChange(ref holding, settled.Instrument, -held);
        if (held != settled.Lots)
        {
            // This book and the engine disagreed about the position; after the settlement they don't, but something was
            // lost.
            holding.IsIncomplete = true;
            _ignoredCount++;
        }
    }

    private void Follow(in FeesSwept swept)
    {
        Credit(AccountId.Fees, swept.AmountMicros);
        if (TryTouch(swept.Account))
        {
            ref AccountHolding holding = ref _accounts[swept.Account.Value];
            holding.CashMicros = checked(holding.CashMicros - swept.AmountMicros);
            holding.FeesMicros = checked(holding.FeesMicros - swept.AmountMicros);
        }
    }

    private bool TryChange(ref AccountHolding holding, InstrumentId instrument, long lots)
    {
        bool changed = holding.TryChange(
            instrument.Value, lots, mayOpen: _positionCount < _positionCapacity, out int opened);
        _positionCount += opened;
        return changed;
    }

    private void Credit(AccountId account, long cashMicros)
    {
        if (cashMicros != 0 && TryTouch(account))
        {
            ref long cash = ref _accounts[account.Value].CashMicros;
            cash = checked(cash + cashMicros);
        }
    }

    private void SetCash(AccountId account, long cashMicros)
    {
        if (TryTouch(account))
        {
            _accounts[account.Value].CashMicros = cashMicros;
        }
    }

    private bool TryTouch(AccountId account)
    {
        if (account.Value >= (uint)_accounts.Length)
        {
            _ignoredCount++;
            return false;
        }

        _accounts[account.Value].IsKnown = true;
        if (!_isChanged[account.Value])
        {
            _isChanged[account.Value] = true;
            _changed[_changedCount++] = (int)account.Value;
        }

        _accountEnd = Math.Max(_accountEnd, (int)account.Value + 1);
        Volatile.Write(ref _version, _version + 1);
        return true;
    }
}
