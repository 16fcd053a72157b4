using System;
using System.Threading;

namespace HybridGpu.Fix.Sessions;

/// <content>Time: heartbeats, test requests, timeouts. It moves only here, in steps of the caller's ticks.</content>
public sealed partial class Session
{
    // "Reasonable transmission time" of the standard, as a share of the heartbeat interval.
    private const int GraceDivisor = 5;

    private long _coarseTicks;
    private long _lastReceivedTicks;
    private long _connectedTicks;
    private long _logoutSentTicks;
    private long _testRequestTicks;
    private bool _testRequestPending;
    private int _heartbeatSeconds;

    /// <summary>HeartBtInt(108) in force, in seconds; 0 means none.</summary>
    public int HeartbeatSeconds => _heartbeatSeconds;

    /// <summary>
    /// Lets time pass: sends what is due, disconnects what is overdue, continues a resend. Call about ten times a
    /// second.
    /// </summary>
    /// <remarks>Thread: any; returns at once if the owner is busy, which shows that the session is alive.</remarks>
    public void Tick()
    {
        Volatile.Write(ref _coarseTicks, _time.GetTimestamp());
        if (!_inboundLock.TryEnter())
        {
            return;
        }

        try
        {
            switch (_state)
            {
                case SessionState.Disconnected:
                    AnnounceLogout(_disconnectReason);
                    break;
                case SessionState.AwaitingLogon or SessionState.LogonSent:
                    if (Elapsed(_connectedTicks) >= Settings.LogonTimeout)
                    {
                        Disconnect("no Logon in time");
                    }

                    break;
                case SessionState.LogoutSent when Elapsed(_logoutSentTicks) >= Settings.LogoutTimeout:
                    Disconnect(_disconnectReason);
                    break;
                default:
                    TickHeartbeats();
                    break;
            }

            ContinueResend();
            FlushStore();
        }
        finally
        {
            _inboundLock.Exit();
        }
    }

    private TimeSpan Elapsed(long sinceTicks) => _time.GetElapsedTime(sinceTicks, Volatile.Read(ref _coarseTicks));

    private void StartTimers()
    {
        long now = _time.GetTimestamp();
        Volatile.Write(ref _coarseTicks, now);
        Volatile.Write(ref _lastSentTicks, now);
        _lastReceivedTicks = now;
        _connectedTicks = now;
        _testRequestPending = false;
        _heartbeatSeconds = Settings.HeartbeatSeconds;
    }

    private void NoteReceived()
    {
        _lastReceivedTicks = Volatile.Read(ref _coarseTicks);
        _testRequestPending = false;
    }

    private void TickHeartbeats()
    {
        if (_heartbeatSeconds == 0)
        {
            return;
        }

        var interval = TimeSpan.FromSeconds(_heartbeatSeconds);
        TimeSpan patience = interval + (interval / GraceDivisor);
        if (_testRequestPending)
        {
            if (Elapsed(_testRequestTicks) >= patience)
            {
                Disconnect("TestRequest not answered");
                return;
            }
        }
        else if (Elapsed(_lastReceivedTicks) >= patience)
        {
            _testRequestPending = true;
            _testRequestTicks = Volatile.Read(ref _coarseTicks);
            SendTestRequest();
        }

        if (_state != SessionState.Disconnected && Elapsed(Volatile.Read(ref _lastSentTicks)) >= interval)
        {
            SendHeartbeat(default);
        }
    }
}
