using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Events;

/// <summary>An account's position in an expired instrument became cash. 32 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
public struct PositionSettled
{
    /// <summary>Signed lots held.</summary>
    [FieldOffset(0)] public long Lots;

    /// <summary>Cash received (negative: paid) in micro-USD.</summary>
    [FieldOffset(8)] public long CashMicros;

    /// <summary>Account.</summary>
    [FieldOffset(16)] public AccountId Account;

    /// <summary>Instrument.</summary>
    [FieldOffset(20)] public InstrumentId Instrument;

    /// <summary>What expiry did to it.</summary>
    [FieldOffset(24)] public SettlementOutcome Outcome;
}
