using System;
using System.Text;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Money;
using HybridGpu.Fix.Codec;

namespace HybridGpu.Simulation.Markets;

/// <summary>A listed contract with what participants write into messages, prepared once.</summary>
/// <remarks>Immutable. Thread: any.</remarks>
public sealed class MarketInstrument
{
    private const int MicrosDecimals = 6;

    private readonly byte[] _symbol;
    private readonly byte[] _quoteSetId;
    private readonly long _tickMantissa;
    private readonly int _priceScale;

    internal MarketInstrument(in InstrumentSpec spec)
    {
        Spec = spec;
        Symbol = spec.Symbol.ToString();
        _symbol = Encoding.ASCII.GetBytes(Symbol);
        _quoteSetId = Encoding.ASCII.GetBytes(ContractNames.QuoteSetId(in spec, Symbol));
        (_tickMantissa, _priceScale) = (spec.TickSizeMicros, MicrosDecimals);
        while (_priceScale > 0 && _tickMantissa % 10 == 0)
        {
            _tickMantissa /= 10;
            _priceScale--;
        }
    }

    /// <summary>The venue's id.</summary>
    public InstrumentId Id => Spec.Id;

    /// <summary>The terms, with the id.</summary>
    public InstrumentSpec Spec { get; }

    /// <summary>Symbol, for example BTC-27MAR26-70000-C.</summary>
    public string Symbol { get; }

    /// <summary>Symbol(55).</summary>
    public ReadOnlySpan<byte> SymbolBytes => _symbol;

    /// <summary>QuoteSetID(302): the same for all contracts of an underlying and expiry, up to 8 characters.</summary>
    public ReadOnlySpan<byte> QuoteSetId => _quoteSetId;

    /// <summary>Price increment in USD.</summary>
    public double TickUsd => Spec.TickSizeMicros / (double)Micros.PerUnit;

    /// <summary>A price in ticks as the wire has it, with no more decimals than the tick.</summary>
    public FixDecimal PriceOf(long ticks) => new(ticks * _tickMantissa, _priceScale);

    /// <summary>A price from the wire in ticks.</summary>
    /// <returns>False when it isn't on the tick.</returns>
    public bool TryTicksOf(FixDecimal price, out long ticks)
    {
        ticks = 0;
        if (!price.TryRescale(_priceScale, out long mantissa))
        {
            return false;
        }

        (ticks, long remainder) = Math.DivRem(mantissa, _tickMantissa);
        return remainder == 0;
    }
}
