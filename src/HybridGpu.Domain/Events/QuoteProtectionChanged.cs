using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Events;

/// <summary>A quote group's protection was set, tripped or reset. 72 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
public struct QuoteProtectionChanged
{
    /// <summary>Account.</summary>
    [FieldOffset(0)] public AccountId Account;

    /// <summary>Its group.</summary>
    [FieldOffset(4)] public ushort QuoteGroup;

    /// <summary>Why a request was refused; none otherwise.</summary>
    [FieldOffset(6)] public RejectCode Reason;

    /// <summary>The session that hears of it.</summary>
    [FieldOffset(8)] public SessionId Owner;

    /// <summary>Trades in the window when it tripped.</summary>
    [FieldOffset(12)] public uint Trades;

    /// <summary>Traded in the window, in 1e-6 of the underlying unit.</summary>
    [FieldOffset(16)] public long QuantityMicros;

    /// <summary>Net delta traded in the window, in micro-USD.</summary>
    [FieldOffset(24)] public long DeltaMicros;

    /// <summary>Net vega traded in the window, in micro-USD.</summary>
    [FieldOffset(32)] public long VegaMicros;

    /// <summary>SequencedNs at which the group opens by itself; <see cref="long.MaxValue"/>: only by a reset.</summary>
    [FieldOffset(40)] public long ShutUntilNs;

    /// <summary>Orders and quote sides cancelled by the trip.</summary>
    [FieldOffset(48)] public uint Cancelled;
}
