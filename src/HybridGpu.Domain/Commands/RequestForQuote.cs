using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Asks the makers for a price in a size that the book may not have. 72 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
public struct RequestForQuote
{
    /// <summary>The client's name for the request.</summary>
    [FieldOffset(0)] public Text40 Name;

    /// <summary>Account that asks.</summary>
    [FieldOffset(40)] public AccountId Account;

    /// <summary>Instrument or combo.</summary>
    [FieldOffset(44)] public InstrumentId Instrument;

    /// <summary>Quantity in lots.</summary>
    [FieldOffset(48)] public long Lots;

    /// <summary>Last moment of the request in SequencedNs.</summary>
    [FieldOffset(56)] public long ExpiryNs;

    /// <summary>The side that the asker wants to take; none keeps it to itself.</summary>
    [FieldOffset(64)] public Side Side;
}
