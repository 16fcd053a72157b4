using System;
using System.Text;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Requests;

/// <summary>What is said of requests for quote: R, S, AI, AG.</summary>
internal static class RequestReports
{
    private const int TextMax = 128;

    /// <summary>Writes a request to those who may answer it: who asks stays unsaid.</summary>
    public static void WriteRequest(FixMessageWriter writer, in VenueEvent opened, in InstrumentSpec spec)
    {
        ref readonly RequestState state = ref opened.Request;
        Span<byte> text = stackalloc byte[Text40.Capacity];
        QuoteRequestWriter request = new QuoteRequestWriter(writer)
            .QuoteReqID((long)state.Request)
            .NoRelatedSym(1)
            .Symbol(text[..spec.Symbol.CopyTo(text)]);
        if (state.Side != Side.None)
        {
            request.Side((byte)('0' + (int)state.Side));
        }

        request
            .OrderQty(VenuePrice.FromLots(state.Lots))
            .ExpireTime(state.ExpiryNs)
            .TransactTime(opened.Header.SequencedNs);
    }

    /// <summary>Writes an answer to the one who asked; a side that isn't offered has size 0.</summary>
    public static void WriteAnswer(
        FixMessageWriter writer, in VenueEvent answered, OpenRequest request, in InstrumentSpec spec)
    {
        ref readonly RequestState state = ref answered.Request;
        Span<byte> text = stackalloc byte[Text40.Capacity];
        Span<byte> id = stackalloc byte[TextMax];
        request.Number.TryFormat(id, out int length);
        id[length++] = (byte)'.';
        request.PlaceOf(state.Account).TryFormat(id[length..], out int digits);
        QuoteWriter quote = new QuoteWriter(writer)
            .QuoteReqID(text[..request.Name.CopyTo(text)])
            .QuoteID(id[..(length + digits)])
            .QuoteType(QuoteTypeValues.Tradeable)
            .Symbol(text[..spec.Symbol.CopyTo(text)]);
        if (state.BidLots > 0)
        {
            quote.BidPx(VenuePrice.FromTicks(state.BidTicks, in spec));
        }

        if (state.AskLots > 0)
        {
            quote.OfferPx(VenuePrice.FromTicks(state.AskTicks, in spec));
        }

        quote
            .BidSize(VenuePrice.FromLots(state.BidLots))
            .OfferSize(VenuePrice.FromLots(state.AskLots))
            .ValidUntilTime(state.ExpiryNs)
            .TransactTime(answered.Header.SequencedNs);
    }

    /// <summary>Writes how a request or an answer stands.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="venueEvent">What has happened.</param>
    /// <param name="quoteId">QuoteID(117): what the addressee calls its answer, or the venue the request.</param>
    /// <param name="requestId">QuoteReqID(131) as the addressee knows it; empty is left out.</param>
    /// <param name="symbol">Symbol(55).</param>
    /// <param name="status">QuoteStatus(297).</param>
    public static void WriteStatus(
        FixMessageWriter writer, in VenueEvent venueEvent, ReadOnlySpan<byte> quoteId, ReadOnlySpan<byte> requestId,
        ReadOnlySpan<byte> symbol, int status)
    {
        ref readonly RequestState state = ref venueEvent.Request;
        Span<byte> text = stackalloc byte[TextMax];
        var report = new QuoteStatusReportWriter(writer);
        if (!requestId.IsEmpty)
        {
            report.QuoteReqID(requestId);
        }

        report.QuoteID(quoteId).Symbol(symbol).TransactTime(venueEvent.Header.SequencedNs).QuoteStatus(status);
        if (state.Reason != RejectCode.None)
        {
            report.Text(text[..Encoding.ASCII.GetBytes(RejectText.Of(state.Reason), text)]);
        }
    }

    /// <summary>Writes that the engine refused a request.</summary>
    public static void WriteRefusal(FixMessageWriter writer, in VenueEvent refused, ReadOnlySpan<byte> symbol)
    {
        ref readonly RequestState state = ref refused.Request;
        Span<byte> text = stackalloc byte[TextMax];
        QuoteRequestRejectWriter reject = new QuoteRequestRejectWriter(writer)
            .QuoteReqID(text[..state.Name.CopyTo(text)])
            .QuoteRequestRejectReason(ReasonOf(state.Reason))
            .Text(text[..Encoding.ASCII.GetBytes(RejectText.Of(state.Reason), text)]);
        reject.NoRelatedSym(1).Symbol(symbol);
        if (state.Side is Side.Buy or Side.Sell)
        {
            reject.Side((byte)('0' + (int)state.Side));
        }

        reject.OrderQty(VenuePrice.FromLots(state.Lots));
    }

    /// <summary>QuoteRequestReject(AG) of what can't become a command.</summary>
    public static void Refuse(GatewayClient client, in QuoteRequestReader request, ReadOnlySpan<byte> problem) =>
        Refuse(
            client, in request, problem,
            problem.SequenceEqual("Unknown Symbol(55)"u8)
                ? QuoteRequestRejectReasonValues.UnknownSymbol
                : QuoteRequestRejectReasonValues.Other);

    /// <summary>QuoteRequestReject(AG) for a reason (658) of its own.</summary>
    public static void Refuse(
        GatewayClient client, in QuoteRequestReader request, ReadOnlySpan<byte> problem, int reason)
    {
        QuoteRequestRejectWriter reject = new QuoteRequestRejectWriter(client.InboundWriter)
            .QuoteReqID(request.QuoteReqID)
            .QuoteRequestRejectReason(reason)
            .Text(problem);
        reject.NoRelatedSym(request.NoRelatedSym.Count);
        foreach (QuoteRequestReader.NoRelatedSymEntry item in request.NoRelatedSym)
        {
            reject.Symbol(item.Symbol);
        }

        client.Session.Send(client.InboundWriter);
    }

    /// <summary>QuoteStatusReport(AI) that a Quote(S) or QuoteResponse(AJ) was refused.</summary>
    public static void Refuse(
        GatewayClient client, ReadOnlySpan<byte> id, ReadOnlySpan<byte> requestId, ReadOnlySpan<byte> symbol,
        ReadOnlySpan<byte> problem)
    {
        var report = new QuoteStatusReportWriter(client.InboundWriter);
        if (!requestId.IsEmpty)
        {
            report.QuoteReqID(requestId);
        }

        report
            .QuoteID(id)
            .Account(client.Account.Value)
            .Symbol(symbol)
            .QuoteStatus(QuoteStatusValues.Rejected)
            .Text(problem);
        client.Session.Send(client.InboundWriter);
    }

    private static int ReasonOf(RejectCode code) => code switch
    {
        RejectCode.UnknownInstrument => QuoteRequestRejectReasonValues.UnknownSymbol,
        RejectCode.InstrumentHalted or RejectCode.InstrumentExpired or RejectCode.VenueBusy =>
            QuoteRequestRejectReasonValues.ExchangeClosed,
        RejectCode.OpenOrderLimit or RejectCode.CapacityReached or RejectCode.QuantityOutOfRange =>
            QuoteRequestRejectReasonValues.ExceedsLimit,
        RejectCode.OrderExpired => QuoteRequestRejectReasonValues.TooLate,
        RejectCode.NotAuthorised or RejectCode.UnknownAccount => QuoteRequestRejectReasonValues.NotAuthorized,
        _ => QuoteRequestRejectReasonValues.Other,
    };
}
