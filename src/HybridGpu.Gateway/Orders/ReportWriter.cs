using System;
using System.Collections.Generic;
using System.Text;
using HybridGpu.Domain;
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
        // FIX wants an OrderID in every report, also of an order that never had one.
        _ = order.OrderId == OrderId.None ? report.OrderID("NONE"u8) : report.OrderID((long)order.OrderId.Value);
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

        report
            .Account(order.Account.Value)
            .Symbol(text[..spec.Symbol.CopyTo(text)])
            .Side(SideOf(order.Side))
            .OrderQty(VenuePrice.FromLots(order.Lots))
            .OrdType(OrdTypeOf(order.Type))
            .Price(VenuePrice.FromTicks(order.PriceTicks, in spec))
            .TimeInForce(TimeInForceOf(in order))
            .LeavesQty(VenuePrice.FromLots(OpenLots(venueEvent.Header.Kind, in order)))
            .CumQty(VenuePrice.FromLots(order.CumLots))
            .AvgPx(VenuePrice.Average(order.CumTickLots, order.CumLots, in spec))
            .TransactTime(venueEvent.Header.SequencedNs);
        WriteReason(report, order.Reason);
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
            .Side(SideOf(side))
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

        return true;
    }

    /// <summary>Writes the acknowledgement of a mass quote with its refused entries, set by set.</summary>
    public void MassQuoteDone(in VenueEvent venueEvent, List<QuoteResult> refused)
    {
        ref readonly QuoteResult result = ref venueEvent.Quote;
        Span<byte> text = stackalloc byte[Text40.Capacity];
        var ack = new MassQuoteAcknowledgementWriter(Writer);
        ack
            .QuoteID(text[..result.QuoteId.CopyTo(text)])
            .QuoteStatus(result.Reason == RejectCode.None ? QuoteStatusValues.Accepted : QuoteStatusValues.Rejected);
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

    /// <summary>Lots open after the event; of a reduced order its leaves are what was taken away.</summary>
    private static long OpenLots(EventKind kind, in OrderState order) => kind switch
    {
        EventKind.OrderAccepted or EventKind.OrderReplaced or EventKind.StopTriggered => order.LeavesLots,
        EventKind.OrderReduced => order.Lots - order.CumLots,
        _ => 0,
    };

    private static byte OrdTypeOf(OrderType type) => type switch
    {
        OrderType.Market => OrdTypeValues.Market,
        OrderType.Stop => OrdTypeValues.Stop,
        OrderType.StopLimit => OrdTypeValues.StopLimit,
        _ => OrdTypeValues.Limit,
    };

    private static byte OpenStatus(in OrderState order) =>
        order.CumLots == 0 ? OrdStatusValues.New : OrdStatusValues.PartiallyFilled;

    private static (byte ExecType, byte Status) StatusOf(EventKind kind, in OrderState order) => kind switch
    {
        EventKind.OrderReplaced => (ExecTypeValues.Replaced, OpenStatus(in order)),
        EventKind.StopTriggered or EventKind.OrderReduced => (ExecTypeValues.Restated, OpenStatus(in order)),
        EventKind.OrderAccepted => (ExecTypeValues.New, OrdStatusValues.New),
        EventKind.OrderRejected => (ExecTypeValues.Rejected, OrdStatusValues.Rejected),
        _ when order.Cause == CancelCause.Expired => (ExecTypeValues.Expired, OrdStatusValues.Expired),
        _ => (ExecTypeValues.Canceled, OrdStatusValues.Canceled),
    };

    /// <summary>The domain's sides have FIX's digits.</summary>
    private static byte SideOf(Side side) => (byte)('0' + (int)side);

    private static byte TimeInForceOf(in OrderState order) => order.TimeInForce switch
    {
        TimeInForce.ImmediateOrCancel => TimeInForceValues.ImmediateOrCancel,
        TimeInForce.FillOrKill => TimeInForceValues.FillOrKill,
        _ when order.ExpiryNs != long.MaxValue => TimeInForceValues.GoodTillDate,
        _ => TimeInForceValues.GoodTillCancel,
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
