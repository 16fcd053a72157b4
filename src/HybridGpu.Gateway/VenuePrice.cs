using System;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;

namespace HybridGpu.Gateway;

/// <summary>Prices and quantities between FIX decimals and the venue's integers. Exact in both directions.</summary>
internal static class VenuePrice
{
    /// <summary>Decimals of a micro-USD price.</summary>
    private const int MicrosScale = 6;

    /// <summary>USD to ticks; false when the price isn't a multiple of the tick size.</summary>
    public static bool TryTicks(FixDecimal price, in InstrumentSpec spec, out long ticks)
    {
        ticks = 0;
        if (!price.TryRescale(MicrosScale, out long micros))
        {
            return false;
        }

        (ticks, long rest) = Math.DivRem(micros, spec.TickSizeMicros);
        return rest == 0;
    }

    /// <summary>A quantity in whole lots; false for fractions.</summary>
    public static bool TryLots(FixDecimal quantity, out long lots) => quantity.TryRescale(0, out lots);

    /// <summary>Ticks to USD, without trailing zeros.</summary>
    public static FixDecimal FromTicks(long ticks, in InstrumentSpec spec) =>
        FromMicros((Int128)ticks * spec.TickSizeMicros);

    /// <summary>Micro-USD to USD, without trailing zeros.</summary>
    public static FixDecimal FromMicros(Int128 micros)
    {
        int scale = MicrosScale;
        while (scale > 0 && micros % 10 == 0)
        {
            micros /= 10;
            scale--;
        }

        return new FixDecimal(checked((long)micros), scale);
    }

    /// <summary>Lots as a FIX quantity.</summary>
    public static FixDecimal FromLots(long lots) => new(lots, 0);

    /// <summary>Average price of what traded, rounded down at the sixth decimal.</summary>
    public static FixDecimal Average(long cumTickLots, long cumLots, in InstrumentSpec spec) =>
        cumLots == 0 ? new FixDecimal(0, 0) : FromMicros((Int128)cumTickLots * spec.TickSizeMicros / cumLots);
}
