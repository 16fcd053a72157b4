using System;
using System.Globalization;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Inquiries;

/// <summary>An instrument's terms as FIX has them, the same in a list and in a definition. No allocation.</summary>
internal readonly ref struct WireTerms
{
    private readonly ref readonly InstrumentSpec _spec;

    public WireTerms(ref readonly InstrumentSpec spec)
    {
        _spec = ref spec;
    }

    /// <summary>PutOrCall(201) of an option.</summary>
    public long PutOrCall => _spec.Kind == InstrumentKind.Call ? PutOrCallValues.Call : PutOrCallValues.Put;

    /// <summary>StrikePrice(202).</summary>
    public FixDecimal Strike => VenuePrice.FromMicros(_spec.StrikeMicros);

    public bool HasExpiry => _spec.ExpiryNs != long.MaxValue;

    /// <summary>ContractMultiplier(231): what one lot is of the underlying.</summary>
    public FixDecimal LotSize => VenuePrice.FromMicros(_spec.LotSizeMicros);

    /// <summary>MinPriceIncrement(969).</summary>
    public FixDecimal TickSize => VenuePrice.FromMicros(_spec.TickSizeMicros);

    /// <summary>MaxTradeVol(1140).</summary>
    public FixDecimal LargestOrder => VenuePrice.FromLots(_spec.OrderLotsMax);

    private DateTime Expiry => DateTime.UnixEpoch.AddTicks(_spec.ExpiryNs / 100);

    /// <summary>SecurityType(167).</summary>
    public static ReadOnlySpan<byte> TypeOf(InstrumentKind kind) => kind switch
    {
        InstrumentKind.Future => SecurityTypeValues.Future,
        InstrumentKind.Perpetual => SecurityTypeValues.Perpetual,
        InstrumentKind.Combo => SecurityTypeValues.Multileg,
        _ => SecurityTypeValues.Option,
    };

    /// <summary>MaturityDate(541), UTC.</summary>
    public ReadOnlySpan<byte> MaturityDate(Span<byte> into)
    {
        Expiry.TryFormat(into, out int length, "yyyyMMdd", CultureInfo.InvariantCulture);
        return into[..length];
    }

    /// <summary>MaturityTime(1079), UTC.</summary>
    public ReadOnlySpan<byte> MaturityTime(Span<byte> into)
    {
        Expiry.TryFormat(into, out int length, "HH:mm:ss.fff", CultureInfo.InvariantCulture);
        return into[..length];
    }

    /// <summary>UnderlyingSymbol(311): what stands before the symbol's first hyphen.</summary>
    public ReadOnlySpan<byte> Underlying(Span<byte> into)
    {
        ReadOnlySpan<byte> symbol = into[.._spec.Symbol.CopyTo(into)];
        int hyphen = symbol.IndexOf((byte)'-');
        return hyphen > 0 ? symbol[..hyphen] : symbol;
    }
}
