using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.Orders;

/// <summary>Answers to OrderStatusRequest(H) and OrderMassStatusRequest(AF): ExecutionReport(8) with ExecType I. They
/// are no news: a client that counts executions must not count them.</summary>
internal static class StatusReports
{
    /// <summary>Answers about one order; what isn't open is unknown.</summary>
    public static void Write(
        GatewayClient client,
        VenueDirectory directory,
        in OrderStatusRequestReader request,
        bool isKnown,
        in OrderState order)
    {
        InstrumentSpec spec = default;
        isKnown = isKnown && directory.TryGetInstrument(order.Instrument, out spec);
        var report = new ExecutionReportWriter(client.InboundWriter);
        OrderFields.WriteOrderId(report, isKnown ? order.OrderId : OrderId.None);
        Span<byte> execId = stackalloc byte[GatewayRefusals.ExecIdLength];
        Span<byte> text = stackalloc byte[Text40.Capacity];
        report
            .ClOrdID(isKnown ? text[..order.ClOrdId.CopyTo(text)] : request.ClOrdID)
            .ExecID(GatewayRefusals.NewExecId(execId));
        if (request.HasOrdStatusReqID)
        {
            report.OrdStatusReqID(request.OrdStatusReqID);
        }

        report.ExecType(ExecTypeValues.OrderStatus);
        if (isKnown)
        {
            WriteStanding(report, in order, in spec);
            return;
        }

        report
            .OrdStatus(OrdStatusValues.Rejected)
            .OrdRejReason(OrdRejReasonValues.UnknownOrder)
            .Symbol(request.Symbol.IsEmpty ? "[N/A]"u8 : request.Symbol)
            .Side(request.Side);
        WriteNothing(report);
        report.Text("No open order has this id"u8);
    }

    /// <summary>One of the answers to a mass status request.</summary>
    public static void Write(
        GatewayClient client,
        VenueDirectory directory,
        ReadOnlySpan<byte> requestId,
        in OrderState order,
        int index,
        int count)
    {
        directory.TryGetInstrument(order.Instrument, out InstrumentSpec spec);
        var report = new ExecutionReportWriter(client.InboundWriter);
        OrderFields.WriteOrderId(report, order.OrderId);
        Span<byte> execId = stackalloc byte[GatewayRefusals.ExecIdLength];
        Span<byte> text = stackalloc byte[Text40.Capacity];
        report
            .ClOrdID(text[..order.ClOrdId.CopyTo(text)])
            .ExecID(GatewayRefusals.NewExecId(execId))
            .MassStatusReqID(requestId)
            .TotNumReports(count)
            .LastRptRequested(index == count - 1)
            .ExecType(ExecTypeValues.OrderStatus);
        WriteStanding(report, in order, in spec);
    }

    /// <summary>The answer to a mass status request that finds nothing, or can't be served.</summary>
    public static void WriteNone(GatewayClient client, ReadOnlySpan<byte> requestId, ReadOnlySpan<byte> problem)
    {
        var report = new ExecutionReportWriter(client.InboundWriter);
        Span<byte> execId = stackalloc byte[GatewayRefusals.ExecIdLength];
        OrderFields.WriteOrderId(report, OrderId.None);
        report
            .ExecID(GatewayRefusals.NewExecId(execId))
            .MassStatusReqID(requestId)
            .TotNumReports(0)
            .LastRptRequested(true)
            .ExecType(ExecTypeValues.OrderStatus)
            .OrdStatus(OrdStatusValues.Rejected)
            .Symbol("[N/A]"u8)
            .Side(SideValues.Buy);
        WriteNothing(report);
        report.Text(problem);
    }

    private static void WriteStanding(ExecutionReportWriter report, in OrderState order, in InstrumentSpec spec)
    {
        report.OrdStatus(OrderFields.OpenStatus(in order));
        OrderFields.WriteTerms(report, in order, in spec);
        OrderFields.WriteQuantities(report, order.LeavesLots, order.CumLots, order.CumTickLots, in spec);
    }

    private static void WriteNothing(ExecutionReportWriter report) =>
        OrderFields.WriteQuantities(report, 0, 0, 0, default);
}
