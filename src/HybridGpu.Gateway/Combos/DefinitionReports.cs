using System;
using System.Text;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Inquiries;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.Combos;

/// <summary>SecurityDefinition(d): an instrument's terms with its legs.</summary>
internal static class DefinitionReports
{
    /// <summary>Answers with a listed instrument.</summary>
    public static void Write(
        GatewayClient client, VenueDirectory directory, ReadOnlySpan<byte> requestId, in InstrumentSpec spec)
    {
        WriteListed(client.InboundWriter, directory, requestId, in spec, directory.LegsOf(spec.Id));
        client.Session.Send(client.InboundWriter);
    }

    /// <summary>Writes what became of a definition: the combo that was listed, or why none was.</summary>
    public static void Write(
        FixMessageWriter writer, VenueDirectory directory, in VenueEvent venueEvent, Text40 requestId)
    {
        Span<byte> text = stackalloc byte[128];
        ReadOnlySpan<byte> id = text[..requestId.CopyTo(text)];
        if (venueEvent.Header.Kind == EventKind.ComboListed)
        {
            ReadOnlySpan<ComboLeg> legs = venueEvent.Combo.Legs;
            WriteListed(
                writer, directory, id, in venueEvent.Combo.Spec, legs[..(int)venueEvent.Combo.LegCount]);
            return;
        }

        SecurityDefinitionWriter definition = Begin(writer, id, SecurityResponseTypeValues.Reject);
        definition.Text(text[..Encoding.ASCII.GetBytes(RejectText.Of(venueEvent.Outcome.Reason), text)]);
    }

    /// <summary>Answers that there is none.</summary>
    public static void Refuse(GatewayClient client, ReadOnlySpan<byte> requestId, ReadOnlySpan<byte> problem)
    {
        Begin(client.InboundWriter, requestId, SecurityResponseTypeValues.Reject).Text(problem);
        client.Session.Send(client.InboundWriter);
    }

    private static void WriteListed(
        FixMessageWriter writer, VenueDirectory directory, ReadOnlySpan<byte> requestId, in InstrumentSpec spec,
        ReadOnlySpan<ComboLeg> legs)
    {
        Span<byte> text = stackalloc byte[Text40.Capacity];
        var terms = new WireTerms(in spec);
        SecurityDefinitionWriter definition = Begin(writer, requestId, SecurityResponseTypeValues.AcceptAsIs)
            .Symbol(text[..spec.Symbol.CopyTo(text)])
            .SecurityType(WireTerms.TypeOf(spec.Kind));
        if (spec.IsOption)
        {
            definition.PutOrCall(terms.PutOrCall).StrikePrice(terms.Strike);
        }

        if (terms.HasExpiry)
        {
            definition.MaturityDate(terms.MaturityDate(text));
            definition.MaturityTime(terms.MaturityTime(text));
        }

        definition
            .UnderlyingSymbol(terms.Underlying(text))
            .ContractMultiplier(terms.LotSize)
            .MinPriceIncrement(terms.TickSize)
            .MaxTradeVol(terms.LargestOrder);
        if (legs.IsEmpty)
        {
            return;
        }

        definition.NoLegs(legs.Length);
        foreach (ComboLeg leg in legs)
        {
            directory.TryGetInstrument(leg.Instrument, out InstrumentSpec part);
            definition
                .LegSymbol(text[..part.Symbol.CopyTo(text)])
                .LegRatioQty(VenuePrice.FromLots(Math.Abs(leg.Ratio)))
                .LegSide(leg.Ratio > 0 ? LegSideValues.Buy : LegSideValues.Sell);
        }
    }

    private static SecurityDefinitionWriter Begin(FixMessageWriter writer, ReadOnlySpan<byte> requestId, int type) =>
        new SecurityDefinitionWriter(writer)
            .SecurityReqID(requestId)
            .SecurityResponseID(requestId)
            .SecurityResponseType(type);
}
