using System;
using HybridGpu.Fix.Generated;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Gateway.Inquiries;

/// <summary>MarginReport(U4): what an account's margin is and would be.</summary>
internal static class MarginReports
{
    /// <summary>Writes the figures.</summary>
    public static void Write(
        GatewayClient client, in MarginRequestReader request, in MarginAnswer answer, long nowNs) =>
        new MarginReportWriter(client.InboundWriter)
            .MarginReqID(request.MarginReqID)
            .Account(client.Account.Value)
            .MarginReqResult(MarginReqResultValues.Done)
            .TotalNetValue(VenuePrice.FromMicros(answer.EquityMicros))
            .InitialMargin(VenuePrice.FromMicros(answer.InitialMarginMicros))
            .MaintenanceMargin(VenuePrice.FromMicros(answer.MaintenanceMarginMicros))
            .MarginExcess(VenuePrice.FromMicros(answer.HeadroomMicros))
            .WorstScenario(answer.WorstColumn)
            .InitialMarginBefore(VenuePrice.FromMicros(answer.Before.InitialMarginMicros))
            .MaintenanceMarginBefore(VenuePrice.FromMicros(answer.Before.MaintenanceMarginMicros))
            .MarginExcessBefore(VenuePrice.FromMicros(answer.Before.HeadroomMicros))
            .RiskEpoch((long)answer.Epoch)
            .TransactTime(nowNs);

    /// <summary>Writes why there are none.</summary>
    public static void WriteNone(
        GatewayClient client, in MarginRequestReader request, int result, ReadOnlySpan<byte> problem) =>
        new MarginReportWriter(client.InboundWriter)
            .MarginReqID(request.MarginReqID)
            .Account(client.Account.Value)
            .MarginReqResult(result)
            .Text(problem);
}
