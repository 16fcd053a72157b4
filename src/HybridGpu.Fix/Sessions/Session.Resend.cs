using System;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Store;
using HybridGpu.Fix.Transport;

namespace HybridGpu.Fix.Sessions;

/// <content>Answering a ResendRequest, in steps, so that a long history never crowds out live messages.</content>
public sealed partial class Session
{
    // What a step pays for a message it reads and does not send, so that a long run of stale ones is paced as well.
    private const int SkippedMessageCost = 64;

    private readonly FixMessageWriter _resendWriter;
    private byte[] _resendBuffer = new byte[1024];
    private long _resendNext;
    private long _resendEnd;

    /// <summary>Continues a resend when the transport has written most of what was queued. Thread: any.</summary>
    public void OnWritable() => ContinueResend();

    private void StartResend(long begin, long end)
    {
        lock (_outboundLock)
        {
            long last = _store.NextSenderMsgSeqNum - 1;
            end = end == 0 || end > last ? last : end;
            if (begin > end)
            {
                return;
            }

            if (_resendNext == 0)
            {
                _resendNext = begin;
                _resendEnd = end;
            }
            else
            {
                // A second request while one is being answered: go back if it asks for earlier, and cover both.
                _resendNext = Math.Min(_resendNext, begin);
                _resendEnd = Math.Max(_resendEnd, end);
            }
        }

        ContinueResend();
    }

    private void ContinueResend()
    {
        lock (_outboundLock)
        {
            ITransport? transport = _transport;
            if (_resendNext == 0 || transport is null
                || _state is not (SessionState.LoggedOn or SessionState.LogoutSent)
                || transport.PendingByteCount > Settings.SendQueueBytes / 4)
            {
                return;
            }

            int budget = Math.Min(Settings.ResendStepBytes, Settings.SendQueueBytes / 4);
            long gapStart = 0;
            while (_resendNext != 0 && _resendNext <= _resendEnd && budget > 0)
            {
                long msgSeqNum = _resendNext++;
                if (!TryReadStored(msgSeqNum, out StoredMessageInfo info) || !info.MayResend)
                {
                    if (_storeFailed)
                    {
                        return;
                    }

                    // All that isn't kept any more is one gap, however long.
                    _resendNext = Math.Max(_resendNext, Math.Min(_store.OldestMsgSeqNum, _resendEnd + 1));
                    gapStart = gapStart == 0 ? msgSeqNum : gapStart;
                    budget -= SkippedMessageCost;
                    continue;
                }

                if (gapStart != 0 && !SendGapFill(gapStart, msgSeqNum))
                {
                    return;
                }

                gapStart = 0;
                budget -= info.Length;
                if (!SendAgain(info))
                {
                    return;
                }
            }

            if (gapStart != 0 && !SendGapFill(gapStart, _resendNext))
            {
                return;
            }

            if (_resendNext > _resendEnd)
            {
                _resendNext = 0;
            }
        }
    }

    private bool TryReadStored(long msgSeqNum, out StoredMessageInfo info)
    {
        try
        {
            return _store.TryRead(msgSeqNum, ref _resendBuffer, out info);
        }
        catch (System.IO.IOException exception)
        {
            FailStore(exception);
            info = default;
            return false;
        }
    }

    private bool SendAgain(in StoredMessageInfo info)
    {
        ReadOnlySpan<byte> stored = _resendBuffer.AsSpan(0, info.Length);
        int typeStart = stored.IndexOf("\u000135="u8) + 4;
        ReadOnlySpan<byte> msgType = stored[typeStart..];
        _resendWriter.Begin(msgType[..msgType.IndexOf(FixMessage.Separator)]);

        // The trailer is "10=ddd" and a separator; the writer makes a new one.
        _resendWriter.WriteEncoded(stored[info.BodyOffset..^7]);
        Statistics.AddResent();
        return Transmit(
            _resendWriter.Finish(_header, info.MsgSeqNum, NowNs(), info.SendingTimeNs, out _).Span);
    }

    private bool SendGapFill(long fromMsgSeqNum, long newSeqNo)
    {
        _resendWriter.Begin("4"u8);
        _resendWriter.Write("36="u8, newSeqNo);
        _resendWriter.WriteBoolean("123="u8, true);
        long nowNs = NowNs();
        return Transmit(_resendWriter.Finish(_header, fromMsgSeqNum, nowNs, nowNs, out _).Span);
    }
}
