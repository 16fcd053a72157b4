using System;
using HybridGpu.Domain.Commands;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Gateway.Access;
using HybridGpu.Gateway.Inquiries;
using HybridGpu.Gateway.MarketData;
using HybridGpu.Gateway.Orders;
using HybridGpu.Gateway.Quotes;
using HybridGpu.Gateway.Signatures;
using HybridGpu.Sequencing;

namespace HybridGpu.Gateway;

/// <summary>The venue's FIX application, inbound: messages become commands or are answered, or are refused with a
/// reason.</summary>
/// <remarks>Thread: one call at a time for each session, sessions side by side.</remarks>
internal sealed class OrderApplication : IApplication
{
    private const int OrderMassStatusRequest = 'A' | ('F' << 8);
    private const int RequestForPositions = 'A' | ('N' << 8);
    private const int CollateralInquiry = 'B' | ('B' << 8);
    private const int QuoteProtectionRequest = 'U' | ('1' << 8);

    /// <summary>How long a Logon waits for the journal; a client waits at least as long for its answer.</summary>
    private static readonly TimeSpan ResetTimeout = TimeSpan.FromSeconds(2);

    private readonly CommandPort _port;
    private readonly MarketDataPublisher _marketData;
    private readonly OrderHandler _orders;
    private readonly QuoteHandler _quotes;
    private readonly InquiryHandler _inquiries;
    private readonly DisconnectCancels _disconnects;

    public OrderApplication(CommandPort port, MarketDataPublisher marketData, DisconnectCancels disconnects)
    {
        _port = port;
        _marketData = marketData;
        _disconnects = disconnects;
        _orders = new OrderHandler(port);
        _quotes = new QuoteHandler(port);
        _inquiries = new InquiryHandler(port);
    }

    /// <inheritdoc/>
    public LogonDecision OnLogonRequest(Session session, FixMessage logon)
    {
        GatewayClient client = ClientOf(session);
        if (client.Authenticator?.IsGenuine(logon) == false)
        {
            return LogonDecision.Refuse("Logon refused");
        }

        if (client.StopReason is { } reason)
        {
            return LogonDecision.Refuse($"This session is stopped: {reason}");
        }

        if (logon.IsYes(Tags.ResetSeqNumFlag) && !TryReset(client))
        {
            return LogonDecision.Refuse("The venue cannot reset sequence numbers now: retry");
        }

        return _disconnects.TryArm(client, logon.IsYes(Tags.CancelOnDisconnect))
            ? LogonDecision.Accept
            : LogonDecision.Refuse("The venue cannot keep CancelOnDisconnect(20000) now: retry, or log on without it");
    }

    /// <inheritdoc/>
    public void OnLogon(Session session)
    {
    }

    /// <inheritdoc/>
    public void OnLogout(Session session, string reason)
    {
        GatewayClient client = ClientOf(session);
        _marketData.Unsubscribe(client);
        _disconnects.OnDisconnect(client);
    }

    /// <inheritdoc/>
    public void OnReject(Session session, FixMessage reject)
    {
    }

    /// <inheritdoc/>
    public void FromApp(Session session, FixMessage message, long msgSeqNum, bool possDup)
    {
        try
        {
            GatewayClient client = ClientOf(session);
            int type = TypeOf(message.MsgType);
            if (ClassOf(type) == MessageClass.Unknown)
            {
                session.SendBusinessReject(
                    msgSeqNum, message.MsgType, BusinessRejectReasonValues.UnsupportedMessageType,
                    "This venue does not take this message type"u8);
            }
            else if (client.Signatures is not null && !SigningAccounts.MaySend(type, ClassOf(type)))
            {
                session.SendBusinessReject(
                    msgSeqNum, message.MsgType, BusinessRejectReasonValues.NotAuthorized,
                    "This account signs, and messages of this type cannot be signed"u8);
            }
            else if (client.Guard.TryPass(client, ClassOf(type), message, msgSeqNum))
            {
                Handle(client, type, message, msgSeqNum);
            }
        }
        catch (RingHaltedException)
        {
            session.SendBusinessReject(
                msgSeqNum,
                message.MsgType,
                BusinessRejectReasonValues.ApplicationNotAvailable,
                "The venue has stopped"u8);
        }
    }

    private static GatewayClient ClientOf(Session session) => (GatewayClient)session.UserState!;

    /// <summary>MsgType(35) as a number: one or two characters, the first in the low byte.</summary>
    private static int TypeOf(ReadOnlySpan<byte> msgType) => msgType.Length switch
    {
        1 => msgType[0],
        2 => msgType[0] | (msgType[1] << 8),
        _ => 0,
    };

    private static MessageClass ClassOf(int type) => type switch
    {
        'D' or 'G' => MessageClass.Order,
        'F' or 'q' or 'Z' => MessageClass.Cancel,
        'i' => MessageClass.Quote,
        QuoteProtectionRequest => MessageClass.Protection,
        'V' => MessageClass.MarketData,
        'H' or OrderMassStatusRequest or 'a' or 'x' or RequestForPositions or CollateralInquiry => MessageClass.Inquiry,
        _ => MessageClass.Unknown,
    };

    private void Handle(GatewayClient client, int type, FixMessage message, long msgSeqNum)
    {
        switch (type)
        {
            case 'i':
                _quotes.OnMassQuote(client, message, msgSeqNum);
                break;
            case 'D':
                _orders.OnNewOrder(client, message, msgSeqNum);
                break;
            case 'G':
                _orders.OnReplace(client, new OrderCancelReplaceRequestReader(message), msgSeqNum);
                break;
            case 'F':
                _orders.OnCancel(client, new OrderCancelRequestReader(message), msgSeqNum);
                break;
            case 'q':
                _orders.OnMassCancel(client, new OrderMassCancelRequestReader(message), msgSeqNum);
                break;
            case 'Z':
                _quotes.OnCancel(client, new QuoteCancelReader(message), msgSeqNum);
                break;
            case 'H':
                _orders.OnStatus(client, new OrderStatusRequestReader(message));
                break;
            case OrderMassStatusRequest:
                _orders.OnMassStatus(client, new OrderMassStatusRequestReader(message));
                break;
            case 'a':
                _quotes.OnStatus(client, new QuoteStatusRequestReader(message));
                break;
            case QuoteProtectionRequest:
                _quotes.OnProtection(client, new QuoteProtectionRequestReader(message), msgSeqNum);
                break;
            case 'x':
                _inquiries.OnSecurityList(client, new SecurityListRequestReader(message));
                break;
            case RequestForPositions:
                _inquiries.OnPositions(client, new RequestForPositionsReader(message));
                break;
            case CollateralInquiry:
                _inquiries.OnCollateral(client, new CollateralInquiryReader(message));
                break;
            case 'V':
                _marketData.OnRequest(client, new MarketDataRequestReader(message));
                break;
            default:
                throw new InvalidOperationException($"MsgType {type} has a class and no handler.");
        }
    }

    /// <summary>Both sides count from 1 again, and the engine's duplicate check must follow before they do: if a crash
    /// lost the reset after the client began anew, its next orders would all pass for duplicates.</summary>
    private bool TryReset(GatewayClient client)
    {
        Command reset = Command.Of(CommandKind.ResetSession);
        reset.ResetSession.Session = client.Id;
        try
        {
            return _port.WaitUntilSafe(_port.PublishOwn(in reset), ResetTimeout);
        }
        catch (RingHaltedException)
        {
            return false;
        }
    }
}
