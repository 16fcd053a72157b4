using System;
using System.Buffers.Text;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Inquiries;

/// <summary>SecurityList(y): terms of instruments, in parts.</summary>
internal static class SecurityLists
{
    /// <summary>Instruments in one message; more come in several.</summary>
    public const int PartMax = 100;

    /// <summary>Writes the part that begins at an index.</summary>
    public static void Write(
        FixMessageWriter writer, ReadOnlySpan<byte> requestId, List<InstrumentSpec> specs, int from)
    {
        int count = Math.Min(PartMax, specs.Count - from);
        Span<byte> responseId = stackalloc byte[20];
        Utf8Formatter.TryFormat(from, responseId, out int length);
        SecurityListWriter list = new SecurityListWriter(writer)
            .SecurityReqID(requestId)
            .SecurityResponseID(responseId[..length])
            .SecurityRequestResult(
                count == 0 ? SecurityRequestResultValues.NotFound : SecurityRequestResultValues.Valid)
            .TotNoRelatedSym(specs.Count)
            .LastFragment(from + count == specs.Count);
        if (count > 0)
        {
            list.NoRelatedSym(count);
        }

        for (int i = from; i < from + count; i++)
        {
            InstrumentSpec spec = specs[i];
            WriteTerms(list, in spec);
        }
    }

    /// <summary>Writes that there is none.</summary>
    public static void WriteNone(FixMessageWriter writer, ReadOnlySpan<byte> requestId, ReadOnlySpan<byte> problem) =>
        new SecurityListWriter(writer)
            .SecurityReqID(requestId)
            .SecurityResponseID("0"u8)
            .SecurityRequestResult(SecurityRequestResultValues.NotFound)
            .TotNoRelatedSym(0)
            .LastFragment(true)
            .Text(problem);

    private static void WriteTerms(SecurityListWriter list, in InstrumentSpec spec)
    {
        Span<byte> text = stackalloc byte[Text40.Capacity];
        var terms = new WireTerms(in spec);
        list.Symbol(text[..spec.Symbol.CopyTo(text)]).SecurityType(WireTerms.TypeOf(spec.Kind));
        if (spec.IsOption)
        {
            list.PutOrCall(terms.PutOrCall).StrikePrice(terms.Strike);
        }

        if (terms.HasExpiry)
        {
            list.MaturityDate(terms.MaturityDate(text));
            list.MaturityTime(terms.MaturityTime(text));
        }

        list
            .UnderlyingSymbol(terms.Underlying(text))
            .ContractMultiplier(terms.LotSize)
            .MinPriceIncrement(terms.TickSize)
            .MaxTradeVol(terms.LargestOrder)
            .InstrumentId(spec.Id.Value);
    }
}
