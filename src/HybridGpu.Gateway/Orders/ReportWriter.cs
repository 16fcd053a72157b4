using System;
using System.Collections.Generic;
using System.Text;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.Orders;

/// <summary>Events as ExecutionReport(8), OrderCancelReject(9) and MassQuoteAcknowledgement(b). No
/// allocation.</summary>
internal sealed class ReportWriter
{
    /// <summary>Refused entries named in one acknowledgement; beyond it only their number is said.</summary>
    private const int RefusedEntriesMax = 200;

    private readonly VenueDirectory _directory;

    public ReportWriter(VenueDirectory directory, FixMessageWriter writer)
    {
        _directory = directory;
        Writer = writer;
    }

    /// <summary>Holds the message last written.</summary>
    public FixMessageWriter Writer { get; }

    /// <summary>Says of the message last written that it is a copy for somebody else than the owner.</summary>
    public void MarkCopy() => Writer.WriteField(Tags.CopyMsgIndicator, "Y"u8);

    /// <summary>Writes the report of an order event; false when it calls for none.</summary>
    public bool Order(in VenueEvent venueEvent)
    {
        ref readonly OrderState order = ref venueEvent.Order;
        if (venueEvent.Header.Kind is EventKind.CancelRejected or EventKind.ReplaceRejected)
        {
            CancelReject(in venueEvent);
            return true;
        }

        if (!_directory.TryGetInstrument(order.Instrument, out InstrumentSpec spec))
        {
            return false;
        }

        Span<byte> text = stackalloc byte[Text40.Capacity];
        (byte execType, byte status) = StatusOf(venueEvent.Header.Kind, in order);
        var report = new ExecutionReportWriter(Writer);
        OrderFields.WriteOrderId(report, order.OrderId);
        report.ClOrdID(text[..order.ClOrdId.CopyTo(text)]);
        if (!order.OrigClOrdId.IsEmpty)
        {
            report.OrigClOrdID(text[..order.OrigClOrdId.CopyTo(text)]);
        }

        report.ExecID((long)venueEvent.Header.Ordinal * 2).ExecType(execType).OrdStatus(status);
        if (status == OrdStatusValues.Rejected)
        {
            report.OrdRejReason(FixReasons.ForOrder(order.Reason));
        }

        if (execType == ExecTypeValues.Restated)
        {
            report.ExecRestatementReason(venueEvent.Header.Kind == EventKind.OrderReduced
                ? ExecRestatementReasonValues.PartialDeclineOfOrderqty
                : ExecRestatementReasonValues.Other);
        }

        OrderFields.WriteTerms(report, in order, in spec);
        OrderFields.WriteQuantities(
            report, OpenLots(venueEvent.Header.Kind, in order), order.CumLots, order.CumTickLots, in spec);
        report.TransactTime(venueEvent.Header.SequencedNs);
        WriteReason(report, order.Reason);
        if (order.Cause != CancelCause.None)
        {
            report.CancelCause((long)order.Cause);
        }

        return true;
    }

    /// <summary>Writes an order's report that its combo traded; the legs were reported before.</summary>
    public bool ComboFill(in VenueEvent venueEvent)
    {
        ref readonly OrderState order = ref venueEvent.Order;
        if (!_directory.TryGetInstrument(order.Instrument, out InstrumentSpec spec))
        {
            return false;
        }

        Span<byte> text = stackalloc byte[Text40.Capacity];
        var report = new ExecutionReportWriter(Writer);
        report
            .OrderID((long)order.OrderId.Value)
            .ClOrdID(text[..order.ClOrdId.CopyTo(text)])
            .ExecID((long)venueEvent.Header.Ordinal * 2)
            .ExecType(ExecTypeValues.Trade)
            .OrdStatus(order.LeavesLots == 0 ? OrdStatusValues.Filled : OrdStatusValues.PartiallyFilled);
        OrderFields.WriteTerms(report, in order, in spec);
        report
            .LastQty(VenuePrice.FromLots(order.LastLots))
            .LastPx(VenuePrice.FromTicks(order.LastTicks, in spec));
        OrderFields.WriteQuantities(report, order.LeavesLots, order.CumLots, order.CumTickLots, in spec);
        report
            .TransactTime(venueEvent.Header.SequencedNs)
            .MultiLegReportingType(MultiLegReportingTypeValues.MultiLegSecurity);
        return true;
    }

    /// <summary>Writes one side's report of a trade.</summary>
    public bool Fill(in VenueEvent venueEvent, bool isMaker)
    {
        ref readonly Trade trade = ref venueEvent.Trade;
        ref readonly TradeParty party = ref isMaker ? ref trade.Maker : ref trade.Taker;
        if (!_directory.TryGetInstrument(trade.Instrument, out InstrumentSpec spec))
        {
            return false;
        }

        Span<byte> text = stackalloc byte[Text40.Capacity];
        Side side = isMaker ? trade.TakerSide.Opposite() : trade.TakerSide;
        long cumLots = party.Lots - party.LeavesLots;
        var report = new ExecutionReportWriter(Writer);
        report
            .OrderID((long)party.OrderId.Value)
            .ClOrdID(text[..party.ClOrdId.CopyTo(text)])
            .ExecID((long)(venueEvent.Header.Ordinal * 2) + (isMaker ? 0 : 1))
            .ExecType(ExecTypeValues.Trade)
            .OrdStatus(party.LeavesLots == 0 ? OrdStatusValues.Filled : OrdStatusValues.PartiallyFilled)
            .Account(party.Account.Value)
            .Symbol(text[..spec.Symbol.CopyTo(text)])
            .Side(OrderFields.SideOf(side))
            .OrderQty(VenuePrice.FromLots(party.Lots))
            .LastQty(VenuePrice.FromLots(trade.Lots))
            .LastPx(VenuePrice.FromTicks(trade.PriceTicks, in spec))
            .LastLiquidityInd(isMaker ? LastLiquidityIndValues.AddedLiquidity : LastLiquidityIndValues.RemovedLiquidity)
            .LeavesQty(VenuePrice.FromLots(party.LeavesLots))
            .CumQty(VenuePrice.FromLots(cumLots))
            .AvgPx(VenuePrice.Average(party.CumTickLots, cumLots, in spec))
            .Commission(VenuePrice.FromMicros(party.FeeMicros))
            .CommType(CommTypeValues.Absolute)
            .TransactTime(venueEvent.Header.SequencedNs)
            .TrdMatchID((long)trade.TradeId);
        if ((party.Traits & OrderTraits.Quote) != 0)
        {
            report.QuoteID(text[..party.ClOrdId.CopyTo(text)]);
        }

        // Quantities of a leg's report are the combo order's, but for what the leg traded.
        if ((party.Traits & OrderTraits.Combo) != 0)
        {
            report.MultiLegReportingType(MultiLegReportingTypeValues.IndividualLeg);
        }

        if (party.QuoteGroup != 0)
        {
            report.QuoteGroup(party.QuoteGroup);
        }

        return true;
    }

    /// <summary>Writes the acknowledgement of a mass quote with its refused entries, set by set.</summary>
    /// <param name="venueEvent">The event.</param>
    /// <param name="refused">Its refused entries.</param>
    /// <param name="isCancel">Whether it was a QuoteCancel, which is a mass quote of nothing.</param>
    public void MassQuoteDone(in VenueEvent venueEvent, List<QuoteResult> refused, bool isCancel)
    {
        ref readonly QuoteResult result = ref venueEvent.Quote;
        Span<byte> text = stackalloc byte[Text40.Capacity];
        var ack = new MassQuoteAcknowledgementWriter(Writer);
        ack
            .QuoteID(text[..result.QuoteId.CopyTo(text)])
            .QuoteStatus(
                result.Reason != RejectCode.None ? QuoteStatusValues.Rejected
                : isCancel ? QuoteStatusValues.CanceledForSymbol
                : QuoteStatusValues.Accepted);
        if (result.Reason != RejectCode.None)
        {
            ack.QuoteRejectReason(FixReasons.ForQuote(result.Reason));
        }

        ack.Account(result.Account.Value);
        if (result.Reason != RejectCode.None)
        {
            Span<byte> reason = stackalloc byte[128];
            ack.Text(reason[..Encoding.ASCII.GetBytes(RejectText.Of(result.Reason), reason)]);
        }
        else if (refused.Count > RefusedEntriesMax)
        {
            ack.Text("More entries were refused than are named here"u8);
        }

        int named = Math.Min(refused.Count, RefusedEntriesMax);
        if (named == 0)
        {
            return;
        }

        ack.NoQuoteSets(CountRuns(refused, 0, named, oneRun: false));
        for (int from = 0; from < named;)
        {
            int length = CountRuns(refused, from, named, oneRun: true);
            ack.QuoteSetID(text[..refused[from].Entry.SetId.CopyTo(text)]).NoQuoteEntries(length);
            for (int i = from; i < from + length; i++)
            {
                WriteRefusedEntry(ack, refused[i], text);
            }

            from += length;
        }
    }

    /// <summary>Writes what became of a mass cancel: a report of its own, or of a QuoteCancel an
    /// acknowledgement.</summary>
    public void MassCancelDone(in VenueEvent venueEvent, bool isQuoteCancel)
    {
        ref readonly MassCancelResult result = ref venueEvent.MassCancel;
        ref readonly MassCancel request = ref result.Request;
        Span<byte> text = stackalloc byte[128];
        ReadOnlySpan<byte> name = text[..request.ClOrdId.CopyTo(text)];
        bool isRefused = result.Reason != RejectCode.None;
        if (isQuoteCancel)
        {
            MassQuoteAcknowledgementWriter ack = new MassQuoteAcknowledgementWriter(Writer)
                .QuoteID(name)
                .QuoteStatus(
                    isRefused ? QuoteStatusValues.Rejected
                    : request.Scope == MassCancelScope.Underlying ? QuoteStatusValues.CanceledForUnderlying
                    : QuoteStatusValues.CanceledAll)
                .Account(request.Account.Value)
                .TotalAffectedOrders(result.Cancelled);
            if (isRefused)
            {
                ack.Text(text[..Encoding.ASCII.GetBytes(RejectText.Of(result.Reason), text)]);
            }

            return;
        }

        byte type = MassCancelTranslator.TypeOf(request.Scope);
        OrderMassCancelReportWriter report = new OrderMassCancelReportWriter(Writer)
            .ClOrdID(name)
            .OrderID((long)venueEvent.Header.Ordinal)
            .MassCancelRequestType(type)
            .MassCancelResponse(isRefused ? MassCancelResponseValues.Rejected : type)
            .TotalAffectedOrders(result.Cancelled)
            .Account(request.Account.Value)
            .TransactTime(venueEvent.Header.SequencedNs);
        if (isRefused)
        {
            report
                .MassCancelRejectReason(result.Reason == RejectCode.UnknownInstrument
                    ? MassCancelRejectReasonValues.UnknownSecurity
                    : MassCancelRejectReasonValues.Other)
                .Text(text[..Encoding.ASCII.GetBytes(RejectText.Of(result.Reason), text)]);
        }
    }

    /// <summary>Lots open after the event; of a reduced order its leaves are what was taken away.</summary>
    private static long OpenLots(EventKind kind, in OrderState order) => kind switch
    {
        EventKind.OrderAccepted or EventKind.OrderReplaced or EventKind.StopTriggered => order.LeavesLots,
        EventKind.OrderReduced => order.Lots - order.CumLots,
        _ => 0,
    };

    private static (byte ExecType, byte Status) StatusOf(EventKind kind, in OrderState order) => kind switch
    {
        EventKind.OrderReplaced => (ExecTypeValues.Replaced, OrderFields.OpenStatus(in order)),
        EventKind.StopTriggered or EventKind.OrderReduced =>
            (ExecTypeValues.Restated, OrderFields.OpenStatus(in order)),
        EventKind.OrderAccepted => (ExecTypeValues.New, OrdStatusValues.New),
        EventKind.OrderRejected => (ExecTypeValues.Rejected, OrdStatusValues.Rejected),
        _ when order.Cause == CancelCause.Expired => (ExecTypeValues.Expired, OrdStatusValues.Expired),
        _ => (ExecTypeValues.Canceled, OrdStatusValues.Canceled),
    };

    private static void WriteReason(ExecutionReportWriter report, RejectCode reason)
    {
        if (reason != RejectCode.None)
        {
            Span<byte> text = stackalloc byte[128];
            report.Text(text[..Encoding.ASCII.GetBytes(RejectText.Of(reason), text)]);
        }
    }

    /// <summary>Number of runs of one set id in a range, or with <paramref name="oneRun"/> the first run's
    /// length.</summary>
    private static int CountRuns(List<QuoteResult> refused, int from, int to, bool oneRun)
    {
        int runs = 1;
        for (int i = from + 1; i < to; i++)
        {
            if (refused[i].Entry.SetId != refused[i - 1].Entry.SetId)
            {
                if (oneRun)
                {
                    return i - from;
                }

                runs++;
            }
        }

        return oneRun ? to - from : runs;
    }

    private void WriteRefusedEntry(MassQuoteAcknowledgementWriter ack, in QuoteResult refused, Span<byte> text)
    {
        ack.QuoteEntryID(text[..refused.Entry.EntryId.CopyTo(text)]);
        if (_directory.TryGetInstrument(refused.Entry.Instrument, out InstrumentSpec spec))
        {
            ack.Symbol(text[..spec.Symbol.CopyTo(text)]);
        }

        ack.QuoteEntryRejectReason(FixReasons.ForQuote(refused.Reason));
    }

    private void CancelReject(in VenueEvent venueEvent)
    {
        ref readonly OrderState order = ref venueEvent.Order;
        Span<byte> text = stackalloc byte[128];
        var reject = new OrderCancelRejectWriter(Writer);
        if (order.OrderId == OrderId.None)
        {
            reject.OrderID("NONE"u8);
        }
        else
        {
            reject.OrderID((long)order.OrderId.Value);
        }

        reject.ClOrdID(text[..order.ClOrdId.CopyTo(text)]);
        reject.OrigClOrdID(text[..order.OrigClOrdId.CopyTo(text)]);
        reject
            .OrdStatus(OrdStatusValues.Rejected)
            .Account(order.Account.Value)
            .TransactTime(venueEvent.Header.SequencedNs)
            .CxlRejResponseTo(venueEvent.Header.Kind == EventKind.ReplaceRejected
                ? CxlRejResponseToValues.OrderCancelReplaceRequest
                : CxlRejResponseToValues.OrderCancelRequest)
            .CxlRejReason(FixReasons.ForCancel(order.Reason))
            .Text(text[..Encoding.ASCII.GetBytes(RejectText.Of(order.Reason), text)]);
    }
}
