using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Venue;

namespace HybridGpu.Gateway;

/// <summary>Names on the wire to what the venue lists.</summary>
internal static class Symbols
{
    /// <summary>An instrument by Symbol(55).</summary>
    public static bool TryFind(VenueDirectory directory, ReadOnlySpan<byte> symbol, out InstrumentSpec spec)
    {
        spec = default;
        return Text40.TryCreate(symbol, out Text40 text) && directory.TryFindInstrument(text, out spec);
    }

    /// <summary>An underlying by UnderlyingSymbol(311): what stands before the first hyphen of its instruments. Cost:
    /// the live instruments are looked through.</summary>
    public static bool TryFindUnderlying(
        VenueDirectory directory, ReadOnlySpan<byte> symbol, out UnderlyingId underlying)
    {
        Span<byte> text = stackalloc byte[Text40.Capacity];
        foreach (InstrumentSpec spec in directory.LiveInstruments())
        {
            ReadOnlySpan<byte> name = text[..spec.Symbol.CopyTo(text)];
            int end = name.IndexOf((byte)'-');
            if (end > 0 && name[..end].SequenceEqual(symbol))
            {
                underlying = spec.Underlying;
                return true;
            }
        }

        underlying = default;
        return false;
    }
}
