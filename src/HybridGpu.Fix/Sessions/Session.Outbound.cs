using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Store;
using HybridGpu.Fix.Transport;

namespace HybridGpu.Fix.Sessions;

/// <content>Numbering, storing and queueing: everything here runs under the outbound lock.</content>
public sealed partial class Session
{
    private readonly HeaderTemplate _header;
    private readonly FixMessageWriter _adminWriter;
    private byte[] _redactionBuffer = [];
    private bool _storeFailed;
    private string? _storeFault;
    private long _lastSentTicks;

    /// <summary>
    /// Sends an application message. Hot path: numbers it, stores it with the cookie, queues it; under 1 µs, no
    /// allocation, no system call.
    /// </summary>
    /// <param name="writer">A finished body; may be reused when this returns.</param>
    /// <param name="cookie">The application's mark, such as an event's ordinal; see <see
    /// cref="HighestCookie"/>.</param>
    /// <param name="mode">What to do while the peer is away.</param>
    /// <returns>What became of it. Thread: any.</returns>
    public SendResult Send(FixMessageWriter writer, ulong cookie = 0, SendMode mode = SendMode.StoreWhenAway)
    {
        lock (_outboundLock)
        {
            bool live = _state == SessionState.LoggedOn;
            if (!live && mode == SendMode.OnlyWhenLoggedOn)
            {
                return SendResult.NotLoggedOn;
            }

            return SendNumbered(writer, cookie, Settings.ResendPolicy.MayResend(writer.MsgType), live);
        }
    }

    /// <summary>Sends BusinessMessageReject (35=j), from any thread.</summary>
    /// <param name="refSeqNum">RefSeqNum(45).</param>
    /// <param name="refMsgType">RefMsgType(372).</param>
    /// <param name="reason">BusinessRejectReason(380).</param>
    /// <param name="text">Text(58), ASCII.</param>
    /// <param name="refId">BusinessRejectRefID(379), such as a ClOrdID; empty for none.</param>
    /// <param name="cookie">The application's mark.</param>
    public SendResult SendBusinessReject(
        long refSeqNum,
        ReadOnlySpan<byte> refMsgType,
        int reason,
        ReadOnlySpan<byte> text,
        ReadOnlySpan<byte> refId = default,
        ulong cookie = 0)
    {
        lock (_outboundLock)
        {
            _adminWriter.Begin("j"u8);
            _adminWriter.Write("45="u8, refSeqNum);
            _adminWriter.Write("372="u8, refMsgType);
            if (!refId.IsEmpty)
            {
                _adminWriter.Write("379="u8, refId);
            }

            _adminWriter.Write("380="u8, reason);
            _adminWriter.Write("58="u8, text);
            Statistics.AddRejectSent();
            return SendNumbered(_adminWriter, cookie, mayResend: true, _state == SessionState.LoggedOn);
        }
    }

    private static bool IsRedactable(ReadOnlySpan<byte> msgType) =>
        msgType.SequenceEqual("A"u8) || msgType.SequenceEqual("BE"u8);

    /// <summary>Overwrites Password(554) and NewPassword(925), keeping every length.</summary>
    private static void Redact(Span<byte> message)
    {
        Mask(message, "\u0001554="u8);
        Mask(message, "\u0001925="u8);
    }

    private static void Mask(Span<byte> message, ReadOnlySpan<byte> prefix)
    {
        int found;
        while ((found = message.IndexOf(prefix)) >= 0)
        {
            message = message[(found + prefix.Length)..];
            int end = message.IndexOf(FixMessage.Separator);
            message[..(end < 0 ? message.Length : end)].Fill((byte)'*');
        }
    }

    private SendResult SendNumbered(FixMessageWriter writer, ulong cookie, bool mayResend, bool live)
    {
        if (_storeFailed)
        {
            return SendResult.StoreFailed;
        }

        if (writer.Overflowed)
        {
            return SendResult.TooLarge;
        }

        long msgSeqNum = _store.NextSenderMsgSeqNum;
        long nowNs = NowNs();
        ReadOnlyMemory<byte> message = writer.Finish(_header, msgSeqNum, nowNs, -1, out int bodyOffset);
        if (message.Length > Settings.MaxMessageBytes)
        {
            return SendResult.TooLarge;
        }

        ReadOnlySpan<byte> kept = IsRedactable(writer.MsgType) ? Redacted(message.Span)
            : mayResend || ResendPolicy.IsKept(writer.MsgType) ? message.Span
            : default;
        var info = new StoredMessageInfo(msgSeqNum, nowNs, cookie, bodyOffset, kept.Length, mayResend);
        if (!TryAppend(info, kept))
        {
            return SendResult.StoreFailed;
        }

        Statistics.AddMessageOut();
        if (!live)
        {
            return TryFlush() ? SendResult.Stored : SendResult.StoreFailed;
        }

        return Transmit(message.Span) ? SendResult.Sent : SendResult.StoredPeerTooSlow;
    }

    private bool Transmit(ReadOnlySpan<byte> message)
    {
        ITransport? transport = _transport;
        if (transport is not null && transport.TrySend(message))
        {
            Volatile.Write(ref _lastSentTicks, Volatile.Read(ref _coarseTicks));
            return true;
        }

        Statistics.AddTooSlow();
        CloseTransport("peer reads too slowly: the send queue is full");
        return false;
    }

    private bool TryAppend(in StoredMessageInfo info, ReadOnlySpan<byte> message)
    {
        try
        {
            _store.Append(info, message);
            return true;
        }
        catch (IOException exception)
        {
            FailStore(exception);
            return false;
        }
    }

    private bool TryFlush()
    {
        if (_storeFailed)
        {
            return false;
        }

        try
        {
            _store.Flush();
            return true;
        }
        catch (IOException exception)
        {
            FailStore(exception);
            return false;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FailStore(IOException exception)
    {
        _storeFailed = true;
        Volatile.Write(ref _storeFault, exception.Message);
        CloseTransport("message store failed: " + exception.Message);
    }

    private Span<byte> Redacted(ReadOnlySpan<byte> message)
    {
        if (_redactionBuffer.Length < message.Length)
        {
            _redactionBuffer = new byte[message.Length];
        }

        Span<byte> copy = _redactionBuffer.AsSpan(0, message.Length);
        message.CopyTo(copy);
        Redact(copy);
        return copy;
    }

    private void SendHeartbeat(ReadOnlySpan<byte> testReqId)
    {
        lock (_outboundLock)
        {
            _adminWriter.Begin("0"u8);
            if (!testReqId.IsEmpty)
            {
                _adminWriter.Write("112="u8, testReqId);
            }

            SendNumbered(_adminWriter, 0, mayResend: false, live: true);
        }
    }

    private void SendTestRequest()
    {
        lock (_outboundLock)
        {
            _adminWriter.Begin("1"u8);
            _adminWriter.Write("112="u8, "TEST"u8);
            SendNumbered(_adminWriter, 0, mayResend: false, live: true);
        }
    }

    private void SendReject(long refSeqNum, ReadOnlySpan<byte> refMsgType, int reason, int refTagId)
    {
        lock (_outboundLock)
        {
            _adminWriter.Begin("3"u8);
            _adminWriter.Write("45="u8, refSeqNum);
            if (refTagId >= 0)
            {
                _adminWriter.Write("371="u8, refTagId);
            }

            _adminWriter.Write("372="u8, refMsgType);
            _adminWriter.Write("373="u8, reason);
            _adminWriter.Write("58="u8, RejectTexts.Of(reason));
            Statistics.AddRejectSent();
            SendNumbered(_adminWriter, 0, mayResend: false, live: true);
        }
    }

    private void SendLogout(string text)
    {
        lock (_outboundLock)
        {
            _adminWriter.Begin("5"u8);
            if (text.Length > 0)
            {
                _adminWriter.Write("58="u8, Encoding.ASCII.GetBytes(text));
            }

            SendNumbered(_adminWriter, 0, mayResend: false, live: true);
        }
    }

    private void SendLogoutAndDisconnect(string text)
    {
        SendLogout(text);
        Disconnect(text);
    }

    private void SendLogoutAndWait(string text)
    {
        SendLogout(text);
        lock (_outboundLock)
        {
            if (_transport is not null)
            {
                _state = SessionState.LogoutSent;
                _disconnectReason = text;
            }
        }

        _logoutSentTicks = Volatile.Read(ref _coarseTicks);
    }
}
