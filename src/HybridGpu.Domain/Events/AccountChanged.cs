using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Domain.Events;

/// <summary>A chain event changed an account's cash, or was consumed without effect. 88 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 88)]
public struct AccountChanged
{
    /// <summary>Account.</summary>
    [FieldOffset(0)] public AccountId Account;

    /// <summary>Why the event had no effect; none when it had.</summary>
    [FieldOffset(4)] public RejectCode Reason;

    /// <summary>Cash after the event in micro-USD; 0 when there is no such account.</summary>
    [FieldOffset(8)] public long CashMicros;

    /// <summary>The chain event.</summary>
    [FieldOffset(16)] public ChainEvent Source;
}
