using System;
using System.Collections.Generic;
using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Sessions;
using HybridGpu.Gateway.Access;
using HybridGpu.Gateway.Combos;
using HybridGpu.Gateway.Orders;
using HybridGpu.Gateway.Quotes;
using HybridGpu.Gateway.Signatures;
using HybridGpu.Gateway.Trades;
using SessionId = HybridGpu.Domain.SessionId;

namespace HybridGpu.Gateway;

/// <summary>One client: its FIX session, who it is to the engine, and the buffers of its two directions.</summary>
internal sealed class GatewayClient
{
    private uint _id;
    private ulong _lastCommand;
    private TradeSubscription? _tradeSubscription;
    private volatile string? _stopReason;

    public GatewayClient(
        GatewayClientOptions options,
        Text40 compId,
        Session session,
        OrderSignatures? signatures,
        AccountRecord record,
        TimeProvider time)
    {
        Session = session;
        CompId = compId;
        Account = options.Account;
        IsDropCopy = options.IsDropCopy;
        Guard = new SessionGuard(options.Permissions, options.Limits, time);
        Authenticator = options.Keys.Count == 0 ? null : new LogonAuthenticator(options.Keys, time);
        Signatures = signatures;
        Record = record;
        session.UserState = this;
    }

    public Session Session { get; }

    public Text40 CompId { get; }

    public AccountId Account { get; }

    /// <summary>Whether it gets copies of its account's execution reports.</summary>
    public bool IsDropCopy { get; }

    /// <summary>What it may send.</summary>
    public SessionGuard Guard { get; }

    /// <summary>Who checks its Logons; null for a plain session.</summary>
    public LogonAuthenticator? Authenticator { get; }

    /// <summary>Who checks its orders' signatures; null where the account delegates.</summary>
    public OrderSignatures? Signatures { get; }

    /// <summary>What the account has open, holds and has traded; shared by its sessions.</summary>
    public AccountRecord Record { get; }

    /// <summary>What the account has open.</summary>
    public AccountOrders Orders => Record.Orders;

    /// <summary>Who wants to hear of the account's trades from now on; null while nobody does. The session sets it, the
    /// egress reads it.</summary>
    public TradeSubscription? TradeSubscription
    {
        get => Volatile.Read(ref _tradeSubscription);
        set => Volatile.Write(ref _tradeSubscription, value);
    }

    /// <summary>Its market data subscriptions, by instrument. The publisher's thread.</summary>
    public int MarketDataCount { get; set; }

    /// <summary>Combos that it has defined. The session's thread.</summary>
    public int CombosDefined { get; set; }

    /// <summary>What the answers to its definitions need to know.</summary>
    public DefinitionNotes Definitions { get; } = new();

    /// <summary>What the answers to its requests need to know.</summary>
    public RequestNotes Notes { get; } = new();

    /// <summary>Whether its orders and quotes are cancelled when it goes; as its last Logon said.</summary>
    public bool CancelsOnDisconnect { get; set; }

    /// <summary>Why an operator has stopped it; null while it may log on.</summary>
    public string? StopReason
    {
        get => _stopReason;
        set => _stopReason = value;
    }

    /// <summary>Number of the last command that it sent.</summary>
    public ulong LastCommand
    {
        get => Volatile.Read(ref _lastCommand);
        set => Volatile.Write(ref _lastCommand, value);
    }

    /// <summary>The engine's number for the session; known once the venue has registered it. Written by the egress
    /// thread, read by the session's.</summary>
    public SessionId Id
    {
        get => new(Volatile.Read(ref _id));
        set => Volatile.Write(ref _id, value.Value);
    }

    /// <summary>Scratch of the inbound direction: entries of the mass quote in hand.</summary>
    public QuoteEntry[] Entries { get; } = new QuoteEntry[MassQuote.EntryCountMax];

    /// <summary>Writer of the inbound direction, for refusals that never reach the engine.</summary>
    public FixMessageWriter InboundWriter { get; } = new();

    /// <summary>Scratch of the outbound direction: refused entries of the mass quote that is being reported.</summary>
    public List<QuoteResult> RefusedEntries { get; } = [];
}
