using System;
using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.Combos;

/// <summary>The terms that a package of legs gets when a client defines it: everything follows from the legs.</summary>
/// <remarks>The symbol too, so that the same legs are the same instrument whoever names them, in whatever order.
/// </remarks>
internal static class ComboTerms
{
    /// <summary>Brings legs into the order of their numbers, in which a combo is known.</summary>
    public static void Sort(Span<ComboLeg> legs) =>
        legs.Sort(static (leg, other) => leg.Instrument.Value.CompareTo(other.Instrument.Value));

    /// <summary>The symbol of sorted legs: the underlying, CMB, and a hash of numbers and ratios.</summary>
    public static Text40 SymbolOf(ReadOnlySpan<ComboLeg> legs, in InstrumentSpec first)
    {
        ulong hash = 0;
        foreach (ComboLeg leg in legs)
        {
            hash = Mix.Combine(hash, ((ulong)leg.Instrument.Value << 32) | (uint)leg.Ratio);
        }

        string symbol = first.Symbol.ToString();
        int hyphen = symbol.IndexOf('-', StringComparison.Ordinal);
        string underlying = hyphen > 0 ? symbol[..hyphen] : symbol;
        return Text40.Create(string.Create(
            CultureInfo.InvariantCulture, $"{underlying[..Math.Min(underlying.Length, 18)]}-CMB-{hash:X16}"));
    }

    /// <summary>The combo of sorted legs, if it was ever listed.</summary>
    public static bool TryFind(VenueDirectory directory, scoped ReadOnlySpan<ComboLeg> legs, out InstrumentSpec combo)
    {
        combo = default;
        return directory.TryGetInstrument(legs[0].Instrument, out InstrumentSpec first)
            && directory.TryFindInstrument(SymbolOf(legs, in first), out combo)
            && legs.SequenceEqual(directory.LegsOf(combo.Id));
    }

    /// <summary>Terms for the engine to list.</summary>
    /// <returns>Empty, or why there can be none.</returns>
    public static ReadOnlySpan<byte> TryMake(
        VenueDirectory directory, scoped ReadOnlySpan<ComboLeg> legs, out InstrumentSpec combo)
    {
        combo = new InstrumentSpec
        {
            Kind = InstrumentKind.Combo,
            Yields = 1,
            ExpiryNs = long.MaxValue,
            OrderLotsMax = long.MaxValue,
            TickSizeMicros = long.MaxValue,
        };
        Int128 highest = 0;
        foreach (ComboLeg leg in legs)
        {
            directory.TryGetInstrument(leg.Instrument, out InstrumentSpec spec);
            if (leg.Instrument == legs[0].Instrument)
            {
                combo.Symbol = SymbolOf(legs, in spec);
                combo.Underlying = spec.Underlying;
                combo.LotSizeMicros = spec.LotSizeMicros;
                combo.ReferencePriceMicros = spec.ReferencePriceMicros;
            }

            if (spec.Underlying != combo.Underlying || spec.LotSizeMicros != combo.LotSizeMicros)
            {
                return "The legs must have one underlying and one lot size"u8;
            }

            int times = Math.Abs(leg.Ratio);
            combo.ExpiryNs = Math.Min(combo.ExpiryNs, spec.ExpiryNs);
            combo.OrderLotsMax = Math.Min(combo.OrderLotsMax, spec.OrderLotsMax / times);
            combo.TickSizeMicros = times == 1
                ? Math.Min(combo.TickSizeMicros, spec.TickSizeMicros)
                : combo.TickSizeMicros;
            highest += (Int128)spec.PriceTicksMax * spec.TickSizeMicros * times;
        }

        if (combo.TickSizeMicros == long.MaxValue)
        {
            return "One leg must have LegRatioQty(623) 1: it takes up what the others leave"u8;
        }

        combo.PriceTicksMax = (long)Int128.Min(highest / combo.TickSizeMicros, LargestPrice(in combo));
        bool isSound = combo.Validate() == RejectCode.None;
        combo.Id = InstrumentId.Unassigned;
        return isSound ? default : "These legs make no combo whose largest order the venue can count"u8;
    }

    /// <summary>Ticks that the largest order may cost and still be counted: below 2^61 micro-USD.</summary>
    private static Int128 LargestPrice(in InstrumentSpec combo) =>
        ((Int128)1 << 61) / Math.Max(1, combo.TickValue) / Math.Max(1, combo.OrderLotsMax);
}
