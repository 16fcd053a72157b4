using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Images;
using HybridGpu.Engine.Margin;

namespace HybridGpu.Engine;

/// <summary>Cash that comes and goes: the venue's own opening credits, and the entries of the attached chain's
/// queue.</summary>
/// <remarks>
/// An opening credit (chain 0) is known by its block hash and log index. An entry of the queue is known by its number
/// alone: exactly the next one is taken, and it is used up whatever becomes of it, so that neither a replaced block nor
/// a request that can't be honoured ever holds the queue up or comes in twice.
/// </remarks>
internal sealed class ChainFlow
{
    private readonly Ledger _ledger;
    private readonly MarginGate _gate;
    private readonly EventWriter _events;
    private readonly HashSet<ChainEvent> _credits = new(ChainEventIdentity.Comparer);

    public ChainFlow(Ledger ledger, MarginGate gate, EventWriter events)
    {
        _ledger = ledger;
        _gate = gate;
        _events = events;
    }

    /// <summary>The chain whose queue this venue follows; 0 before its first entry.</summary>
    public ulong ChainId { get; private set; }

    /// <summary>Entries of its queue used up: the number of the next one.</summary>
    public ulong QueueCursor { get; private set; }

    /// <summary>All that ever came in, in micro-USD; below 2^60.</summary>
    public long DepositedMicros { get; private set; }

    /// <summary>All that ever went out, in micro-USD; at most what came in.</summary>
    public long WithdrawnMicros { get; private set; }

    /// <summary>The opening credits applied.</summary>
    public IReadOnlyCollection<ChainEvent> Credits => _credits;

    /// <summary>Applies an event of a chain.</summary>
    /// <returns>Why nothing was applied or used up; none when there is an event for it.</returns>
    public RejectCode Apply(in ChainEvent chainEvent) =>
        chainEvent.ChainId == 0 ? ApplyCredit(in chainEvent) : ApplyQueueEntry(in chainEvent);

    private RejectCode ApplyCredit(in ChainEvent credit)
    {
        Account? account = _ledger.Accounts.Find(credit.Account);
        if (account is null)
        {
            return RejectCode.UnknownAccount;
        }

        if (credit.Kind != ChainEventKind.Deposit || !MayDeposit(in credit))
        {
            return RejectCode.AmountOutOfRange;
        }

        if (!_credits.Add(credit))
        {
            return RejectCode.DuplicateChainEvent;
        }

        _ledger.Hash.Add(StateDigest.OfChainEvent(in credit));
        Deposit(account, in credit);
        return RejectCode.None;
    }

    private RejectCode ApplyQueueEntry(in ChainEvent entry)
    {
        if (ChainId != 0 && entry.ChainId != ChainId)
        {
            return RejectCode.NotAuthorised;
        }

        if (entry.QueueEntry != QueueCursor)
        {
            return entry.QueueEntry < QueueCursor ? RejectCode.DuplicateChainEvent : RejectCode.OutOfSequence;
        }

        ChainId = entry.ChainId;
        QueueCursor++;
        Account? account = _ledger.Accounts.Find(entry.Account);
        RejectCode reason = CheckQueueEntry(in entry, account);
        if (reason != RejectCode.None)
        {
            Describe(EventKind.QueueEntryRefused, in entry, account?.CashMicros ?? 0).Reason = reason;
        }
        else if (entry.Kind == ChainEventKind.Deposit)
        {
            Deposit(account!, in entry);
        }
        else
        {
            Withdraw(account!, in entry);
        }

        return RejectCode.None;
    }

    private RejectCode CheckQueueEntry(in ChainEvent entry, Account? account)
    {
        if (account is null || account.Id.IsReserved)
        {
            return RejectCode.UnknownAccount;
        }

        return entry.Kind switch
        {
            ChainEventKind.Deposit => MayDeposit(in entry) ? RejectCode.None : RejectCode.AmountOutOfRange,
            ChainEventKind.WithdrawalRequest => CheckWithdrawal(in entry, account),
            _ => RejectCode.UnknownCommand,
        };
    }

    /// <summary>All deposits together stay below 2^60: with an order worth up to 2^62 on top, no sum of margins leaves
    /// a long.</summary>
    private bool MayDeposit(in ChainEvent deposit) =>
        deposit.Asset == 0 && deposit.AmountMicros > 0
        && (Int128)DepositedMicros + deposit.AmountMicros < (Int128)1 << 60;

    /// <summary>What stays must cover initial margin with all open orders at their worst, and no more goes out than
    /// came in.</summary>
    private RejectCode CheckWithdrawal(in ChainEvent request, Account account)
    {
        if (request.Asset != 0 || request.AmountMicros <= 0
            || request.AmountMicros > DepositedMicros - WithdrawnMicros)
        {
            return RejectCode.AmountOutOfRange;
        }

        _gate.Touch(account);
        return MarginGate.Covers(account, request.AmountMicros) ? RejectCode.None : RejectCode.InsufficientMargin;
    }

    private void Deposit(Account account, in ChainEvent deposit)
    {
        DepositedMicros += deposit.AmountMicros;
        _ledger.Accounts.Change(account, deposit.AmountMicros, 0);
        Describe(EventKind.Deposited, in deposit, account.CashMicros);
    }

    private void Withdraw(Account account, in ChainEvent request)
    {
        WithdrawnMicros += request.AmountMicros;
        _ledger.Accounts.Change(account, -request.AmountMicros, 0);
        Describe(EventKind.Withdrawn, in request, account.CashMicros);
    }

    private ref AccountChanged Describe(EventKind kind, in ChainEvent source, long cashMicros)
    {
        ref AccountChanged changed = ref _events.Begin(kind).Account;
        changed.Account = source.Account;
        changed.CashMicros = cashMicros;
        changed.Source = source;
        return ref changed;
    }

    /// <summary>The queue's place, the totals, and the opening credits, in any order.</summary>
    public void Pass(ref Image image)
    {
        ChainId = image.Value(ChainId);
        QueueCursor = image.Value(QueueCursor);
        DepositedMicros = image.Value(DepositedMicros);
        WithdrawnMicros = image.Value(WithdrawnMicros);
        int count = image.Count(_credits.Count, int.MaxValue);
        if (image.IsReading)
        {
            for (int i = 0; i < count; i++)
            {
                _credits.Add(image.Value(default(ChainEvent)));
            }

            return;
        }

        foreach (ChainEvent credit in _credits)
        {
            image.Value(credit);
        }
    }
}
