using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
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
        ReadOnlySpan<byte> symbol = text[..spec.Symbol.CopyTo(text)];
        list.Symbol(symbol).SecurityType(TypeOf(spec.Kind));
        if (spec.IsOption)
        {
            list
                .PutOrCall(spec.Kind == InstrumentKind.Call ? PutOrCallValues.Call : PutOrCallValues.Put)
                .StrikePrice(VenuePrice.FromMicros(spec.StrikeMicros));
        }

        if (spec.ExpiryNs != long.MaxValue)
        {
            DateTime expiry = DateTime.UnixEpoch.AddTicks(spec.ExpiryNs / 100);
            Span<byte> time = stackalloc byte[17];
            expiry.TryFormat(time, out int date, "yyyyMMdd", CultureInfo.InvariantCulture);
            list.MaturityDate(time[..date]);
            expiry.TryFormat(time, out int hours, "HH:mm:ss.fff", CultureInfo.InvariantCulture);
            list.MaturityTime(time[..hours]);
        }

        int hyphen = symbol.IndexOf((byte)'-');
        list
            .UnderlyingSymbol(hyphen > 0 ? symbol[..hyphen] : symbol)
            .ContractMultiplier(VenuePrice.FromMicros(spec.LotSizeMicros))
            .MinPriceIncrement(VenuePrice.FromMicros(spec.TickSizeMicros))
            .MaxTradeVol(VenuePrice.FromLots(spec.OrderLotsMax))
            .InstrumentId(spec.Id.Value);
    }

    private static ReadOnlySpan<byte> TypeOf(InstrumentKind kind) => kind switch
    {
        InstrumentKind.Future => SecurityTypeValues.Future,
        InstrumentKind.Perpetual => SecurityTypeValues.Perpetual,
        InstrumentKind.Combo => SecurityTypeValues.Multileg,
        _ => SecurityTypeValues.Option,
    };
}
