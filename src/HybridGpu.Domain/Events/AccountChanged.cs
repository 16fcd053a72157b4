using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Domain.Events;

/// <summary>An account was opened, or a deposit credited to it. 88 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 88)]
public struct AccountChanged
{
    /// <summary>Account.</summary>
    [FieldOffset(0)] public AccountId Account;

    /// <summary>Cash after the event in micro-USD.</summary>
    [FieldOffset(8)] public long CashMicros;

    /// <summary>The chain event that was credited; zero when the account was opened.</summary>
    [FieldOffset(16)] public ChainEvent Source;
}
