using System;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;

namespace HybridGpu.Fix.Sessions;

/// <content>Logon in both roles, and the explicit reset that only a Logon can ask for.</content>
public sealed partial class Session
{
    private bool _resetAsked;

    private void SendInitialLogon()
    {
        lock (_outboundLock)
        {
            _resetAsked = Settings.ResetOnLogon;
            if (_resetAsked)
            {
                _store.Reset(NowNs());
            }

            WriteLogon(Settings.HeartbeatSeconds, _resetAsked);
            _application.OnLogonSending(this, _adminWriter);
            if (SendNumbered(_adminWriter, 0, mayResend: false, live: true) == SendResult.Sent)
            {
                _state = SessionState.LogonSent;
            }
        }
    }

    private void WriteLogon(int heartbeatSeconds, bool reset)
    {
        _adminWriter.Begin("A"u8);
        _adminWriter.Write("98="u8, 0);
        _adminWriter.Write("108="u8, heartbeatSeconds);
        if (reset)
        {
            _adminWriter.WriteBoolean("141="u8, true);
        }
    }

    /// <summary>The Logon that opens a connection: every fault ends it.</summary>
    private void ReceiveLogon(FixMessage logon)
    {
        // A wrong CompID gets no answer at all: it is not for us to say who would be right.
        if (CompIdFault(logon, out _) >= 0)
        {
            Disconnect("Logon with wrong CompIDs");
            return;
        }

        string? fault = LogonFault(logon, out long msgSeqNum, out int heartbeatSeconds, out bool reset);
        if (fault is not null)
        {
            SendLogoutAndDisconnect(fault);
            return;
        }

        LogonDecision decision = _application.OnLogonRequest(this, logon);
        if (!decision.Accepted)
        {
            // The inbound number stays: a refused Logon is not part of the sequence, whoever sent it.
            SendLogoutAndDisconnect(decision.Text);
            return;
        }

        long expected = reset ? 1 : _store.NextTargetMsgSeqNum;
        if (msgSeqNum < expected)
        {
            SendLogoutAndDisconnect($"MsgSeqNum too low, expecting {expected} but received {msgSeqNum}");
            return;
        }

        decision = _application.OnLogonAccepting(this, logon);
        if (!decision.Accepted)
        {
            SendLogoutAndDisconnect(decision.Text);
            return;
        }

        CompleteLogon(logon, msgSeqNum, heartbeatSeconds, reset);
    }

    private void CompleteLogon(FixMessage logon, long msgSeqNum, int heartbeatSeconds, bool reset)
    {
        _heartbeatSeconds = heartbeatSeconds;
        lock (_outboundLock)
        {
            if (!_isInitiator)
            {
                if (reset)
                {
                    _store.Reset(NowNs());
                }

                WriteLogon(heartbeatSeconds, reset);
                if (SendNumbered(_adminWriter, 0, mayResend: false, live: true) != SendResult.Sent)
                {
                    return;
                }
            }

            // Under the same lock as our Logon, so that no message of another thread can leave before it.
            _state = SessionState.LoggedOn;
        }

        Audit(logon, "A"u8, msgSeqNum);
        Statistics.AddMessageIn();
        _logonAnnounced = true;
        _application.OnLogon(this);
        long expected = _store.NextTargetMsgSeqNum;
        if (msgSeqNum == expected)
        {
            AdvanceTo(msgSeqNum + 1);
        }
        else
        {
            AskForResend(expected, msgSeqNum);
        }
    }

    private string? LogonFault(FixMessage logon, out long msgSeqNum, out int heartbeatSeconds, out bool reset)
    {
        heartbeatSeconds = 0;
        reset = logon.IsYes(141);
        if (!logon.TryGetInteger(34, out msgSeqNum) || msgSeqNum < 1)
        {
            return "MsgSeqNum missing or not a number";
        }

        if (SendingTimeFault(logon, out _) >= 0)
        {
            return "SendingTime accuracy problem";
        }

        if (ThirdPartyFault(logon, out int tag) is >= 0 and int reason)
        {
            return LogonFaultText(reason, tag);
        }

        if (Settings.ValidateFields)
        {
            ValidationResult result = _validator.Validate(logon);
            if (!result.IsValid)
            {
                return LogonFaultText(result.Reason, result.RefTagId);
            }
        }

        if (!logon.TryGetInteger(98, out long encryption) || encryption != 0)
        {
            return "EncryptMethod must be 0";
        }

        if (!logon.TryGetInteger(108, out long seconds) || seconds < 0 || seconds > Settings.MaxHeartbeatSeconds)
        {
            return $"HeartBtInt must be 0 to {Settings.MaxHeartbeatSeconds}";
        }

        heartbeatSeconds = (int)seconds;
        return ResetFault(reset, msgSeqNum);
    }

    private static string LogonFaultText(int reason, int tag) =>
        $"Logon: {System.Text.Encoding.ASCII.GetString(RejectTexts.Of(reason))} ({tag})";

    private string? ResetFault(bool reset, long msgSeqNum)
    {
        if (_isInitiator)
        {
            return reset == _resetAsked || !reset ? null : "ResetSeqNumFlag was not asked for";
        }

        if (!reset)
        {
            return null;
        }

        if (!Settings.AllowReset)
        {
            return "ResetSeqNumFlag is not allowed on this session";
        }

        return msgSeqNum == 1 ? null : "ResetSeqNumFlag needs MsgSeqNum 1";
    }

    /// <summary>A Logon on a live session: a reset of both sequences, or a fault.</summary>
    private void ReceiveLogonAgain(FixMessage logon, long msgSeqNum)
    {
        if (!logon.IsYes(141) || _isInitiator)
        {
            long expected = _store.NextTargetMsgSeqNum;
            if (msgSeqNum < expected && logon.IsYes(43))
            {
                Statistics.AddDuplicate();
                return;
            }

            SendLogoutAndDisconnect(
                msgSeqNum < expected
                    ? $"MsgSeqNum too low, expecting {expected} but received {msgSeqNum}"
                    : "Logon received on a live session");
            return;
        }

        string? fault = LogonFault(logon, out _, out int heartbeatSeconds, out _);
        if (fault is null)
        {
            LogonDecision decision = _application.OnLogonRequest(this, logon);
            decision = decision.Accepted ? _application.OnLogonAccepting(this, logon) : decision;
            fault = decision.Accepted ? null : decision.Text;
        }

        if (fault is not null)
        {
            SendLogoutAndDisconnect(fault);
            return;
        }

        _heartbeatSeconds = heartbeatSeconds;
        _early.Clear();
        _resendAskedThrough = 0;
        lock (_outboundLock)
        {
            _store.Reset(NowNs());
            _resendNext = 0;
            WriteLogon(heartbeatSeconds, reset: true);
            SendNumbered(_adminWriter, 0, mayResend: false, live: true);
        }

        Audit(logon, "A"u8, msgSeqNum);
        AdvanceTo(2);
    }

    private void RefuseBeforeLogon(FixMessage message, ReadOnlySpan<byte> msgType)
    {
        bool refusal = _state == SessionState.LogonSent && msgType.SequenceEqual("5"u8)
            && CompIdFault(message, out _) < 0;
        if (refusal && message.TryGetInteger(34, out long msgSeqNum) && msgSeqNum == _store.NextTargetMsgSeqNum)
        {
            // The peer numbered its Logout; counting it keeps the next Logon in step.
            AdvanceTo(msgSeqNum + 1);
        }

        Disconnect(refusal ? TextOf(message, "Logon refused") : "first message is not a Logon");
    }
}
