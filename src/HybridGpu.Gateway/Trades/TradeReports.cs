using System;
using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Trades;

/// <summary>TradeCaptureReport(AE) and the answer to a request for them (AQ). No allocation.</summary>
internal static class TradeReports
{
    /// <summary>Writes one account's side of a trade.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="account">The account.</param>
    /// <param name="requestId">TradeRequestID(568).</param>
    /// <param name="trade">The trade.</param>
    /// <param name="spec">Its instrument.</param>
    /// <param name="isHistory">Whether it was there when it was asked for.</param>
    /// <param name="total">Of a history, number of reports.</param>
    /// <param name="isLast">Of a history, whether this is the last of them.</param>
    public static void Write(
        FixMessageWriter writer, AccountId account, ReadOnlySpan<byte> requestId, in TradeRecord trade,
        in InstrumentSpec spec, bool isHistory, int total = 0, bool isLast = false)
    {
        Span<byte> text = stackalloc byte[Text40.Capacity];
        TradeCaptureReportWriter report = new TradeCaptureReportWriter(writer)
            .TradeReportID((long)trade.ExecId)
            .TradeRequestID(requestId);
        if (isHistory)
        {
            report.TotNumTradeReports(total).LastRptRequested(isLast);
        }

        report
            .ExecID((long)trade.ExecId)
            .PreviouslyReported(isHistory)
            .Symbol(text[..spec.Symbol.CopyTo(text)])
            .LastQty(VenuePrice.FromLots(trade.Lots))
            .LastPx(VenuePrice.FromTicks(trade.PriceTicks, in spec));
        DateTime.UnixEpoch.AddTicks(trade.TimeNs / 100)
            .TryFormat(text, out int digits, "yyyyMMdd", CultureInfo.InvariantCulture);
        report
            .TradeDate(text[..digits])
            .TransactTime(trade.TimeNs)
            .TrdMatchID((long)trade.TradeId);
        if ((trade.Traits & OrderTraits.Combo) != 0)
        {
            report.MultiLegReportingType(MultiLegReportingTypeValues.IndividualLeg);
        }

        report
            .NoSides(1)
            .Side((byte)('0' + (int)trade.Side))
            .OrderID((long)trade.OrderId.Value)
            .ClOrdID(text[..trade.ClOrdId.CopyTo(text)]);
        if ((trade.Traits & OrderTraits.Quote) != 0)
        {
            report.QuoteID(text[..trade.ClOrdId.CopyTo(text)]);
        }

        report
            .Account(account.Value)
            .Commission(VenuePrice.FromMicros(trade.FeeMicros))
            .CommType(CommTypeValues.Absolute)
            .LastLiquidityInd(
                trade.IsMaker ? LastLiquidityIndValues.AddedLiquidity : LastLiquidityIndValues.RemovedLiquidity);
    }

    /// <summary>Writes the answer to a request, before the reports.</summary>
    public static void WriteAck(
        FixMessageWriter writer, in TradeCaptureReportRequestReader request, int count, int result,
        ReadOnlySpan<byte> problem)
    {
        TradeCaptureReportRequestAckWriter ack = new TradeCaptureReportRequestAckWriter(writer)
            .TradeRequestID(request.TradeRequestID)
            .TradeRequestType(request.TradeRequestType);
        if (request.HasSubscriptionRequestType)
        {
            ack.SubscriptionRequestType(request.SubscriptionRequestType);
        }

        ack
            .TotNumTradeReports(count)
            .TradeRequestResult(result)
            .TradeRequestStatus(
                !problem.IsEmpty ? TradeRequestStatusValues.Rejected
                : count == 0 ? TradeRequestStatusValues.Completed
                : TradeRequestStatusValues.Accepted)
            .Symbol(request.HasSymbol ? request.Symbol : "[N/A]"u8);
        if (!problem.IsEmpty)
        {
            ack.Text(problem);
        }
    }
}
