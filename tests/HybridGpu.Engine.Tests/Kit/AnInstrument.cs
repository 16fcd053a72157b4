using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>Listings: 0.01 USD ticks, lots of 0.1 units, so that a tick of a lot is 1,000 micro-USD.</summary>
internal static class AnInstrument
{
    public const long TickValue = 1_000;

    public static InstrumentSpec Perpetual(byte underlying = 0) =>
        Of(InstrumentKind.Perpetual, 0, long.MaxValue, underlying);

    public static InstrumentSpec Future(long expiryNs, byte underlying = 0) =>
        Of(InstrumentKind.Future, 0, expiryNs, underlying);

    public static InstrumentSpec Call(long strikeMicros, long expiryNs, byte underlying = 0) =>
        Of(InstrumentKind.Call, strikeMicros, expiryNs, underlying);

    public static InstrumentSpec Put(long strikeMicros, long expiryNs, byte underlying = 0) =>
        Of(InstrumentKind.Put, strikeMicros, expiryNs, underlying);

    private static InstrumentSpec Of(InstrumentKind kind, long strikeMicros, long expiryNs, byte underlying) => new()
    {
        StrikeMicros = strikeMicros,
        ExpiryNs = expiryNs,
        TickSizeMicros = 10_000,
        LotSizeMicros = 100_000,
        ReferencePriceMicros = 100_000_000,
        PriceTicksMax = 1_000_000,
        OrderLotsMax = 10_000,
        Underlying = new UnderlyingId(underlying),
        Kind = kind,
    };
}
