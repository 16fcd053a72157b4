using System;
using System.Threading;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Signatures;

namespace HybridGpu.Gateway;

/// <summary>Refusals of messages that can't even become a command: they change nothing and aren't journaled.</summary>
internal static class GatewayRefusals
{
    /// <summary>Length of an ExecID that isn't an event's.</summary>
    public const int ExecIdLength = 24;

    private static long _lastExecId;

    /// <summary>An ExecID that no other report has: the engine's are plain numbers, these carry a letter. Not the
    /// message's number: that restarts at a reset.</summary>
    public static ReadOnlySpan<byte> NewExecId(Span<byte> into)
    {
        into[0] = (byte)'G';
        NextExecId().TryFormat(into[1..], out int digits);
        return into[..(digits + 1)];
    }

    /// <summary>ExecutionReport(8) with OrdStatus Rejected.</summary>
    public static void Refuse(
        GatewayClient client,
        in NewOrderSingleReader order,
        ReadOnlySpan<byte> problem,
        SignatureFault fault = SignatureFault.None)
    {
        Span<byte> execId = stackalloc byte[ExecIdLength];
        ExecutionReportWriter report = new ExecutionReportWriter(client.InboundWriter)
            .OrderID("NONE"u8)
            .ClOrdID(order.ClOrdID)
            .ExecID(NewExecId(execId))
            .ExecType(ExecTypeValues.Rejected)
            .OrdStatus(OrdStatusValues.Rejected)
            .OrdRejReason(problem.SequenceEqual("Unknown Symbol(55)"u8)
                ? OrdRejReasonValues.UnknownSymbol
                : FixReasons.ForOrder(fault))
            .Account(client.Account.Value)
            .Symbol(order.Symbol.IsEmpty ? "[N/A]"u8 : order.Symbol)
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
        if (fault != SignatureFault.None)
        {
            report.SignatureFault((long)fault);
        }

        client.Session.Send(client.InboundWriter);
    }

    /// <summary>OrderCancelReject(9) of a replacement.</summary>
    public static void Refuse(
        GatewayClient client,
        in OrderCancelReplaceRequestReader replace,
        ReadOnlySpan<byte> problem,
        SignatureFault fault = SignatureFault.None)
    {
        OrderCancelRejectWriter reject = new OrderCancelRejectWriter(client.InboundWriter)
            .OrderID("NONE"u8)
            .ClOrdID(replace.ClOrdID)
            .OrigClOrdID(replace.OrigClOrdID)
            .OrdStatus(OrdStatusValues.Rejected)
            .CxlRejResponseTo(CxlRejResponseToValues.OrderCancelReplaceRequest)
            .CxlRejReason(CxlRejReasonValues.Other)
            .Text(problem);
        if (fault != SignatureFault.None)
        {
            reject.SignatureFault((long)fault);
        }

        client.Session.Send(client.InboundWriter);
    }

    /// <summary>OrderMassCancelReport(r) that nothing was cancelled.</summary>
    public static void Refuse(
        GatewayClient client, in OrderMassCancelRequestReader cancel, ReadOnlySpan<byte> problem)
    {
        new OrderMassCancelReportWriter(client.InboundWriter)
            .ClOrdID(cancel.ClOrdID)
            .OrderID("NONE"u8)
            .MassCancelRequestType(cancel.MassCancelRequestType)
            .MassCancelResponse(MassCancelResponseValues.Rejected)
            .MassCancelRejectReason(problem.SequenceEqual("Unknown Symbol(55)"u8)
                ? MassCancelRejectReasonValues.UnknownSecurity
                : MassCancelRejectReasonValues.Other)
            .TotalAffectedOrders(0)
            .Account(client.Account.Value)
            .Text(problem);
        client.Session.Send(client.InboundWriter);
    }

    /// <summary>MassQuoteAcknowledgement(b) that no quote was cancelled.</summary>
    public static void Refuse(GatewayClient client, in QuoteCancelReader cancel, ReadOnlySpan<byte> problem)
    {
        new MassQuoteAcknowledgementWriter(client.InboundWriter)
            .QuoteID(cancel.QuoteID)
            .QuoteStatus(QuoteStatusValues.Rejected)
            .QuoteRejectReason(QuoteRejectReasonValues.Other)
            .Account(client.Account.Value)
            .Text(problem);
        client.Session.Send(client.InboundWriter);
    }

    /// <summary>QuoteProtectionReport(U2) that nothing was changed.</summary>
    public static void Refuse(
        GatewayClient client, in QuoteProtectionRequestReader request, ReadOnlySpan<byte> problem)
    {
        new QuoteProtectionReportWriter(client.InboundWriter)
            .QuoteGroup(request.QuoteGroup)
            .ProtectionStatus(ProtectionStatusValues.Refused)
            .Account(client.Account.Value)
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
    public static void Refuse(
        GatewayClient client,
        in MassQuoteReader quote,
        ReadOnlySpan<byte> problem,
        SignatureFault fault = SignatureFault.None)
    {
        MassQuoteAcknowledgementWriter refusal = new MassQuoteAcknowledgementWriter(client.InboundWriter)
            .QuoteID(quote.QuoteID)
            .QuoteStatus(QuoteStatusValues.Rejected)
            .QuoteRejectReason(FixReasons.ForQuote(fault))
            .Account(client.Account.Value)
            .Text(problem);
        if (fault != SignatureFault.None)
        {
            refusal.SignatureFault((long)fault);
        }

        client.Session.Send(client.InboundWriter);
    }

    /// <summary>The clock, or one more than the last where that hasn't moved: several answers of one moment are
    /// several.</summary>
    private static long NextExecId()
    {
        while (true)
        {
            long last = Volatile.Read(ref _lastExecId);
            long next = Math.Max(last + 1, DateTime.UtcNow.Ticks);
            if (Interlocked.CompareExchange(ref _lastExecId, next, last) == last)
            {
                return next;
            }
        }
    }
}
