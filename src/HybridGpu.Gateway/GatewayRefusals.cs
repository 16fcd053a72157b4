using System;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway;

/// <summary>Refusals of messages that can't even become a command: they change nothing and aren't journaled.</summary>
internal static class GatewayRefusals
{
    /// <summary>ExecutionReport(8) with OrdStatus Rejected.</summary>
    public static void Refuse(
        GatewayClient client, in NewOrderSingleReader order, ReadOnlySpan<byte> problem)
    {
        // The engine's ExecIDs are plain numbers; these carry a letter, so that the two never meet.
        Span<byte> execId = stackalloc byte[24];
        execId[0] = (byte)'G';
        // Not the message's number: that restarts at a reset, and an ExecID must not come twice.
        DateTime.UtcNow.Ticks.TryFormat(execId[1..], out int digits);
        ExecutionReportWriter report = new ExecutionReportWriter(client.InboundWriter)
            .OrderID("NONE"u8)
            .ClOrdID(order.ClOrdID)
            .ExecID(execId[..(digits + 1)])
            .ExecType(ExecTypeValues.Rejected)
            .OrdStatus(OrdStatusValues.Rejected)
            .OrdRejReason(problem.SequenceEqual("Unknown Symbol(55)"u8)
                ? OrdRejReasonValues.UnknownSymbol
                : OrdRejReasonValues.Other)
            .Account(client.Account.Value)
            .Symbol(order.Symbol)
            .Side(order.Side)
            .OrderQty(order.OrderQty)
            .OrdType(order.OrdType);
        if (order.HasPrice)
        {
            report.Price(order.Price);
        }

        report
            .LeavesQty(VenuePrice.FromLots(0))
            .CumQty(VenuePrice.FromLots(0))
            .AvgPx(VenuePrice.FromLots(0))
            .TransactTime(order.TransactTimeNs)
            .Text(problem);
        client.Session.Send(client.InboundWriter);
    }

    /// <summary>OrderCancelReject(9).</summary>
    public static void Refuse(GatewayClient client, in OrderCancelRequestReader cancel, ReadOnlySpan<byte> problem)
    {
        new OrderCancelRejectWriter(client.InboundWriter)
            .OrderID("NONE"u8)
            .ClOrdID(cancel.ClOrdID)
            .OrigClOrdID(cancel.OrigClOrdID)
            .OrdStatus(OrdStatusValues.Rejected)
            .CxlRejResponseTo(CxlRejResponseToValues.OrderCancelRequest)
            .CxlRejReason(CxlRejReasonValues.Other)
            .Text(problem);
        client.Session.Send(client.InboundWriter);
    }

    /// <summary>MassQuoteAcknowledgement(b) that refuses the whole message.</summary>
    public static void Refuse(GatewayClient client, in MassQuoteReader quote, ReadOnlySpan<byte> problem)
    {
        new MassQuoteAcknowledgementWriter(client.InboundWriter)
            .QuoteID(quote.QuoteID)
            .QuoteStatus(QuoteStatusValues.Rejected)
            .QuoteRejectReason(QuoteRejectReasonValues.Other)
            .Account(client.Account.Value)
            .Text(problem);
        client.Session.Send(client.InboundWriter);
    }
}
