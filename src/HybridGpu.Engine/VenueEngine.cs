using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Risk;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Combos;
using HybridGpu.Engine.Lifecycle;
using HybridGpu.Engine.Margin;
using HybridGpu.Engine.Orders;
using HybridGpu.Engine.Requests;
using HybridGpu.Engine.Trading;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <summary>The venue's deterministic state machine: commands in, events out, one state hash.</summary>
/// <remarks>
/// Same commands and risk arrays in the same order give the same events and hash on any machine: no clock, no
/// randomness, no floating point, no input but <see cref="Apply"/>. Every command has at least one event.
/// Thread: one, the caller's. Errors: what a client or operator did wrong becomes an event with a
/// <see cref="RejectCode"/>; a broken invariant throws and must stop the venue.
/// </remarks>
public sealed partial class VenueEngine
{
    private readonly Ledger _ledger;
    private readonly MarginGate _gate;
    private readonly EventWriter _events;
    private readonly OpenOrders _open;
    private readonly Aftermath _aftermath;
    private readonly OrderEntry _orders;
    private readonly QuoteFlow _quotes;
    private readonly StopOrders _stops;
    private readonly Amendment _amendment;
    private readonly MassCancels _massCancels;
    private readonly RulesTable _rules;
    private readonly TradingStates _states;
    private readonly ComboListing _comboListing;
    private readonly QuoteRequests _requests;
    private readonly LifecycleFlow _lifecycle;
    private readonly ChainFlow _chain;
    private readonly EpochAdopted? _onEpoch;
    private readonly StateHashHistory _hashes = new();
    private ulong _lastBatch;

    /// <summary>An empty venue.</summary>
    /// <param name="options">Its bounds.</param>
    /// <param name="sink">Where its events go.</param>
    /// <param name="onEpoch">Who is told of each risk epoch that becomes current, before its event goes out.</param>
    /// <exception cref="ArgumentOutOfRangeException">More groups for an account than its pages.</exception>
    public VenueEngine(EngineOptions options, IEventSink sink, EpochAdopted? onEpoch = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.AccountGroupsMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.AccountGroupsMax, EngineOptions.AccountGroupsBound);
        _onEpoch = onEpoch;
        _ledger = new Ledger(options);
        _events = new EventWriter(sink);
        _gate = new MarginGate(_ledger);
        _open = new OpenOrders(_ledger, _gate, _events);
        var checks = new OrderChecks(_ledger, _gate, _open);
        _aftermath = new Aftermath(_ledger, _gate, _open, _events);
        _orders = new OrderEntry(_ledger, _gate, _open, checks, _aftermath, _events);
        _quotes = new QuoteFlow(_ledger, _open, checks, _orders, _aftermath, _events);
        _stops = new StopOrders(_ledger, _gate, _open, checks, _aftermath, _events);
        _amendment = new Amendment(_ledger, _gate, _open, checks, _orders, _aftermath, _events);
        _requests = new QuoteRequests(_ledger, checks, _orders, _events);
        _massCancels = new MassCancels(_ledger, _open, checks, _requests, _events);
        _rules = new RulesTable(_ledger, _events);
        _states = new TradingStates(_ledger, _gate, _orders, _stops, _aftermath, _events);
        _lifecycle = new LifecycleFlow(_ledger, _gate, _open, _events);
        _comboListing = new ComboListing(_ledger, _rules, _lifecycle, _events);
        _chain = new ChainFlow(_ledger, _gate, _events);
    }

    /// <summary>Number of the last command applied; 0 before the first.</summary>
    public ulong Sequence { get; private set; }

    /// <summary>Applies the next command. Hot path: no allocation for orders, cancels and quotes in steady
    /// state.</summary>
    /// <param name="command">Its sequence must be <see cref="Sequence"/> + 1.</param>
    /// <param name="payload">What follows it in the journal.</param>
    /// <param name="arrays">For a risk epoch: the arrays that its header describes, already checked against their hash.
    /// When <see cref="Arrays"/> is them afterwards the engine holds them until the next epoch is applied.</param>
    /// <exception cref="InvalidOperationException">The sequence has a gap, or an invariant broke.</exception>
    public void Apply(in Command command, ReadOnlySpan<byte> payload, RiskArrays? arrays = null)
    {
        if (command.Header.Sequence != Sequence + 1)
        {
            ThrowGap(command.Header.Sequence);
        }

        Sequence = command.Header.Sequence;
        _ledger.NowNs = Math.Max(_ledger.NowNs, command.Header.SequencedNs);
        _ledger.MarketNs = Math.Max(_ledger.MarketNs, command.Header.MarketNs);
        _events.BeginCommand(in command.Header, _ledger.NowNs, _ledger.MarketNs);

        RejectCode reject = CheckSource(in command.Header);
        if (reject == RejectCode.None)
        {
            reject = Dispatch(in command, payload, arrays);
            _aftermath.Run(_orders, _stops);
        }

        if (reject != RejectCode.None)
        {
            RejectCommand(command.Header.Kind, reject);
        }

        if (Sequence % StateHashMark.Interval == 0)
        {
            RecordStateHash();
        }

        if (!_events.EndCommand())
        {
            throw new InvalidOperationException($"Command {Sequence} ({command.Header.Kind}) had no outcome.");
        }
    }

    /// <summary>Clients may trade, cancel and define combos; everything else is the venue's own.</summary>
    private RejectCode CheckSource(in CommandHeader header)
    {
        if (header.Session == SessionId.Venue)
        {
            return RejectCode.None;
        }

        bool isClients = header.Kind is < CommandKind.OpenAccount or CommandKind.ListCombo;
        if (!isClients || !_ledger.Sessions.Contains(header.Session))
        {
            return RejectCode.NotAuthorised;
        }

        return _ledger.Sessions.TryAdvance(header.Session, header.MsgSeqNum)
            ? RejectCode.None
            : RejectCode.DuplicateMessage;
    }

    private RejectCode Dispatch(in Command command, ReadOnlySpan<byte> payload, RiskArrays? arrays) =>
        command.Header.Kind < CommandKind.OpenAccount
            ? DispatchClient(in command, payload)
            : DispatchVenue(in command, payload, arrays);

    private RejectCode DispatchClient(in Command command, ReadOnlySpan<byte> payload)
    {
        switch (command.Header.Kind)
        {
            case CommandKind.NewOrder:
                _orders.Submit(in command.Header, in command.NewOrder);
                return RejectCode.None;
            case CommandKind.CancelOrder:
                _amendment.Cancel(in command.Header, in command.CancelOrder);
                return RejectCode.None;
            case CommandKind.ReplaceOrder:
                _amendment.Replace(in command.Header, in command.ReplaceOrder);
                return RejectCode.None;
            case CommandKind.MassCancel:
                _massCancels.Cancel(in command.Header, in command.MassCancel);
                return RejectCode.None;
            case CommandKind.KillSwitch:
                return _massCancels.Apply(in command.Header, in command.KillSwitch);
            case CommandKind.SetQuoteProtection:
                QuoteProtection.Set(_ledger, _events, in command.Header, in command.SetQuoteProtection);
                return RejectCode.None;
            case CommandKind.ResetQuoteProtection:
                QuoteProtection.Reset(_ledger, _events, in command.Header, in command.ResetQuoteProtection);
                return RejectCode.None;
            case CommandKind.MassQuote:
                _quotes.Apply(in command.Header, in command.MassQuote, payload);
                return RejectCode.None;
            case CommandKind.RequestForQuote:
                _requests.Ask(in command.Header, in command.RequestForQuote);
                return RejectCode.None;
            case CommandKind.QuoteRequestAnswer:
                _requests.Answer(in command.Header, in command.QuoteRequestAnswer);
                return RejectCode.None;
            case CommandKind.AcceptQuotes:
                _requests.Accept(in command.Header, in command.AcceptQuotes);
                return RejectCode.None;
            default:
                return RejectCode.UnknownCommand;
        }
    }

    private RejectCode DispatchVenue(in Command command, ReadOnlySpan<byte> payload, RiskArrays? arrays)
    {
        switch (command.Header.Kind)
        {
            case CommandKind.Clock:
                _events.Begin(EventKind.ClockAdvanced);
                _open.CancelExpired(_ledger.NowNs);
                _requests.Expire(_ledger.NowNs);
                return RejectCode.None;
            case CommandKind.RiskEpoch:
                return ApplyRiskEpoch(in command.RiskEpoch, payload, arrays);
            case CommandKind.ListInstrument:
                return ListInstrument(in command.Instrument);
            case CommandKind.ListCombo:
                return _comboListing.Apply(command.Header.Session, in command.Instrument, payload);
            case CommandKind.SetTradingRules:
                return _rules.Apply(in command.SetTradingRules);
            case CommandKind.SetTradingState:
                return _states.Apply(in command.SetTradingState);
            case CommandKind.SetAccountLimits:
                return SetAccountLimits(in command.SetAccountLimits);
            case CommandKind.SettleExpiry or CommandKind.IndexPrice or CommandKind.ApplyFunding
                or CommandKind.DelistInstrument:
                return DispatchLifecycle(in command);
            case CommandKind.SweepFees:
                return SweepFees();
            case CommandKind.OpenAccount:
                return OpenAccount(in command.OpenAccount);
            case CommandKind.RegisterSession:
                return RegisterSession(in command.RegisterSession);
            case CommandKind.ResetSession:
                return ResetSession(command.ResetSession.Session);
            case CommandKind.ChainEvent:
                return _chain.Apply(in command.ChainEvent);
            case CommandKind.BatchSealed:
                return RecordBatch(in command.BatchSealed);
            case CommandKind.StateHashMark:
                CheckStateHash(in command.StateHashMark);
                return RejectCode.None;
            default:
                return RejectCode.UnknownCommand;
        }
    }

    private RejectCode ApplyRiskEpoch(in RiskEpoch epoch, ReadOnlySpan<byte> inputs, RiskArrays? arrays)
    {
        if (arrays is null || arrays.Epoch != epoch.Epoch || arrays.ContractCount != epoch.ContractCount
            || epoch.ScenarioSetVersion != ScenarioColumns.Version || epoch.Epoch <= (Arrays?.Epoch ?? 0))
        {
            return RejectCode.BadRiskEpoch;
        }

        _gate.Adopt(arrays);
        _stops.MarksMoved();
        _onEpoch?.Invoke(in epoch, inputs, arrays);
        _events.Begin(EventKind.RiskEpochApplied).RiskEpoch = epoch;
        return RejectCode.None;
    }

    private RejectCode ListInstrument(in InstrumentSpec asked)
    {
        InstrumentSpec spec = _ledger.Instruments.Numbered(in asked);
        RejectCode reject = _ledger.Instruments.Check(in spec);
        if (reject == RejectCode.None)
        {
            TradingRules rules = _rules.For(in spec);
            var book = new LadderOrderBook(_ledger.Orders, allocation: rules.Terms.Allocation);
            _ledger.Instruments.Add(new ListedInstrument(in spec, book, rules));
            if (!ReferenceEquals(rules, TradingRules.Default))
            {
                _ledger.Hash.Add(StateDigest.OfInstrumentRules(spec.Id, rules.Terms));
            }

            _lifecycle.Listed(_ledger.Instruments[spec.Id]);
            _events.Begin(EventKind.InstrumentListed).Instrument = spec;
        }

        return reject;
    }

    private RejectCode OpenAccount(in OpenAccount open)
    {
        AccountId id = open.Account;
        if (id.Value >= AccountId.Capacity)
        {
            return RejectCode.CapacityReached;
        }

        if (_ledger.Accounts.Find(id) is not null)
        {
            return RejectCode.OutOfSequence;
        }

        _ledger.Accounts.Open(id);
        _events.Begin(EventKind.AccountOpened).OpenAccount = open;
        return RejectCode.None;
    }

    private RejectCode SetAccountLimits(in SetAccountLimits limits)
    {
        Account? account = _ledger.Accounts.Find(limits.Account);
        if (account is null || limits.Account.IsReserved)
        {
            return RejectCode.UnknownAccount;
        }

        if (limits.OrderLotsMax < 0 || limits.OrderNotionalMaxMicros < 0 || limits.WindowNs < 0
            || limits.SelfTrade > SelfTradeAction.Allow || limits.SelfTradeByFirm > 1
            || (limits.MessagesPerTrade != 0 && limits.WindowNs == 0))
        {
            return RejectCode.BadTradingRules;
        }

        if (account.HasLimits)
        {
            _ledger.Hash.Remove(StateDigest.OfLimits(account.Limits));
        }

        account.Limits = limits;
        _ledger.Hash.Add(StateDigest.OfLimits(in limits));
        if (limits.MessagesPerTrade == 0)
        {
            MessageMeter.Set(_ledger, account, default);
        }

        _events.Begin(EventKind.AccountLimitsSet).AccountLimits = limits;
        return RejectCode.None;
    }

    private RejectCode RegisterSession(in RegisterSession register)
    {
        if (_ledger.Accounts.Find(register.Account) is null || register.Account.IsReserved)
        {
            return RejectCode.UnknownAccount;
        }

        if (register.CompId.IsEmpty || _ledger.Sessions.TryFind(register.CompId, out _))
        {
            return RejectCode.OutOfSequence;
        }

        if (_ledger.Sessions.Count + 1 >= SessionId.Capacity)
        {
            return RejectCode.CapacityReached;
        }

        ref SessionChanged changed = ref _events.Begin(EventKind.SessionRegistered).Session;
        changed.CompId = register.CompId;
        changed.Account = register.Account;
        changed.Session = _ledger.Sessions.Register(register.CompId, register.Account);
        return RejectCode.None;
    }

    private RejectCode ResetSession(SessionId id)
    {
        if (!_ledger.Sessions.Contains(id))
        {
            return RejectCode.NotAuthorised;
        }

        _ledger.Sessions.Reset(id);
        Session session = _ledger.Sessions[id];
        ref SessionChanged changed = ref _events.Begin(EventKind.SessionReset).Session;
        changed.CompId = session.CompId;
        changed.Session = id;
        changed.Account = session.Account;
        return RejectCode.None;
    }

    /// <summary>Every account pays the fees that it owes, ascending by number; equity stays as it is.</summary>
    private RejectCode SweepFees()
    {
        Account feeAccount = _ledger.Accounts.Get(AccountId.Fees);
        long sweptMicros = 0;
        foreach (Account? account in _ledger.Accounts.All)
        {
            if (account is null || account.FeesMicros == 0)
            {
                continue;
            }

            long fees = account.FeesMicros;
            _ledger.Accounts.Change(account, -fees, -fees);
            _ledger.Accounts.Change(feeAccount, fees, 0);
            sweptMicros = checked(sweptMicros + fees);
            ref FeesSwept swept = ref _events.Begin(EventKind.FeesSwept).FeesSwept;
            swept.AmountMicros = fees;
            swept.Account = account.Id;
        }

        return sweptMicros == 0 ? RejectCode.NothingToSettle : RejectCode.None;
    }

    private RejectCode RecordBatch(in BatchSealed batch)
    {
        if (batch.Batch != _lastBatch + 1)
        {
            return RejectCode.OutOfSequence;
        }

        _lastBatch = batch.Batch;
        _events.Begin(EventKind.BatchRecorded).BatchSealed = batch;
        return RejectCode.None;
    }

    private void RejectCommand(CommandKind kind, RejectCode reason)
    {
        ref CommandOutcome outcome = ref _events.Begin(EventKind.CommandRejected).Outcome;
        outcome.Command = kind;
        outcome.Reason = reason;
    }

    private void ThrowGap(ulong sequence) =>
        throw new InvalidOperationException($"Command {sequence} follows command {Sequence}: the sequence has a gap.");
}
