using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Money;

namespace HybridGpu.Simulation.Markets;

/// <summary>Terms on which a simulated market lists contracts.</summary>
internal static class ListingRules
{
    /// <summary>Largest order.</summary>
    public const long OrderLotsMax = 1_000_000;

    /// <summary>Highest price: one lot at it is worth less than 2^31 micro-USD, so that it fits where a risk cell
    /// does.</summary>
    public const long PriceValueMax = 2_000_000_000;

    /// <summary>Terms of an option.</summary>
    public static InstrumentSpec Option(
        MarketUnderlying underlying,
        string symbol,
        long expiryNs,
        long strikeMicros,
        InstrumentKind kind,
        double indexUsd)
    {
        InstrumentSpec spec = Common(underlying, symbol, underlying.OptionTickMicros, indexUsd);
        spec.Kind = kind;
        spec.ExpiryNs = expiryNs;
        spec.StrikeMicros = strikeMicros;
        return spec;
    }

    /// <summary>Terms of the perpetual.</summary>
    public static InstrumentSpec Perpetual(MarketUnderlying underlying, double indexUsd)
    {
        InstrumentSpec spec = Common(underlying, underlying.PerpetualSymbol, underlying.PerpetualTickMicros, indexUsd);
        spec.Kind = InstrumentKind.Perpetual;
        spec.ExpiryNs = long.MaxValue;
        return spec;
    }

    /// <summary>Terms of a future.</summary>
    public static InstrumentSpec Future(
        MarketUnderlying underlying, string symbol, long expiryNs, long tickMicros, double indexUsd)
    {
        InstrumentSpec spec = Common(underlying, symbol, tickMicros, indexUsd);
        spec.Kind = InstrumentKind.Future;
        spec.ExpiryNs = expiryNs;
        return spec;
    }

    private static InstrumentSpec Common(
        MarketUnderlying underlying, string symbol, long tickMicros, double indexUsd) => new()
        {
            Symbol = Text40.Create(symbol),
            Underlying = underlying.Id,
            TickSizeMicros = tickMicros,
            LotSizeMicros = underlying.LotSizeMicros,
            ReferencePriceMicros = Math.Max(1, (long)Math.Round(indexUsd * Micros.PerUnit)),
            PriceTicksMax = PriceValueMax / (tickMicros * underlying.LotSizeMicros / Micros.PerUnit),
            OrderLotsMax = OrderLotsMax,
        };
}
