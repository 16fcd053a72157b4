using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Access;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.Requests;

/// <summary>Requests for quote, outbound: makers hear of requests, askers of answers, both of the end.</summary>
/// <remarks>What concerns one's own message arrives also after a disconnect; requests to makers and answers to the
/// asker go only to who is logged on, since they are stale soon. Thread: the egress's.</remarks>
internal sealed class RequestEgress(
    BoundClients clients, VenueDirectory directory, RequestBoard board, FixMessageWriter writer)
{
    /// <summary>Tells everyone concerned.</summary>
    public void Report(in VenueEvent venueEvent, ulong cookie)
    {
        ref readonly RequestState state = ref venueEvent.Request;
        switch (venueEvent.Header.Kind)
        {
            case EventKind.RequestOpened:
                board.Open(in state);
                TellMakers(in venueEvent);
                Tell(in venueEvent, state.Owner, state.Request, in state.Name, QuoteStatusValues.Pending, cookie);
                break;
            case EventKind.RequestAnswered when board.TryFind(state.Request, out OpenRequest? request):
                TellAsker(in venueEvent, request);
                Tell(in venueEvent, in state.Name, state.Request, QuoteStatusValues.Accepted, cookie);
                break;
            case EventKind.RequestClosed when board.TryFind(state.Request, out OpenRequest? request):
                board.Close(request);
                int status = state.Reason == RejectCode.OrderExpired ? QuoteStatusValues.Expired
                    : state.Lots == 0 ? QuoteStatusValues.Pass
                    : QuoteStatusValues.RemovedFromMarket;
                Tell(in venueEvent, request.AskerSession, state.Request, request.Name, status, cookie);
                TellMakersOfEnd(in venueEvent, status);
                break;
            case EventKind.RequestRefused:
                Refuse(in venueEvent, cookie);
                break;
            default:
                break;
        }
    }

    private void TellMakers(in VenueEvent opened)
    {
        directory.TryGetInstrument(opened.Request.Instrument, out InstrumentSpec spec);
        RequestReports.WriteRequest(writer, in opened, in spec);
        foreach (GatewayClient client in clients.All)
        {
            if (MayAnswer(client, opened.Request.Asker))
            {
                BoundClients.Tell(client, writer);
            }
        }
    }

    private void TellMakersOfEnd(in VenueEvent closed, int status)
    {
        Span<byte> text = stackalloc byte[Text40.Capacity];
        Span<byte> number = stackalloc byte[20];
        closed.Request.Request.TryFormat(number, out int digits);
        RequestReports.WriteStatus(
            writer, in closed, number[..digits], number[..digits], SymbolOf(closed.Request.Instrument, text), status);
        foreach (GatewayClient client in clients.All)
        {
            if (MayAnswer(client, closed.Request.Asker))
            {
                BoundClients.Tell(client, writer);
            }
        }
    }

    private static bool MayAnswer(GatewayClient client, AccountId asker) =>
        client.Account != asker && client.Guard.Has(SessionPermissions.Quotes);

    private void TellAsker(in VenueEvent answered, OpenRequest request)
    {
        if (clients.Find(request.AskerSession) is { } asker
            && directory.TryGetInstrument(request.Instrument, out InstrumentSpec spec))
        {
            RequestReports.WriteAnswer(writer, in answered, request, in spec);
            BoundClients.Tell(asker, writer);
        }
    }

    /// <summary>Tells the asker how its request stands.</summary>
    private void Tell(
        in VenueEvent venueEvent, SessionId session, ulong number, in Text40 name, int status, ulong cookie)
    {
        if (clients.IsNews(session, cookie, out GatewayClient client))
        {
            Span<byte> text = stackalloc byte[Text40.Capacity];
            Span<byte> nameText = stackalloc byte[Text40.Capacity];
            Span<byte> id = stackalloc byte[20];
            number.TryFormat(id, out int digits);
            RequestReports.WriteStatus(
                writer, in venueEvent, id[..digits], nameText[..name.CopyTo(nameText)],
                SymbolOf(venueEvent.Request.Instrument, text), status);
            clients.Report(client, writer, cookie);
        }
    }

    /// <summary>Tells who answered, or accepted, how that stands, under the number that it has for the request: the
    /// asker its own.</summary>
    private void Tell(in VenueEvent venueEvent, in Text40 name, ulong number, int status, ulong cookie)
    {
        if (!clients.IsNews(venueEvent.Request.Owner, cookie, out GatewayClient client))
        {
            return;
        }

        Span<byte> text = stackalloc byte[Text40.Capacity];
        Span<byte> nameText = stackalloc byte[Text40.Capacity];
        Span<byte> id = stackalloc byte[Text40.Capacity];
        bool isOpen = board.TryFind(number, out OpenRequest? request);
        bool isAsker = isOpen && request!.Asker == client.Account;
        int length;
        if (isAsker)
        {
            length = request!.Name.CopyTo(id);
        }
        else
        {
            number.TryFormat(id, out length);
        }

        InstrumentId instrument = isOpen ? request!.Instrument : InstrumentId.Unassigned;
        RequestReports.WriteStatus(
            writer, in venueEvent, nameText[..name.CopyTo(nameText)], id[..length], SymbolOf(instrument, text), status);
        clients.Report(client, writer, cookie);
    }

    private void Refuse(in VenueEvent refused, ulong cookie)
    {
        ref readonly RequestState state = ref refused.Request;
        if (state.Request != 0)
        {
            Tell(in refused, in state.Name, state.Request, QuoteStatusValues.Rejected, cookie);
        }
        else if (clients.IsNews(state.Owner, cookie, out GatewayClient client))
        {
            Span<byte> text = stackalloc byte[Text40.Capacity];
            RequestReports.WriteRefusal(writer, in refused, SymbolOf(state.Instrument, text));
            clients.Report(client, writer, cookie);
        }
    }

    /// <summary>FIX wants a Symbol also where none is known.</summary>
    private ReadOnlySpan<byte> SymbolOf(InstrumentId instrument, Span<byte> into) =>
        directory.TryGetInstrument(instrument, out InstrumentSpec spec)
            ? into[..spec.Symbol.CopyTo(into)]
            : "[N/A]"u8;
}
