using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>One two-sided quote. 64 bytes. A quantity of 0 cancels that side.</summary>
[StructLayout(LayoutKind.Explicit, Size = WireSize)]
public struct QuoteEntry
{
    /// <summary>Bytes.</summary>
    public const int WireSize = 64;

    /// <summary>Bid price in ticks.</summary>
    [FieldOffset(0)] public long BidTicks;

    /// <summary>Bid quantity in lots.</summary>
    [FieldOffset(8)] public long BidLots;

    /// <summary>Ask price in ticks.</summary>
    [FieldOffset(16)] public long AskTicks;

    /// <summary>Ask quantity in lots.</summary>
    [FieldOffset(24)] public long AskLots;

    /// <summary>Instrument.</summary>
    [FieldOffset(32)] public InstrumentId Instrument;

    /// <summary>Reserved, zero.</summary>
    [FieldOffset(36)] public uint Reserved;

    /// <summary>The client's name for the set, up to 8 characters.</summary>
    [FieldOffset(40)] public Text8 SetId;

    /// <summary>The client's name for the entry, up to 16 characters.</summary>
    [FieldOffset(48)] public Text16 EntryId;
}
