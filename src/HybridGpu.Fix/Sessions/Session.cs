using System;
using System.Threading;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Store;
using HybridGpu.Fix.Transport;

namespace HybridGpu.Fix.Sessions;

/// <summary>
/// One FIX session: sequence numbers, logon and logout, heartbeats, resends, rejects. Knows no socket.
/// </summary>
/// <remarks>
/// Bytes come in as parsed messages (<see cref="OnMessage"/>) and leave through an <see cref="ITransport"/>; time comes
/// from a <see cref="TimeProvider"/> and moves only in <see cref="Tick"/>. The rules are in
/// fix-spec/rules-of-engagement.md.
/// Thread: two locks, always taken in this order. The inbound lock is the owner's: it serialises received messages,
/// ticks and every callback of the application. The outbound lock covers numbering, storing and queueing, so that
/// <see cref="Send"/> may be called from any thread (and from callbacks); callbacks never run under it.
/// Cost: no allocation per message in either direction in steady state.
/// Errors: a peer's faults become rejects, logouts or disconnects; a store that fails takes the session down.
/// </remarks>
public sealed partial class Session : IDisposable
{
    private readonly Lock _inboundLock = new();
    private readonly Lock _outboundLock = new();
    private readonly IApplication _application;
    private readonly IMessageStore _store;
    private readonly TimeProvider _time;
    private readonly DataDictionary _dictionary;
    private readonly MessageValidator _validator;
    private readonly byte[] _beginString;
    private readonly byte[] _senderCompId;
    private readonly byte[] _targetCompId;

    private volatile SessionState _state;
    private volatile ITransport? _transport;
    private bool _isInitiator;
    private bool _logonAnnounced;
    private string _disconnectReason = string.Empty;

    /// <summary>Creates a session over a store, disconnected.</summary>
    /// <param name="id">The session's names.</param>
    /// <param name="settings">Its behaviour.</param>
    /// <param name="application">What runs on top.</param>
    /// <param name="store">Its memory, owned by the session from here.</param>
    /// <param name="dictionary">What messages look like.</param>
    /// <param name="time">The clock.</param>
    public Session(
        SessionId id,
        SessionSettings settings,
        IApplication application,
        IMessageStore store,
        DataDictionary dictionary,
        TimeProvider time)
    {
        id.ThrowIfInvalid();
        Id = id;
        Settings = settings;
        _application = application;
        _store = store;
        _time = time;
        _dictionary = dictionary;
        _validator = new MessageValidator(dictionary, settings.UserDefinedTags);
        _beginString = System.Text.Encoding.ASCII.GetBytes(id.BeginString);
        _senderCompId = System.Text.Encoding.ASCII.GetBytes(id.SenderCompId);
        _targetCompId = System.Text.Encoding.ASCII.GetBytes(id.TargetCompId);
        _header = new HeaderTemplate(id.BeginString, id.SenderCompId, id.TargetCompId, settings.TimestampPrecision);
        _adminWriter = new FixMessageWriter(settings.MaxMessageBytes, settings.TimestampPrecision);
        _resendWriter = new FixMessageWriter(settings.MaxMessageBytes, settings.TimestampPrecision);
        _early = new EarlyMessages(settings.EarlyMessageLimit, settings.EarlyMessageBytes);
        _coarseTicks = time.GetTimestamp();
    }

    /// <summary>The session's names.</summary>
    public SessionId Id { get; }

    /// <summary>Its behaviour.</summary>
    public SessionSettings Settings { get; }

    /// <summary>Where it stands. Any thread may look; it may change right after.</summary>
    public SessionState State => _state;

    /// <summary>Room for the application's own state of this session.</summary>
    public object? UserState { get; set; }

    /// <summary>Why its message store can't be used any more; null while it can. The session stays down from then on.
    /// Any thread may look.</summary>
    public string? StoreFault => Volatile.Read(ref _storeFault);

    /// <summary>What has happened so far.</summary>
    public SessionStatistics Statistics { get; } = new();

    /// <summary>The number of the next message we send.</summary>
    public long NextSenderMsgSeqNum
    {
        get
        {
            lock (_outboundLock)
            {
                return _store.NextSenderMsgSeqNum;
            }
        }
    }

    /// <summary>The number expected next from the peer.</summary>
    public long NextTargetMsgSeqNum => _store.NextTargetMsgSeqNum;

    /// <summary>The highest cookie of any message ever sent: what need not be sent again after a restart.</summary>
    public ulong HighestCookie
    {
        get
        {
            lock (_outboundLock)
            {
                return _store.HighestCookie;
            }
        }
    }

    /// <summary>The highest inbound number the application marked as its own.</summary>
    public long LastInboundCommandSeqNum => _store.LastInboundCommandSeqNum;

    /// <summary>The peer's address while one is connected, without its port; else empty.</summary>
    public string RemoteAddress => _transport?.RemoteAddress ?? string.Empty;

    /// <summary>Bytes queued to the socket and not yet written: what a market-data publisher conflates by.</summary>
    public int PendingSendBytes => _transport?.PendingByteCount ?? 0;

    /// <summary>
    /// Sets the expected inbound number, before the session is connected: to what a journal really holds.
    /// </summary>
    /// <param name="msgSeqNum">The number expected next, at least 1.</param>
    /// <exception cref="InvalidOperationException">The session is connected.</exception>
    public void SetNextTargetMsgSeqNum(long msgSeqNum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(msgSeqNum, 1);
        lock (_inboundLock)
        {
            if (_state != SessionState.Disconnected)
            {
                throw new InvalidOperationException("Inbound numbers can only be set while disconnected.");
            }

            _store.NextTargetMsgSeqNum = msgSeqNum;
        }
    }

    /// <summary>Sets the next outbound number, while disconnected: by an operator's decision only.</summary>
    /// <param name="msgSeqNum">At least the present one.</param>
    /// <exception cref="InvalidOperationException">The session is connected.</exception>
    public void SetNextSenderMsgSeqNum(long msgSeqNum)
    {
        lock (_outboundLock)
        {
            if (_state != SessionState.Disconnected)
            {
                throw new InvalidOperationException("Outbound numbers can only be set while disconnected.");
            }

            _store.SetNextSenderMsgSeqNum(msgSeqNum);
        }
    }

    /// <summary>Marks inbound messages up to a number as taken over by the application (journaled). Durable.</summary>
    /// <param name="msgSeqNum">The number; lower ones than marked before are ignored.</param>
    public void MarkInboundCommand(long msgSeqNum)
    {
        if (msgSeqNum > _store.LastInboundCommandSeqNum)
        {
            _store.LastInboundCommandSeqNum = msgSeqNum;
        }
    }

    /// <summary>
    /// Attaches a connection. An initiator sends its Logon at once; an acceptor waits for the peer's.
    /// </summary>
    /// <param name="transport">The connection.</param>
    /// <param name="isInitiator">Which side we are.</param>
    /// <returns>False when the session is live already: the newcomer is to be refused.</returns>
    public bool TryConnect(ITransport transport, bool isInitiator)
    {
        lock (_inboundLock)
        {
            if (_state != SessionState.Disconnected || _storeFailed)
            {
                return false;
            }

            AnnounceLogout(_disconnectReason);
            _isInitiator = isInitiator;
            _early.Clear();
            _resendAskedThrough = 0;
            StartTimers();
            lock (_outboundLock)
            {
                _transport = transport;
                _resendNext = 0;
                _state = SessionState.AwaitingLogon;
            }

            if (isInitiator)
            {
                SendInitialLogon();
            }

            return true;
        }
    }

    /// <summary>Detaches a connection that ended.</summary>
    /// <param name="transport">The connection; another one than the present is ignored.</param>
    /// <param name="reason">Why, for people.</param>
    public void OnDisconnected(ITransport transport, string reason)
    {
        lock (_inboundLock)
        {
            if (ReferenceEquals(_transport, transport))
            {
                Disconnect(reason);
            }
            else if (_transport is null)
            {
                AnnounceLogout(_disconnectReason);
            }
        }
    }

    /// <summary>
    /// Logs out in good order, from any thread. The connection closes when the peer answers or time is up.
    /// </summary>
    /// <param name="text">Text(58).</param>
    public void Logout(string text)
    {
        lock (_inboundLock)
        {
            if (_state == SessionState.LoggedOn)
            {
                SendLogoutAndWait(text);
            }
        }
    }

    /// <summary>Disconnects at once, without a Logout, from any thread.</summary>
    /// <param name="reason">Why, for people.</param>
    public void Abort(string reason)
    {
        lock (_inboundLock)
        {
            Disconnect(reason);
        }
    }

    /// <summary>Hands stored messages to the operating system; the transport calls it before it writes.</summary>
    /// <returns>False when the store failed: nothing more may be written, and the session is down.</returns>
    public bool FlushStore()
    {
        lock (_outboundLock)
        {
            return TryFlush();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Abort("session disposed");
        lock (_outboundLock)
        {
            _storeFailed = true;
            _store.Dispose();
        }
    }

    private long NowNs() => (_time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * 100;

    private void Disconnect(string reason)
    {
        lock (_outboundLock)
        {
            CloseTransport(reason);
        }

        AnnounceLogout(_disconnectReason);
    }

    /// <summary>Under the outbound lock: no callback from here, the owner announces it.</summary>
    private void CloseTransport(string reason)
    {
        ITransport? transport = _transport;
        if (transport is null)
        {
            return;
        }

        _disconnectReason = reason;
        _state = SessionState.Disconnected;
        _transport = null;
        TryFlush();
        transport.Close(reason);
    }

    /// <summary>Under the inbound lock.</summary>
    private void AnnounceLogout(string reason)
    {
        if (_logonAnnounced)
        {
            _logonAnnounced = false;
            _application.OnLogout(this, reason);
        }
    }
}
