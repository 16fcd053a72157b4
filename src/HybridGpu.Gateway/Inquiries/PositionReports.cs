using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Gateway.Inquiries;

/// <summary>RequestForPositionsAck(AO) and PositionReport(AP).</summary>
internal static class PositionReports
{
    private const long MicrosPerUnit = 1_000_000;
    private const int NanoScale = 9;
    private const int FemtoScale = 15;

    /// <summary>Writes how many reports follow, or why none do.</summary>
    public static void WriteAck(
        GatewayClient client, ReadOnlySpan<byte> requestId, int count, ReadOnlySpan<byte> problem)
    {
        bool isRefused = !problem.IsEmpty;
        RequestForPositionsAckWriter ack = new RequestForPositionsAckWriter(client.InboundWriter)
            .PosMaintRptID(requestId)
            .PosReqID(requestId)
            .TotalNumPosReports(count)
            .PosReqResult(
                isRefused ? PosReqResultValues.Invalid
                : count == 0 ? PosReqResultValues.NoPositions
                : PosReqResultValues.Valid)
            .PosReqStatus(isRefused ? PosReqStatusValues.Rejected : PosReqStatusValues.Completed)
            .Account(client.Account.Value)
            .AccountType(AccountTypeValues.Customer);
        if (isRefused)
        {
            ack.Text(problem);
        }
    }

    /// <summary>Writes a position; its value and Greeks where the last tick priced it.</summary>
    public static void Write(
        GatewayClient client,
        ReadOnlySpan<byte> requestId,
        int count,
        in InstrumentSpec spec,
        long lots,
        bool isPriced,
        in ContractRisk contract)
    {
        Span<byte> text = stackalloc byte[Text40.Capacity];
        Span<byte> id = stackalloc byte[GatewayRefusals.ExecIdLength];
        PositionReportWriter report = new PositionReportWriter(client.InboundWriter)
            .PosMaintRptID(GatewayRefusals.NewExecId(id))
            .PosReqID(requestId)
            .TotalNumPosReports(count)
            .PosReqResult(PosReqResultValues.Valid)
            .Account(client.Account.Value)
            .AccountType(AccountTypeValues.Customer)
            .Symbol(text[..spec.Symbol.CopyTo(text)]);
        if (isPriced)
        {
            WriteRisk(report, in spec, lots, in contract);
        }

        report.NoPositions(1).PosType(PosTypeValues.TransactionQuantity);
        _ = lots > 0 ? report.LongQty(VenuePrice.FromLots(lots)) : report.ShortQty(VenuePrice.FromLots(-lots));
    }

    private static void WriteRisk(
        PositionReportWriter report, in InstrumentSpec spec, long lots, in ContractRisk contract)
    {
        report
            .SettlPrice(VenuePrice.FromMicros((Int128)contract.MarkMicros * MicrosPerUnit / spec.LotSizeMicros))
            .SettlPriceType(SettlPriceTypeValues.Theoretical);
        if (contract.AreGreeksSaturated)
        {
            return;
        }

        if (TryScale(contract.DeltaUsdMicros, lots, 6, out FixDecimal delta)
            && TryScale(contract.GammaFemto, lots, FemtoScale, out FixDecimal gamma)
            && TryScale(contract.VegaNano, lots, NanoScale, out FixDecimal vega)
            && TryScale(contract.ThetaNano, lots, NanoScale, out FixDecimal theta))
        {
            report.PositionDelta(delta).PositionGamma(gamma).PositionVega(vega).PositionTheta(theta);
        }

        if (contract.VolNano != 0)
        {
            report.ImpliedVolatility(new FixDecimal(contract.VolNano, NanoScale));
        }
    }

    /// <summary>A Greek of the position; false where it doesn't fit, so that nothing is said rather than
    /// something wrong.</summary>
    private static bool TryScale(long perLot, long lots, int scale, out FixDecimal value)
    {
        Int128 product = (Int128)perLot * lots;
        bool fits = product >= -long.MaxValue && product <= long.MaxValue;
        value = fits ? new FixDecimal((long)product, scale) : default;
        return fits;
    }
}
