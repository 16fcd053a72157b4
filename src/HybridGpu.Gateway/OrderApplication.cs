using System;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Gateway.MarketData;
using HybridGpu.Gateway.Orders;
using HybridGpu.Persistence;
using HybridGpu.Sequencing;
using HybridGpu.Venue;

namespace HybridGpu.Gateway;

/// <summary>The venue's FIX application, inbound: messages become commands, or are refused with a reason.</summary>
/// <remarks>Thread: one call at a time for each session, sessions side by side. A full inbound ring holds the session
/// up, and thereby its socket. No allocation per order or quote.</remarks>
internal sealed class OrderApplication : IApplication
{
    /// <summary>How long a Logon waits for the journal; a client waits at least as long for its answer.</summary>
    private static readonly TimeSpan ResetTimeout = TimeSpan.FromSeconds(2);

    private readonly MarketDataPublisher _marketData;
    private VenuePipeline? _pipeline;

    public OrderApplication(MarketDataPublisher marketData)
    {
        _marketData = marketData;
    }

    private VenuePipeline Venue =>
        _pipeline ?? throw new InvalidOperationException("Clients can't log on before the venue is attached.");

    /// <summary>Gives the application the venue that it sends commands to, before anyone can log on.</summary>
    public void Attach(VenuePipeline venue) => _pipeline = venue;

    /// <inheritdoc/>
    public LogonDecision OnLogonRequest(Session session, FixMessage logon)
    {
        if (logon.IsYes(Tags.CancelOnDisconnect))
        {
            return LogonDecision.Refuse("CancelOnDisconnect(20000) is not served: log on without it");
        }

        return !logon.IsYes(Tags.ResetSeqNumFlag) || TryReset(ClientOf(session))
            ? LogonDecision.Accept
            : LogonDecision.Refuse("The venue cannot reset sequence numbers now: retry");
    }

    /// <inheritdoc/>
    public void OnLogon(Session session)
    {
    }

    /// <inheritdoc/>
    public void OnLogout(Session session, string reason) => _marketData.Unsubscribe(ClientOf(session));

    /// <inheritdoc/>
    public void OnReject(Session session, FixMessage reject)
    {
    }

    /// <inheritdoc/>
    public void FromApp(Session session, FixMessage message, long msgSeqNum, bool possDup)
    {
        GatewayClient client = ClientOf(session);
        try
        {
            if (message.MsgType.SequenceEqual(MsgTypes.NewOrderSingle))
            {
                OnNewOrder(client, new NewOrderSingleReader(message), msgSeqNum);
            }
            else if (message.MsgType.SequenceEqual(MsgTypes.OrderCancelRequest))
            {
                OnCancel(client, new OrderCancelRequestReader(message), msgSeqNum);
            }
            else if (message.MsgType.SequenceEqual(MsgTypes.MassQuote))
            {
                OnMassQuote(client, new MassQuoteReader(message), msgSeqNum);
            }
            else if (message.MsgType.SequenceEqual(MsgTypes.MarketDataRequest))
            {
                _marketData.OnRequest(client, new MarketDataRequestReader(message));
            }
            else
            {
                session.SendBusinessReject(
                    msgSeqNum, message.MsgType, BusinessRejectReasonValues.UnsupportedMessageType,
                    "This venue does not take this message type"u8);
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

    /// <summary>Both sides count from 1 again, and the engine's duplicate check must follow before they do: if a crash
    /// lost the reset after the client began anew, its next orders would all pass for duplicates.</summary>
    private bool TryReset(GatewayClient client)
    {
        Command reset = Command.Of(CommandKind.ResetSession);
        reset.ResetSession.Session = client.Id;
        try
        {
            return Venue.WaitUntilSafe(Venue.Gate.Publish(in reset), ResetTimeout);
        }
        catch (RingHaltedException)
        {
            return false;
        }
    }

    private static GatewayClient ClientOf(Session session) => (GatewayClient)session.UserState!;

    private void OnNewOrder(GatewayClient client, in NewOrderSingleReader message, long msgSeqNum)
    {
        ReadOnlySpan<byte> problem = OrderTranslator.TryRead(in message, client, Venue.Directory, out NewOrder order);
        if (problem.IsEmpty && Venue.JournalStatus != JournalStatus.Ok)
        {
            problem = "The venue cannot take new orders now: retry; cancels still work"u8;
        }

        if (!problem.IsEmpty)
        {
            GatewayRefusals.Refuse(client, in message, problem);
            return;
        }

        Command command = Command.Of(CommandKind.NewOrder);
        command.NewOrder = order;
        Publish(client, ref command, msgSeqNum, default);
    }

    private void OnCancel(GatewayClient client, in OrderCancelRequestReader message, long msgSeqNum)
    {
        ReadOnlySpan<byte> problem = OrderTranslator.TryRead(in message, client, out CancelOrder cancel);
        if (!problem.IsEmpty)
        {
            GatewayRefusals.Refuse(client, in message, problem);
            return;
        }

        Command command = Command.Of(CommandKind.CancelOrder);
        command.CancelOrder = cancel;
        Publish(client, ref command, msgSeqNum, default);
    }

    private void OnMassQuote(GatewayClient client, in MassQuoteReader message, long msgSeqNum)
    {
        ReadOnlySpan<byte> problem = QuoteTranslator.TryRead(in message, client, Venue.Directory, out MassQuote quote);
        if (problem.IsEmpty && Venue.JournalStatus != JournalStatus.Ok)
        {
            problem = "The venue cannot take new quotes now: retry; cancels still work"u8;
        }

        if (!problem.IsEmpty)
        {
            GatewayRefusals.Refuse(client, in message, problem);
            return;
        }

        Command command = Command.Of(CommandKind.MassQuote);
        command.MassQuote = quote;
        ReadOnlySpan<byte> entries = MemoryMarshal.AsBytes(client.Entries.AsSpan(0, (int)quote.EntryCount));
        Publish(client, ref command, msgSeqNum, entries);
    }

    private void Publish(GatewayClient client, ref Command command, long msgSeqNum, ReadOnlySpan<byte> payload)
    {
        command.Header.Session = client.Id;
        command.Header.MsgSeqNum = (ulong)msgSeqNum;
        Venue.Gate.Publish(in command, payload);
        // After a crash this tells that the message may be missing in the journal, and must then be asked for again.
        client.Session.MarkInboundCommand(msgSeqNum);
    }
}
