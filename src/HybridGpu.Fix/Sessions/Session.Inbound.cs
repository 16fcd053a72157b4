using System;
using System.Threading;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Transport;

namespace HybridGpu.Fix.Sessions;

/// <content>Received messages: sequence numbers first, then fields, then what the type asks for.</content>
public sealed partial class Session
{
    private readonly EarlyMessages _early;
    private readonly FixMessage _earlyMessage = new();
    private long _resendAskedThrough;
    private long _resendAskedTicks;

    /// <summary>Takes a framed message. Hot path: no allocation, one pass over the fields and one callback.</summary>
    /// <param name="from">The connection it came by; messages of another than the present one are ignored.</param>
    /// <param name="message">The parsed message.</param>
    /// <returns>Whether the connection goes on.</returns>
    public bool OnMessage(ITransport from, FixMessage message)
    {
        lock (_inboundLock)
        {
            if (!ReferenceEquals(_transport, from))
            {
                return false;
            }

            NoteReceived();
            Receive(message);
            DrainEarly();
            return ReferenceEquals(_transport, from);
        }
    }

    /// <summary>The peer announced a message beyond the maximum: the stream cannot be followed, so it ends.</summary>
    /// <param name="from">The connection.</param>
    public void OnTooLarge(ITransport from)
    {
        lock (_inboundLock)
        {
            if (ReferenceEquals(_transport, from))
            {
                RefuseStream($"Message larger than {Settings.MaxMessageBytes} bytes");
            }
        }
    }

    private void Receive(FixMessage message)
    {
        ReadOnlySpan<byte> msgType = message.MsgType;
        if (msgType.IsEmpty)
        {
            // The standard: a message whose first three fields are not 8, 9, 35 is garbled and ignored.
            Statistics.AddGarbled();
            return;
        }

        if (!message.ValueAt(0).SequenceEqual(_beginString))
        {
            RefuseStream("Incorrect BeginString");
            return;
        }

        bool isLogon = msgType.SequenceEqual("A"u8);
        if (_state is SessionState.AwaitingLogon or SessionState.LogonSent)
        {
            if (isLogon)
            {
                ReceiveLogon(message);
            }
            else
            {
                RefuseBeforeLogon(message, msgType);
            }

            return;
        }

        if (!message.TryGetInteger(34, out long msgSeqNum) || msgSeqNum < 1)
        {
            SendLogoutAndDisconnect("MsgSeqNum missing or not a number");
            return;
        }

        if (CheckHeader(message, msgType, msgSeqNum))
        {
            ReceiveNumbered(message, msgType, msgSeqNum);
        }
    }

    private void ReceiveNumbered(FixMessage message, ReadOnlySpan<byte> msgType, long msgSeqNum)
    {
        // Logout, ResendRequest and a resetting SequenceReset work whatever their number: each may be what heals a gap.
        if (msgType.SequenceEqual("5"u8))
        {
            ReceiveLogout(message, msgSeqNum);
            return;
        }

        if (msgType.SequenceEqual("4"u8) && !message.IsYes(123))
        {
            ReceiveReset(message, msgSeqNum);
            return;
        }

        if (msgType.SequenceEqual("A"u8))
        {
            ReceiveLogonAgain(message, msgSeqNum);
            return;
        }

        long expected = _store.NextTargetMsgSeqNum;
        if (msgSeqNum > expected)
        {
            ReceiveEarly(message, msgType, msgSeqNum, expected);
        }
        else if (msgSeqNum < expected)
        {
            ReceiveLate(message, msgType, msgSeqNum, expected);
        }
        else
        {
            ReceiveDue(message, msgType, msgSeqNum);
        }
    }

    private void ReceiveEarly(FixMessage message, ReadOnlySpan<byte> msgType, long msgSeqNum, long expected)
    {
        if (msgType.SequenceEqual("2"u8))
        {
            // Two sides that both miss messages would wait for each other: answer first, its number is filled later.
            ReceiveResendRequest(message, msgType, msgSeqNum);
        }
        else if (!_early.TryAdd(msgSeqNum, message.Raw))
        {
            Statistics.AddEarlyDropped();
        }

        AskForResend(expected, msgSeqNum);
    }

    private void AskForResend(long expected, long msgSeqNum)
    {
        bool outstanding = expected <= _resendAskedThrough;
        TimeSpan patience = TimeSpan.FromSeconds(_heartbeatSeconds == 0 ? 30 : _heartbeatSeconds);
        if (outstanding && Elapsed(_resendAskedTicks) < patience)
        {
            return;
        }

        _resendAskedThrough = msgSeqNum - 1;
        _resendAskedTicks = Volatile.Read(ref _coarseTicks);
        lock (_outboundLock)
        {
            _adminWriter.Begin("2"u8);
            _adminWriter.Write("7="u8, expected);
            _adminWriter.Write("16="u8, 0);
            SendNumbered(_adminWriter, 0, mayResend: false, live: true);
        }
    }

    private void ReceiveLate(FixMessage message, ReadOnlySpan<byte> msgType, long msgSeqNum, long expected)
    {
        if (!message.IsYes(43))
        {
            SendLogoutAndDisconnect($"MsgSeqNum too low, expecting {expected} but received {msgSeqNum}");
            return;
        }

        Statistics.AddDuplicate();
        if (msgType.SequenceEqual("4"u8) && message.TryGetInteger(36, out long newSeqNo) && newSeqNo > expected)
        {
            // A gap fill that begins below what we expect and ends above: its upper part is news.
            AdvanceTo(newSeqNo);
        }
    }

    private void ReceiveDue(FixMessage message, ReadOnlySpan<byte> msgType, long msgSeqNum)
    {
        Audit(message, msgType, msgSeqNum);
        int thirdPartyFault = ThirdPartyFault(message, out int tag);
        if (thirdPartyFault >= 0)
        {
            RejectAudited(msgType, msgSeqNum, thirdPartyFault, tag);
            return;
        }

        if (Settings.ValidateFields && !Validate(message, msgType, msgSeqNum))
        {
            return;
        }

        Statistics.AddMessageIn();
        if (msgType.Length == 1 && msgType[0] is >= (byte)'0' and <= (byte)'5')
        {
            ReceiveAdmin(message, msgType, msgSeqNum);
            return;
        }

        _application.FromApp(this, message, msgSeqNum, message.IsYes(43));
        AdvanceTo(msgSeqNum + 1);
    }

    private bool Validate(FixMessage message, ReadOnlySpan<byte> msgType, long msgSeqNum)
    {
        if (!_dictionary.IsSupported(msgType))
        {
            if (StandardMessageTypes.Contains(msgType))
            {
                SendBusinessReject(msgSeqNum, msgType, 3, "Unsupported Message Type"u8);
                AdvanceTo(msgSeqNum + 1);
            }
            else
            {
                RejectAudited(msgType, msgSeqNum, SessionRejectReason.InvalidMsgType, -1);
            }

            return false;
        }

        ValidationResult result = _validator.Validate(message);
        if (!result.IsValid)
        {
            RejectAudited(msgType, msgSeqNum, result.Reason, result.RefTagId);
        }

        return result.IsValid;
    }

    private void DrainEarly()
    {
        while (_early.Count > 0 && _transport is not null)
        {
            long expected = _store.NextTargetMsgSeqNum;
            if (!_early.TryTake(expected, out int offset, out int length)
                || !_earlyMessage.Parse(_early.Buffer, offset, length))
            {
                return;
            }

            ReceiveDue(_earlyMessage, _earlyMessage.MsgType, expected);
        }
    }

    private void AdvanceTo(long msgSeqNum)
    {
        long before = _store.NextTargetMsgSeqNum;
        _store.NextTargetMsgSeqNum = msgSeqNum;
        _early.DropBetween(before, msgSeqNum);
    }

    /// <summary>A Reject consumes the number it refers to, so that the peer goes on with the next.</summary>
    private void Reject(FixMessage message, ReadOnlySpan<byte> msgType, long msgSeqNum, int reason, int refTagId)
    {
        if (msgSeqNum == _store.NextTargetMsgSeqNum && !msgType.SequenceEqual("4"u8))
        {
            Audit(message, msgType, msgSeqNum);
        }

        RejectAudited(msgType, msgSeqNum, reason, refTagId);
    }

    private void RejectAudited(ReadOnlySpan<byte> msgType, long msgSeqNum, int reason, int refTagId)
    {
        if (msgSeqNum == _store.NextTargetMsgSeqNum && !msgType.SequenceEqual("4"u8))
        {
            AdvanceTo(msgSeqNum + 1);
        }

        SendReject(msgSeqNum, msgType, reason, refTagId);
    }

    private void RefuseStream(string text)
    {
        if (_state is SessionState.LoggedOn or SessionState.LogoutSent)
        {
            SendLogoutAndDisconnect(text);
        }
        else
        {
            Disconnect(text);
        }
    }
}
