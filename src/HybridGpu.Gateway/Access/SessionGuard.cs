using System;
using System.Buffers.Text;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Access;

/// <summary>What a session may send, and how much of it: permissions, and a bucket for each class.</summary>
/// <remarks>Thread: the session's. No allocation.</remarks>
internal sealed class SessionGuard
{
    /// <summary>Bytes that say at most how long to wait.</summary>
    public const int WaitTextMax = 64;

    private readonly SessionPermissions _permissions;
    private readonly TimeProvider _time;
    private TokenBucket _orders;
    private TokenBucket _quoteRequests;
    private TokenBucket _quotes;
    private TokenBucket _requests;

    public SessionGuard(SessionPermissions permissions, MessageLimits limits, TimeProvider time)
    {
        _permissions = permissions;
        _time = time;
        long now = NowNs();
        _orders = new TokenBucket(limits.OrdersPerSecond, now);
        _quoteRequests = new TokenBucket(limits.QuoteRequestsPerSecond, now);
        _quotes = new TokenBucket(limits.QuoteEntriesPerSecond, now);
        _requests = new TokenBucket(limits.RequestsPerSecond, now);
    }

    /// <summary>Lets a message pass, or answers it with a BusinessMessageReject(j) that says why not.</summary>
    public bool TryPass(GatewayClient client, MessageClass messageClass, FixMessage message, long msgSeqNum)
    {
        if (!IsPermitted(messageClass))
        {
            Refuse(
                client, message, msgSeqNum, BusinessRejectReasonValues.NotAuthorized,
                "This session is not allowed to send this"u8, 0);
            return false;
        }

        if (TryTake(messageClass, message, out long waitNs))
        {
            return true;
        }

        Span<byte> text = stackalloc byte[WaitTextMax];
        int length = WriteWait(text, waitNs, out long waitMillis);
        Refuse(client, message, msgSeqNum, BusinessRejectReasonValues.Other, text[..length], waitMillis);
        return false;
    }

    /// <summary>Takes one request for quote out of its bucket, after it has passed as an order.</summary>
    /// <param name="refusal">When there is none: at least <see cref="WaitTextMax"/> bytes for the reason.</param>
    /// <param name="length">Bytes of the reason; 0 when it passes.</param>
    public bool TryPassQuoteRequest(Span<byte> refusal, out int length)
    {
        bool passes = _quoteRequests.TryTake(1, NowNs(), out long waitNs);
        length = passes ? 0 : WriteWait(refusal, waitNs, out _);
        return passes;
    }

    private static int WriteWait(Span<byte> text, long waitNs, out long waitMillis)
    {
        waitMillis = (waitNs / 1_000_000) + 1;
        "Too many messages: retry in "u8.CopyTo(text);
        int length = "Too many messages: retry in "u8.Length;
        Utf8Formatter.TryFormat(waitMillis, text[length..], out int digits);
        " ms"u8.CopyTo(text[(length + digits)..]);
        return length + digits + 3;
    }

    /// <summary>Whether the session may do what a permission stands for.</summary>
    public bool Has(SessionPermissions permission) => (_permissions & permission) != 0;

    private static void Refuse(
        GatewayClient client, FixMessage message, long msgSeqNum, int reason, ReadOnlySpan<byte> text, long retryMillis)
    {
        BusinessMessageRejectWriter reject = new BusinessMessageRejectWriter(client.InboundWriter)
            .RefSeqNum(msgSeqNum)
            .RefMsgType(message.MsgType)
            .BusinessRejectReason(reason)
            .Text(text);
        if (retryMillis != 0)
        {
            reject.RetryAfter(retryMillis);
        }

        client.Session.Send(client.InboundWriter);
    }

    private bool IsPermitted(MessageClass messageClass) => messageClass switch
    {
        MessageClass.Order or MessageClass.Definition => Has(SessionPermissions.Orders),
        MessageClass.Quote or MessageClass.Protection => Has(SessionPermissions.Quotes),
        MessageClass.Cancel => Has(SessionPermissions.Orders) || Has(SessionPermissions.Quotes),
        MessageClass.Inquiry => Has(SessionPermissions.Inquiries),
        MessageClass.MarketData => Has(SessionPermissions.MarketData),
        _ => true,
    };

    private bool TryTake(MessageClass messageClass, FixMessage message, out long waitNs)
    {
        waitNs = 0;
        return messageClass switch
        {
            MessageClass.Order => _orders.TryTake(1, NowNs(), out waitNs),
            MessageClass.Quote => _quotes.TryTake(EntriesOf(message), NowNs(), out waitNs),
            MessageClass.Cancel or MessageClass.Unknown => true,
            _ => _requests.TryTake(1, NowNs(), out waitNs),
        };
    }

    private static int EntriesOf(FixMessage message)
    {
        int count = 0;
        for (int i = 0; i < message.FieldCount; i++)
        {
            count += message.TagAt(i) == Tags.QuoteEntryID ? 1 : 0;
        }

        return Math.Max(1, count);
    }

    private long NowNs() => (long)(_time.GetTimestamp() * (1e9 / _time.TimestampFrequency));
}
