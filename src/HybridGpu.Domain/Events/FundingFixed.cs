using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Events;

/// <summary>A perpetual's funding was fixed and paid; its <see cref="FundingPaid"/> come before it. 40 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
public struct FundingFixed
{
    /// <summary>What a long pays a short for one lot, in 1e-6 micro-USD; negative: what it receives.</summary>
    [FieldOffset(0)] public long AmountPerLotPico;

    /// <summary>What the roundings left to the fee account in micro-USD.</summary>
    [FieldOffset(8)] public long RemainderMicros;

    /// <summary>Market time in ns over which it accrued.</summary>
    [FieldOffset(16)] public long AccruedNs;

    /// <summary>Lots held long, which are those held short.</summary>
    [FieldOffset(24)] public long LongLots;

    /// <summary>The perpetual.</summary>
    [FieldOffset(32)] public InstrumentId Instrument;

    /// <summary>Number of accounts that paid or received: none when the amount is 0.</summary>
    [FieldOffset(36)] public uint PositionCount;
}
