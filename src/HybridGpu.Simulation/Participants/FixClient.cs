using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;
using HybridGpu.Fix.Transport;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Participants;

/// <summary>A participant's FIX session over TCP: store, connection, reconnection, and the clock that makes it
/// act.</summary>
/// <remarks>
/// Sequence numbers live in files and are never reset. Nothing a participant sends is sent again after a gap: an old
/// order or quote would trade at a stale price, so gaps are filled.
/// Thread: one lock makes the callbacks of the session and the cycle take turns. It is taken after the session's
/// inbound lock and before its outbound lock, never the other way round.
/// Errors: a participant that throws stops acting, logs out and says so in its statistics; the venue lives on.
/// </remarks>
internal sealed class FixClient : IApplication, IAsyncDisposable
{
    private static readonly ResendPolicy NothingResent = new(["D", "F", "S", "V", "i"]);

    private readonly Lock _turn = new();
    private readonly ParticipantSettings _settings;
    private readonly TimeSpan _interval;
    private readonly IParticipantLogic _logic;
    private readonly ParticipantStatistics _statistics;
    private readonly CancellationTokenSource _stopping = new();
    private Session? _session;
    private SocketInitiator? _initiator;
    private Task _loop = Task.CompletedTask;

    public FixClient(
        ParticipantSettings settings, TimeSpan interval, IParticipantLogic logic, ParticipantStatistics statistics)
    {
        _settings = settings;
        _interval = interval;
        _logic = logic;
        _statistics = statistics;
    }

    private long NowNs => MarketTime.NowNs(_settings.Time);

    /// <summary>Opens the store and starts connecting; doesn't wait for the logon.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The session owns its store; Stop disposes the session.")]
    public void Start()
    {
        if (_session is not null)
        {
            throw new InvalidOperationException("A participant starts once.");
        }

        SessionId id = SessionId.Fix44(_settings.CompId, _settings.TargetCompId);
        IMessageStore store = FileMessageStore.Open(_settings.StoreDirectory, id, _settings.Time);
        var sessionSettings = new SessionSettings { AuditInbound = false, ResendPolicy = NothingResent };
        _session = new Session(id, sessionSettings, this, store, DataDictionary.HybridGpu, _settings.Time);
        var initiatorSettings = new InitiatorSettings { Host = _settings.Host, Port = _settings.Port };
        _initiator = new SocketInitiator(initiatorSettings, _session, _settings.Time);
        _initiator.Start();
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Lets the participant wind up, logs out, and closes the store.</summary>
    public async Task StopAsync(string text)
    {
        if (_session is null || _initiator is null || _stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _loop;
        if (_session.State == SessionState.LoggedOn)
        {
            TakeTurn(static (client, now) => client._logic.OnStopping(now));
        }

        await _initiator.StopAsync(text);
        await _initiator.DisposeAsync();
        _session.Dispose();
        _statistics.IsLoggedOn = false;
    }

    /// <summary>Sends if logged on; what can't be sent now is dropped.</summary>
    public bool TrySend(FixMessageWriter writer)
    {
        SendResult result = _session!.Send(writer, mode: SendMode.OnlyWhenLoggedOn);
        if (result == SendResult.Sent)
        {
            _statistics.AddMessage();
            return true;
        }

        _statistics.LastError = $"not sent: {result}";
        return false;
    }

    /// <inheritdoc/>
    public LogonDecision OnLogonRequest(Session session, FixMessage logon) => LogonDecision.Accept;

    /// <inheritdoc/>
    public void OnLogon(Session session)
    {
        _statistics.IsLoggedOn = true;
        TakeTurn(static (client, now) => client._logic.OnLogon(now));
    }

    /// <inheritdoc/>
    public void OnLogout(Session session, string reason)
    {
        _statistics.IsLoggedOn = false;
        if (!_stopping.IsCancellationRequested)
        {
            _statistics.LastError = $"logged out: {reason}";
        }
    }

    /// <inheritdoc/>
    public void FromApp(Session session, FixMessage message, long msgSeqNum, bool possDup)
    {
        lock (_turn)
        {
            if (message.MsgType.SequenceEqual(MsgTypes.BusinessMessageReject))
            {
                _statistics.AddReject(new BusinessMessageRejectReader(message).Text);
            }

            _logic.OnMessage(message, NowNs);
        }
    }

    /// <inheritdoc/>
    public void OnReject(Session session, FixMessage reject) => _statistics.AddReject(new RejectReader(reject).Text);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(string.Empty);
        _stopping.Dispose();
    }

    [SuppressMessage("Design", "CA1031", Justification = "The loop's edge: whatever fails ends this participant only.")]
    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(_interval, _settings.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                if (_session!.State == SessionState.LoggedOn)
                {
                    TakeTurn(static (client, now) => client._logic.OnCycle(now));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stop was asked for.
        }
        catch (Exception exception)
        {
            _statistics.LastError = $"stopped acting: {exception}";
            _session!.Logout("internal error");
        }
    }

    private void TakeTurn(Action<FixClient, long> act)
    {
        lock (_turn)
        {
            act(this, NowNs);
        }
    }
}
