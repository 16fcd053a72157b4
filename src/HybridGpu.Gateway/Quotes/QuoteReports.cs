using System;
using System.Text;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.Quotes;

/// <summary>What a maker hears of quotes beside its acknowledgements: QuoteStatusReport(AI) and
/// QuoteProtectionReport(U2). No allocation.</summary>
internal static class QuoteReports
{
    private const int TextMax = 128;

    /// <summary>Writes that a quote side has left the book, or has become smaller, without its owner's doing.</summary>
    /// <returns>False when the event calls for no report: the owner asked for it, or hears of it otherwise.</returns>
    public static bool WriteUnsolicited(FixMessageWriter writer, VenueDirectory directory, in VenueEvent venueEvent)
    {
        ref readonly OrderState side = ref venueEvent.Order;
        bool isReduced = venueEvent.Header.Kind == EventKind.OrderReduced;
        bool isKnownAlready = side.Cause is CancelCause.None or CancelCause.Requested or CancelCause.Replaced
            or CancelCause.MassCancel or CancelCause.QuoteProtection;
        if (isKnownAlready || !directory.TryGetInstrument(side.Instrument, out InstrumentSpec spec))
        {
            return false;
        }

        Span<byte> text = stackalloc byte[TextMax];
        QuoteStatusReportWriter report = new QuoteStatusReportWriter(writer)
            .QuoteID(text[..side.ClOrdId.CopyTo(text)])
            .Account(side.Account.Value)
            .Symbol(text[..spec.Symbol.CopyTo(text)]);
        WriteSide(report, in side, isReduced ? side.Lots - side.CumLots : 0, in spec);
        report
            .TransactTime(venueEvent.Header.SequencedNs)
            .QuoteStatus(isReduced
                ? QuoteStatusValues.Active
                : side.Cause == CancelCause.Expired
                    ? QuoteStatusValues.Expired
                    : QuoteStatusValues.RemovedFromMarket);
        if (side.Reason != RejectCode.None)
        {
            report.Text(text[..Encoding.ASCII.GetBytes(RejectText.Of(side.Reason), text)]);
        }

        if (side.QuoteGroup != 0)
        {
            report.QuoteGroup(side.QuoteGroup);
        }

        report.CancelCause((long)side.Cause);
        return true;
    }

    /// <summary>Writes the answer to a QuoteStatusRequest(a): both sides as they stand.</summary>
    public static void WriteStatus(
        FixMessageWriter writer,
        AccountId account,
        in QuoteStatusRequestReader request,
        in InstrumentSpec spec,
        in OrderState bid,
        in OrderState ask)
    {
        Span<byte> text = stackalloc byte[TextMax];
        bool hasBid = bid.Side != Side.None;
        bool hasQuote = hasBid || ask.Side != Side.None;
        var report = new QuoteStatusReportWriter(writer);
        if (request.HasQuoteStatusReqID)
        {
            report.QuoteStatusReqID(request.QuoteStatusReqID);
        }

        ref readonly OrderState named = ref hasBid ? ref bid : ref ask;
        report
            .QuoteID(hasQuote ? text[..named.ClOrdId.CopyTo(text)] : request.HasQuoteID ? request.QuoteID : "NONE"u8)
            .Account(account.Value)
            .Symbol(request.Symbol);
        if (hasBid)
        {
            WriteSide(report, in bid, bid.LeavesLots, in spec);
        }

        if (ask.Side != Side.None)
        {
            WriteSide(report, in ask, ask.LeavesLots, in spec);
        }

        report.QuoteStatus(hasQuote ? QuoteStatusValues.Active : QuoteStatusValues.QuoteNotFound);
        if (spec.Symbol.IsEmpty)
        {
            report.Text("Unknown Symbol(55)"u8);
        }
    }

    /// <summary>Writes that a quote group's protection was set, reset, refused or has tripped.</summary>
    public static void WriteProtection(FixMessageWriter writer, in VenueEvent venueEvent)
    {
        ref readonly QuoteProtectionChanged changed = ref venueEvent.QuoteProtection;
        bool isTrip = venueEvent.Header.Kind == EventKind.QuoteProtectionTripped;
        QuoteProtectionReportWriter report = new QuoteProtectionReportWriter(writer)
            .QuoteGroup(changed.QuoteGroup)
            .ProtectionStatus(
                changed.Reason != RejectCode.None ? ProtectionStatusValues.Refused
                : isTrip ? ProtectionStatusValues.Tripped
                : venueEvent.Header.Kind == EventKind.QuoteProtectionSet ? ProtectionStatusValues.Set
                : ProtectionStatusValues.Reset)
            .Account(changed.Account.Value);
        if (isTrip)
        {
            report
                .ProtectionTrades(changed.Trades)
                .ProtectionQty(VenuePrice.FromMicros(changed.QuantityMicros))
                .ProtectionDelta(VenuePrice.FromMicros(changed.DeltaMicros))
                .ProtectionVega(VenuePrice.FromMicros(changed.VegaMicros));
            if (changed.ShutUntilNs != long.MaxValue)
            {
                report.ShutUntil(changed.ShutUntilNs);
            }

            report.TotalAffectedOrders(changed.Cancelled);
        }

        report.TransactTime(venueEvent.Header.SequencedNs);
        if (changed.Reason != RejectCode.None)
        {
            Span<byte> text = stackalloc byte[TextMax];
            report.Text(text[..Encoding.ASCII.GetBytes(RejectText.Of(changed.Reason), text)]);
        }
    }

    private static void WriteSide(
        QuoteStatusReportWriter report, in OrderState side, long lots, in InstrumentSpec spec)
    {
        FixDecimal price = VenuePrice.FromTicks(side.PriceTicks, in spec);
        FixDecimal size = VenuePrice.FromLots(lots);
        _ = side.Side == Side.Buy ? report.BidPx(price).BidSize(size) : report.OfferPx(price).OfferSize(size);
    }
}
