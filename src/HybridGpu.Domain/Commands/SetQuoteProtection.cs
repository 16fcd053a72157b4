using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Sets the market-maker protection of one of an account's quote groups. 56 bytes.</summary>
/// <remarks>Delta and vega are taken from the risk arrays, so that the integers that decide are the ones that anyone
/// can recompute: delta is half the difference of columns 32 and 26 (a move of a quarter of the scan range either way),
/// vega half the difference of columns 28 and 30 (vol up, vol down), per lot, times the signed lots.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 56)]
public struct SetQuoteProtection
{
    /// <summary>Highest number of a quote group.</summary>
    public const ushort QuoteGroupMax = 64;

    /// <summary>The account.</summary>
    [FieldOffset(0)] public AccountId Account;

    /// <summary>Its group, 1 to <see cref="QuoteGroupMax"/>.</summary>
    [FieldOffset(4)] public ushort QuoteGroup;

    /// <summary>Length of the rolling window in ns of SequencedNs; 0 takes the protection off.</summary>
    [FieldOffset(8)] public long WindowNs;

    /// <summary>How long the group stays shut after a trip; 0: until a reset.</summary>
    [FieldOffset(16)] public long FreezeNs;

    /// <summary>Most traded in a window, in 1e-6 of the underlying unit; 0 is none.</summary>
    [FieldOffset(24)] public long QuantityMaxMicros;

    /// <summary>Most net delta traded in a window, in micro-USD (remarks); 0 is none.</summary>
    [FieldOffset(32)] public long DeltaMaxMicros;

    /// <summary>Most net vega traded in a window, in micro-USD (remarks); 0 is none.</summary>
    [FieldOffset(40)] public long VegaMaxMicros;

    /// <summary>Most trades in a window; 0 is none.</summary>
    [FieldOffset(48)] public uint TradesMax;
}
