using System;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Gateway.Inquiries;

/// <summary>CollateralReport(BA): what an account has, owes and needs, as the last tick computed it from its positions;
/// open orders are the engine's to add.</summary>
internal static class CollateralReports
{
    private const int NanoScale = 9;

    /// <summary>Writes the figures. Challenged says that an account's equity doesn't cover maintenance
    /// margin.</summary>
    public static void Write(
        FixMessageWriter writer, in CollateralInquiryReader inquiry, in AccountRisk account, ulong epoch)
    {
        Span<byte> id = stackalloc byte[GatewayRefusals.ExecIdLength];
        CollateralReportWriter report = new CollateralReportWriter(writer).CollRptID(GatewayRefusals.NewExecId(id));
        if (inquiry.HasCollInquiryID)
        {
            report.CollInquiryID(inquiry.CollInquiryID);
        }

        report
            .CollStatus(account.IsBelowMaintenance ? CollStatusValues.Challenged : CollStatusValues.Assigned)
            .TotNumReports(1)
            .LastRptRequested(true)
            .Account(account.Account.Value)
            .MarginExcess(VenuePrice.FromMicros(account.HeadroomMicros))
            .TotalNetValue(VenuePrice.FromMicros(account.EquityMicros))
            .CashOutstanding(VenuePrice.FromMicros(account.CashMicros))
            .InitialMargin(VenuePrice.FromMicros(account.InitialMarginMicros))
            .MaintenanceMargin(VenuePrice.FromMicros(account.MaintenanceMarginMicros))
            .ConfidenceCharge(VenuePrice.FromMicros(account.ConfidenceMicros))
            .FeesOwed(VenuePrice.FromMicros(account.FeesMicros))
            .WorstScenario(account.WorstColumn)
            .PositionDelta(VenuePrice.FromMicros(account.DeltaUsdMicros))
            .PositionVega(new FixDecimal(account.VegaNano, NanoScale))
            .PositionTheta(new FixDecimal(account.ThetaNano, NanoScale))
            .RiskEpoch((long)epoch);
        if (account.UnpricedCount != 0)
        {
            report.Text("Some positions could not be priced and count nowhere"u8);
        }
    }

    /// <summary>Writes why there is no figure.</summary>
    public static void WriteNone(
        GatewayClient client, in CollateralInquiryReader inquiry, ReadOnlySpan<byte> problem)
    {
        Span<byte> id = stackalloc byte[GatewayRefusals.ExecIdLength];
        CollateralReportWriter report =
            new CollateralReportWriter(client.InboundWriter).CollRptID(GatewayRefusals.NewExecId(id));
        if (inquiry.HasCollInquiryID)
        {
            report.CollInquiryID(inquiry.CollInquiryID);
        }

        report
            .CollStatus(CollStatusValues.Unassigned)
            .TotNumReports(0)
            .LastRptRequested(true)
            .Account(client.Account.Value)
            .Text(problem);
    }
}
