using System;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;

namespace HybridGpu.Fix.Sessions;

/// <content>Administrative messages, and what is kept of everything received.</content>
public sealed partial class Session
{
    private void ReceiveAdmin(FixMessage message, ReadOnlySpan<byte> msgType, long msgSeqNum)
    {
        switch (msgType[0])
        {
            case (byte)'1':
                AdvanceTo(msgSeqNum + 1);
                message.TryGetBytes(112, out ReadOnlySpan<byte> testReqId);
                SendHeartbeat(testReqId);
                return;
            case (byte)'2':
                AdvanceTo(msgSeqNum + 1);
                ReceiveResendRequest(message, msgType, msgSeqNum);
                return;
            case (byte)'3':
                Statistics.AddRejectReceived();
                _application.OnReject(this, message);
                AdvanceTo(msgSeqNum + 1);
                return;
            case (byte)'4':
                ReceiveGapFill(message, msgSeqNum);
                return;
            default:
                AdvanceTo(msgSeqNum + 1);
                return;
        }
    }

    private void ReceiveResendRequest(FixMessage message, ReadOnlySpan<byte> msgType, long msgSeqNum)
    {
        bool valid = message.TryGetInteger(7, out long begin) & message.TryGetInteger(16, out long end);
        if (!valid || begin < 1 || (end != 0 && end < begin))
        {
            SendReject(msgSeqNum, msgType, SessionRejectReason.ValueIncorrect, valid && begin >= 1 ? 16 : 7);
            return;
        }

        StartResend(begin, end);
    }

    private void ReceiveGapFill(FixMessage message, long msgSeqNum)
    {
        if (!message.TryGetInteger(36, out long newSeqNo) || newSeqNo <= msgSeqNum)
        {
            SendReject(msgSeqNum, "4"u8, SessionRejectReason.ValueIncorrect, 36);
            return;
        }

        AdvanceTo(newSeqNo);
    }

    private void ReceiveReset(FixMessage message, long msgSeqNum)
    {
        Audit(message, "4"u8, msgSeqNum);
        if (!message.TryGetInteger(36, out long newSeqNo) || newSeqNo < _store.NextTargetMsgSeqNum)
        {
            int reason = message.Has(36) ? SessionRejectReason.ValueIncorrect : SessionRejectReason.RequiredTagMissing;
            SendReject(msgSeqNum, "4"u8, reason, 36);
            return;
        }

        AdvanceTo(newSeqNo);
    }

    private void ReceiveLogout(FixMessage message, long msgSeqNum)
    {
        Audit(message, "5"u8, msgSeqNum);
        if (msgSeqNum == _store.NextTargetMsgSeqNum)
        {
            AdvanceTo(msgSeqNum + 1);
        }

        string text = TextOf(message, "peer logged out");
        if (_state == SessionState.LogoutSent)
        {
            Disconnect(_disconnectReason);
            return;
        }

        SendLogout(string.Empty);
        Disconnect(text);
    }

    private void Audit(FixMessage message, ReadOnlySpan<byte> msgType, long msgSeqNum)
    {
        if (!Settings.AuditInbound)
        {
            return;
        }

        lock (_outboundLock)
        {
            if (_storeFailed)
            {
                return;
            }

            try
            {
                ReadOnlySpan<byte> kept = IsRedactable(msgType) ? Redacted(message.Raw) : message.Raw;
                _store.AppendInbound(msgSeqNum, NowNs(), kept);
            }
            catch (System.IO.IOException exception)
            {
                FailStore(exception);
            }
        }
    }

    private static string TextOf(FixMessage message, string otherwise) =>
        message.TryGetBytes(58, out ReadOnlySpan<byte> text) && !text.IsEmpty
            ? System.Text.Encoding.Latin1.GetString(text)
            : otherwise;
}
