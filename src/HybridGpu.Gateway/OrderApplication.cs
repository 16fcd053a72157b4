using System;
using System.Collections.Generic;
using HybridGpu.Domain.Commands;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Gateway.Access;
using HybridGpu.Gateway.Combos;
using HybridGpu.Gateway.Inquiries;
using HybridGpu.Gateway.MarketData;
using HybridGpu.Gateway.Orders;
using HybridGpu.Gateway.Quotes;
using HybridGpu.Gateway.Requests;
using HybridGpu.Gateway.Signatures;
using HybridGpu.Gateway.Trades;
using HybridGpu.Sequencing;

namespace HybridGpu.Gateway;

/// <summary>The venue's FIX application, inbound: messages become commands or are answered, or are refused with a
/// reason.</summary>
/// <remarks>Thread: one call at a time for each session, sessions side by side.</remarks>
internal sealed class OrderApplication : IApplication
{
    private const int NewOrderMultileg = 'A' | ('B' << 8);
    private const int MultilegOrderCancelReplace = 'A' | ('C' << 8);
    private const int TradeCaptureReportRequest = 'A' | ('D' << 8);
    private const int QuoteResponse = 'A' | ('J' << 8);
    private const int UserRequest = 'B' | ('E' << 8);
    private const int MarginRequest = 'U' | ('3' << 8);
    private const int OrderMassStatusRequest = 'A' | ('F' << 8);
    private const int RequestForPositions = 'A' | ('N' << 8);
    private const int CollateralInquiry = 'B' | ('B' << 8);
    private const int QuoteProtectionRequest = 'U' | ('1' << 8);

    /// <summary>Bytes of one value at most; also of Text, which nobody reads.</summary>
    private const int ValueBytesMax = 256;

    /// <summary>How long a Logon waits for the journal; a client waits at least as long for its answer.</summary>
    private static readonly TimeSpan ResetTimeout = TimeSpan.FromSeconds(2);

    private readonly CommandPort _port;
    private readonly MarketDataPublisher _marketData;
    private readonly OrderHandler _orders;
    private readonly QuoteHandler _quotes;
    private readonly InquiryHandler _inquiries;
    private readonly RequestHandler _requests;
    private readonly ComboHandler _combos;
    private readonly TradeHandler _trades;
    private readonly DisconnectCancels _disconnects;

    public OrderApplication(
        CommandPort port, MarketDataPublisher marketData, DisconnectCancels disconnects, RequestBoard requests,
        IReadOnlyList<GatewayClient> clients)
    {
        _port = port;
        _marketData = marketData;
        _disconnects = disconnects;
        _orders = new OrderHandler(port);
        _quotes = new QuoteHandler(port);
        _inquiries = new InquiryHandler(port, clients);
        _requests = new RequestHandler(port, requests);
        _combos = new ComboHandler(port, _orders);
        _trades = new TradeHandler(port);
    }

    /// <inheritdoc/>
    public LogonDecision OnLogonRequest(Session session, FixMessage logon)
    {
        GatewayClient client = ClientOf(session);
        if (client.Authenticator?.IsGenuine(logon, session.RemoteAddress) == false)
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

        return LogonDecision.Accept;
    }

    /// <inheritdoc/>
    /// <remarks>Not before: a Logon that is refused leaves the mark of the one before it as it is.</remarks>
    public LogonDecision OnLogonAccepting(Session session, FixMessage logon) =>
        _disconnects.TryArm(ClientOf(session), logon.IsYes(Tags.CancelOnDisconnect))
            ? LogonDecision.Accept
            : LogonDecision.Refuse("The venue cannot keep CancelOnDisconnect(20000) now: retry, or log on without it");

    /// <inheritdoc/>
    public void OnLogon(Session session)
    {
    }

    /// <inheritdoc/>
    public void OnLogout(Session session, string reason)
    {
        GatewayClient client = ClientOf(session);
        _marketData.Unsubscribe(client);
        client.TradeSubscription = null;
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
            if (type != 'i' && HasLongValue(message))
            {
                session.SendBusinessReject(
                    msgSeqNum, message.MsgType, BusinessRejectReasonValues.Other,
                    "A value is longer than 256 bytes"u8);
            }
            else if (ClassOf(type) == MessageClass.Unknown)
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

    /// <summary>Ids are kept and repeated in answers: an id of any length would let one session fill the memory. A
    /// MassQuote of 10,000 entries isn't looked through: its names are read into types of bounded size.</summary>
    private static bool HasLongValue(FixMessage message)
    {
        for (int i = 0; i < message.FieldCount; i++)
        {
            if (message.ValueAt(i).Length > ValueBytesMax)
            {
                return true;
            }
        }

        return false;
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
        'D' or 'G' or 'R' or NewOrderMultileg or MultilegOrderCancelReplace or QuoteResponse => MessageClass.Order,
        'F' or 'q' or 'Z' => MessageClass.Cancel,
        'i' or 'S' => MessageClass.Quote,
        'c' => MessageClass.Definition,
        QuoteProtectionRequest => MessageClass.Protection,
        'V' or 'e' => MessageClass.MarketData,
        'H' or OrderMassStatusRequest or 'a' or 'x' or RequestForPositions or CollateralInquiry
            or TradeCaptureReportRequest or UserRequest or MarginRequest => MessageClass.Inquiry,
        _ => MessageClass.Unknown,
    };

    private void Handle(GatewayClient client, int type, FixMessage message, long msgSeqNum)
    {
        switch (ClassOf(type))
        {
            case MessageClass.Order or MessageClass.Cancel or MessageClass.Definition:
                HandleTrading(client, type, message, msgSeqNum);
                break;
            case MessageClass.Quote or MessageClass.Protection:
                HandleQuoting(client, type, message, msgSeqNum);
                break;
            default:
                HandleQuestion(client, type, message);
                break;
        }
    }

    private void HandleTrading(GatewayClient client, int type, FixMessage message, long msgSeqNum)
    {
        switch (type)
        {
            case 'D' or NewOrderMultileg when message.IsYes(Tags.PossResend):
                // Its sender doesn't know whether it came before, and names of what is closed aren't kept: never do it
                // twice. It has what a question about an order has.
                _orders.OnStatus(client, new OrderStatusRequestReader(message));
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
            case NewOrderMultileg:
                _combos.OnNewOrder(client, message, msgSeqNum);
                break;
            case MultilegOrderCancelReplace:
                _combos.OnReplace(client, message, msgSeqNum);
                break;
            case 'c':
                _combos.OnDefinition(client, new SecurityDefinitionRequestReader(message), msgSeqNum);
                break;
            case 'R':
                _requests.OnRequest(client, new QuoteRequestReader(message), msgSeqNum);
                break;
            case QuoteResponse:
                _requests.OnResponse(client, new QuoteResponseReader(message), msgSeqNum);
                break;
            default:
                throw NoHandler(type);
        }
    }

    private void HandleQuoting(GatewayClient client, int type, FixMessage message, long msgSeqNum)
    {
        switch (type)
        {
            case 'i':
                _quotes.OnMassQuote(client, message, msgSeqNum);
                break;
            case 'S':
                _requests.OnQuote(client, new QuoteReader(message), msgSeqNum);
                break;
            case QuoteProtectionRequest:
                _quotes.OnProtection(client, new QuoteProtectionRequestReader(message), msgSeqNum);
                break;
            default:
                throw NoHandler(type);
        }
    }

    private void HandleQuestion(GatewayClient client, int type, FixMessage message)
    {
        switch (type)
        {
            case 'H':
                _orders.OnStatus(client, new OrderStatusRequestReader(message));
                break;
            case OrderMassStatusRequest:
                _orders.OnMassStatus(client, new OrderMassStatusRequestReader(message));
                break;
            case 'a':
                _quotes.OnStatus(client, new QuoteStatusRequestReader(message));
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
            case TradeCaptureReportRequest:
                _trades.OnRequest(client, new TradeCaptureReportRequestReader(message));
                break;
            case UserRequest:
                _inquiries.OnUser(client, new UserRequestReader(message));
                break;
            case MarginRequest:
                _inquiries.OnMargin(client, new MarginRequestReader(message));
                break;
            case 'V':
                _marketData.OnRequest(client, new MarketDataRequestReader(message));
                break;
            case 'e':
                _marketData.OnStatusRequest(client, new SecurityStatusRequestReader(message));
                break;
            default:
                throw NoHandler(type);
        }
    }

    private static InvalidOperationException NoHandler(int type) => new($"MsgType {type} has a class and no handler.");

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
