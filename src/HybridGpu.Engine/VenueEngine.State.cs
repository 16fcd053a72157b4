using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Risk;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Margin;
using HybridGpu.Engine.Orders;
using HybridGpu.Engine.Requests;
using HybridGpu.Engine.Trading;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <content>What the state is: its hash, its invariants, and what others may read of it.</content>
public sealed partial class VenueEngine
{
    /// <summary>The current risk arrays; null before the first epoch.</summary>
    public RiskArrays? Arrays => _gate.Arrays;

    /// <summary>Accounts open, reserved ones included.</summary>
    public int AccountCount => _ledger.Accounts.Count;

    /// <summary>Instruments ever listed.</summary>
    public int InstrumentCount => _ledger.Instruments.Count;

    /// <summary>Events since the journal began.</summary>
    public ulong EventCount => _events.Ordinal;

    /// <summary>The engine's market time.</summary>
    public long MarketNs => _ledger.MarketNs;

    /// <summary>Entries of the attached chain's queue used up: the number of the next one to be applied.</summary>
    public ulong QueueCursor => _chain.QueueCursor;

    /// <summary>The chain whose queue the venue follows; 0 before its first entry.</summary>
    public ulong ChainId => _chain.ChainId;

    /// <summary>All deposits and withdrawals since the journal began, in micro-USD.</summary>
    public (long DepositedMicros, long WithdrawnMicros) ChainTotals => (_chain.DepositedMicros, _chain.WithdrawnMicros);

    /// <summary>Open orders and quote sides.</summary>
    public int OpenOrderCount => _ledger.Orders.Count;

    /// <summary>Expiry times held, those of orders that are gone included: bounded by the open orders.</summary>
    internal int ExpiriesRemembered => _open.ExpiriesRemembered;

    /// <summary>Hash of the whole state after the last command; maintained incrementally, O(1) to read.</summary>
    public StateHash StateHash => WithCounters(_ledger.Hash.Value);

    /// <summary>Finds a registered session by its CompID.</summary>
    /// <param name="compId">The client's CompID.</param>
    /// <param name="session">Its number.</param>
    /// <param name="account">Its account.</param>
    /// <param name="lastMsgSeqNum">The last of its messages that was applied.</param>
    public bool TryFindSession(Text40 compId, out SessionId session, out AccountId account, out ulong lastMsgSeqNum)
    {
        bool found = _ledger.Sessions.TryFind(compId, out session);
        Session known = found ? _ledger.Sessions[session] : default;
        account = known.Account;
        lastMsgSeqNum = known.LastMsgSeqNum;
        return found;
    }

    /// <summary>True when the account is open.</summary>
    public bool HasAccount(AccountId account) => _ledger.Accounts.Find(account) is not null;

    /// <summary>Cash and fees owed of an open account, in micro-USD.</summary>
    public (long CashMicros, long FeesMicros) BalanceOf(AccountId account)
    {
        Account found = _ledger.Accounts.Get(account);
        return (found.CashMicros, found.FeesMicros);
    }

    /// <summary>Position in lots.</summary>
    public long LotsOf(AccountId account, InstrumentId instrument)
    {
        int index = _ledger.Positions.Find(account, instrument);
        return index == Position.None ? 0 : _ledger.Positions[index].Lots;
    }

    /// <summary>Equity and initial margin under the current epoch, open orders at their worst, in micro-USD.</summary>
    public (long EquityMicros, long InitialMarginMicros) MarginOf(AccountId account)
    {
        Account found = _ledger.Accounts.Get(account);
        _gate.Touch(found);
        return (found.EquityMicros, MarginGate.InitialMargin(found));
    }

    /// <summary>Levels of a book, best first.</summary>
    /// <returns>Number of levels written.</returns>
    public int CopyLevels(InstrumentId instrument, Side side, Span<PriceLevel> into) =>
        _ledger.Instruments.Find(instrument)?.Book.CopyLevels(side, into) ?? 0;

    /// <summary>Checks what must hold whatever was traded: cash is deposits less withdrawals, every contract has two
    /// sides, and the table of positions holds what is in use and nothing else.</summary>
    /// <returns>"ok", or what failed. Cost: O(state); not for the hot path.</returns>
    public string CheckConservation()
    {
        Int128 cash = 0;
        foreach (Account? account in _ledger.Accounts.All)
        {
            cash += account?.CashMicros ?? 0;
        }

        if (cash != _chain.DepositedMicros - _chain.WithdrawnMicros)
        {
            return $"cash of all accounts is {cash} micro-USD, deposits were {_chain.DepositedMicros}, "
                + $"withdrawals {_chain.WithdrawnMicros}";
        }

        foreach (ListedInstrument? instrument in _ledger.Instruments.All)
        {
            long lots = 0;
            for (int i = instrument!.FirstPosition; i != Position.None; i = _ledger.Positions[i].NextOfInstrument)
            {
                lots += _ledger.Positions[i].Lots;
            }

            if (lots != 0)
            {
                return $"positions in {instrument.Spec.Symbol} add up to {lots} lots instead of 0";
            }
        }

        if (CheckEntries() is { } entries)
        {
            return entries;
        }

        return StateHash == RecomputeStateHash() ? "ok" : "the incremental state hash differs from the recomputed one";
    }

    private string? CheckEntries()
    {
        int uses = 0;
        int expected = 0;
        foreach (Account? account in _ledger.Accounts.All)
        {
            if (account is null)
            {
                continue;
            }

            var groups = new HashSet<uint>();
            for (int i = account.FirstPosition; i != Position.None;)
            {
                ref readonly Position entry = ref _ledger.Positions[i];
                if (entry.Lots == 0 && entry.Uses == 0)
                {
                    return $"account {entry.Account} keeps an empty entry in instrument {entry.Instrument}";
                }

                uses += entry.Uses;
                groups.Add(entry.Instrument.Group);
                i = entry.NextOfAccount;
            }

            for (int i = account.FirstOrder; i != Position.None; i = _ledger.Orders[i].AccountNext)
            {
                expected += 1 + (_ledger.Instruments[_ledger.Orders[i].Instrument].Combo?.Legs.Length ?? 0);
            }

            if (account.GroupCount != groups.Count)
            {
                return $"account {account.Id} is in {groups.Count} groups and counts {account.GroupCount}";
            }
        }

        return uses == expected
            ? null
            : $"entries of positions count {uses} uses by open orders, there are {expected}";
    }

    /// <summary>The state hash from the tables themselves: the oracle of the incremental one. O(state).</summary>
    public StateHash RecomputeStateHash() => WithCounters(RecomputeItems());

    private StateHash RecomputeItems()
    {
        StateHash hash = default;
        foreach (Account? account in _ledger.Accounts.All)
        {
            if (account is not null)
            {
                AddAccount(ref hash, account);
            }
        }

        foreach (ListedInstrument? instrument in _ledger.Instruments.All)
        {
            AddInstrument(ref hash, instrument!);
        }

        foreach (TradingRules rules in _rules.OfClasses.Values)
        {
            hash.Add(StateDigest.OfClassRules(rules.Terms));
        }

        foreach (((KillScope scope, uint id), KillHolders holders) in _ledger.Kills.All)
        {
            hash.Add(StateDigest.OfKill(scope, id, holders));
        }

        for (uint id = 1; id <= (uint)_ledger.Sessions.Count; id++)
        {
            Session session = _ledger.Sessions[new SessionId(id)];
            hash.Add(StateDigest.OfSession(new SessionId(id), in session));
        }

        foreach (ChainEvent credit in _chain.Credits)
        {
            hash.Add(StateDigest.OfChainEvent(in credit));
        }

        foreach (QuoteRequest request in _requests.Open)
        {
            hash.Add(StateDigest.OfRequest(request));
        }

        _lifecycle.AddTo(ref hash);
        return hash;
    }

    private static void AddInstrument(ref StateHash hash, ListedInstrument instrument)
    {
        hash.Add(StateDigest.OfInstrument(instrument.Spec, instrument.IsSettled));
        if (!ReferenceEquals(instrument.Rules, TradingRules.Default))
        {
            hash.Add(StateDigest.OfInstrumentRules(instrument.Spec.Id, instrument.Rules.Terms));
        }

        if (instrument.State != TradingState.Continuous || instrument.IsCollecting)
        {
            hash.Add(StateDigest.OfTradingState(instrument.Spec.Id, instrument.State, instrument.IsCollecting));
        }

        if (instrument.Use is { } use)
        {
            hash.Add(StateDigest.OfComboUse(instrument.Spec.Id, use));
        }

        for (int i = 0; instrument.Combo is not null && i < instrument.Combo.Legs.Length; i++)
        {
            ComboLeg leg = instrument.Combo.LegAt(i);
            hash.Add(StateDigest.OfCombo(instrument.Spec.Id, i, in leg));
        }
    }

    private void AddAccount(ref StateHash hash, Account account)
    {
        hash.Add(StateDigest.OfAccount(account.Id, account.CashMicros, account.FeesMicros));
        if (account.HasLimits)
        {
            hash.Add(StateDigest.OfLimits(account.Limits));
        }

        if (account.Messages != default)
        {
            hash.Add(StateDigest.OfMessages(account.Id, account.Messages));
        }

        if (account.QuoteVersion != 0)
        {
            hash.Add(StateDigest.OfQuoteVersion(account.Id, account.QuoteVersion));
        }

        foreach (QuoteGroup? group in account.QuoteGroups)
        {
            if (group is not null)
            {
                hash.Add(StateDigest.OfQuoteGroup(group));
            }
        }

        for (int slot = 0; account.Slots is not null && slot < OrderSlots.Count; slot++)
        {
            if (account.Slots.NonceOf(slot) != 0)
            {
                hash.Add(StateDigest.OfSlot(account.Id, slot, account.Slots.NonceOf(slot)));
            }
        }

        for (int i = account.FirstPosition; i != Position.None; i = _ledger.Positions[i].NextOfAccount)
        {
            ref readonly Position position = ref _ledger.Positions[i];
            if (position.Lots != 0)
            {
                hash.Add(StateDigest.OfPosition(account.Id, position.Instrument, position.Lots));
            }
        }

        for (int i = account.FirstOrder; i != Position.None; i = _ledger.Orders[i].AccountNext)
        {
            hash.Add(StateDigest.OfOrder(_ledger.Orders[i]));
        }
    }

    private StateHash WithCounters(StateHash hash)
    {
        ReadOnlySpan<ulong> counters =
        [
            Sequence, _orders.OrderCount, _orders.TradeCount, _lastBatch, Arrays?.Epoch ?? 0,
            (ulong)_ledger.NowNs, (ulong)_ledger.MarketNs, (ulong)_chain.DepositedMicros,
        ];
        for (int i = 0; i < counters.Length; i++)
        {
            hash.Add(StateDigest.OfCounter(i, counters[i]));
        }

        // Younger than the first journals, whose hashes must stay: at zero they aren't part of it.
        ReadOnlySpan<ulong> ofChain =
            [_chain.ChainId, _chain.QueueCursor, (ulong)_chain.WithdrawnMicros, _requests.Count];
        for (int i = 0; i < ofChain.Length; i++)
        {
            if (ofChain[i] != 0)
            {
                hash.Add(StateDigest.OfCounter(counters.Length + i, ofChain[i]));
            }
        }

        return hash;
    }

    private void RecordStateHash()
    {
        var mark = new StateHashMark { AtSequence = Sequence, Hash = StateHash };
        _hashes.Add(in mark);
        _events.Begin(EventKind.StateHashed).StateHash = mark;
    }

    private void CheckStateHash(in StateHashMark recorded)
    {
        ref CommandOutcome outcome = ref _events.Begin(EventKind.StateHashChecked).Outcome;
        outcome.Command = CommandKind.StateHashMark;
        outcome.Reason = _hashes.Check(in recorded);
    }
}
