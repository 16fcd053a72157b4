using System;
using System.Collections.Generic;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Orders;

namespace HybridGpu.Gateway.Trades;

/// <summary>What an account has traded: TradeCaptureReportRequest(AD).</summary>
/// <remarks>Thread: the session's. Answers are copies and allocate.</remarks>
internal sealed class TradeHandler(CommandPort port)
{
    public void OnRequest(GatewayClient client, in TradeCaptureReportRequestReader message)
    {
        ReadOnlySpan<byte> problem = TryRead(client, in message, out TradeFilter filter, out int result);
        if (!problem.IsEmpty)
        {
            TradeReports.WriteAck(client.InboundWriter, in message, 0, result, problem);
            client.Session.Send(client.InboundWriter);
            return;
        }

        byte type = message.HasSubscriptionRequestType
            ? message.SubscriptionRequestType
            : SubscriptionRequestTypeValues.Snapshot;
        if (type == SubscriptionRequestTypeValues.Unsubscribe)
        {
            client.TradeSubscription = null;
            TradeReports.WriteAck(client.InboundWriter, in message, 0, result, default);
            client.Session.Send(client.InboundWriter);
            return;
        }

        // First what is to come, then what there was: a trade in between is told twice rather than not at all.
        if (type == SubscriptionRequestTypeValues.Subscribe)
        {
            client.TradeSubscription = new TradeSubscription(message.TradeRequestID.ToArray(), filter);
        }

        port.AwaitReports(client);
        List<TradeRecord> found = client.Record.Trades.Copy(in filter);
        TradeReports.WriteAck(client.InboundWriter, in message, found.Count, result, default);
        client.Session.Send(client.InboundWriter);
        for (int i = 0; i < found.Count; i++)
        {
            TradeRecord trade = found[i];
            port.Directory.TryGetInstrument(trade.Instrument, out InstrumentSpec spec);
            TradeReports.Write(
                client.InboundWriter, client.Account, message.TradeRequestID, in trade, in spec, isHistory: true,
                found.Count, i == found.Count - 1);
            client.Session.Send(client.InboundWriter);
        }
    }

    private ReadOnlySpan<byte> TryRead(
        GatewayClient client, scoped in TradeCaptureReportRequestReader message, out TradeFilter filter, out int result)
    {
        filter = default;
        result = TradeRequestResultValues.TypeNotSupported;
        if (message.TradeRequestType is not (TradeRequestTypeValues.AllTrades or TradeRequestTypeValues.MatchedTrades))
        {
            return "TradeRequestType(569) must be 0 (all) or 1 (matching)"u8;
        }

        result = TradeRequestResultValues.NotAuthorized;
        if (message.HasAccount && !OrderTranslator.IsAccount(message.Account, client.Account))
        {
            return "Account(1) is not this session's account"u8;
        }

        ReadOnlySpan<byte> problem = TradeFilter.TryRead(in message, port.Directory, out filter);
        result = problem.IsEmpty ? TradeRequestResultValues.Successful
            : problem.SequenceEqual("Unknown Symbol(55)"u8) ? TradeRequestResultValues.InvalidInstrument
            : TradeRequestResultValues.Other;
        return problem;
    }
}
