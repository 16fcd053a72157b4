using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Events;

/// <summary>An account paid or received funding for a position, which it keeps. 24 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
public struct FundingPaid
{
    /// <summary>Signed lots held.</summary>
    [FieldOffset(0)] public long Lots;

    /// <summary>Cash received (negative: paid) in micro-USD, rounded against the account.</summary>
    [FieldOffset(8)] public long CashMicros;

    /// <summary>Account.</summary>
    [FieldOffset(16)] public AccountId Account;

    /// <summary>The perpetual.</summary>
    [FieldOffset(20)] public InstrumentId Instrument;
}
