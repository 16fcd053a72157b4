using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Events;

/// <summary>An account paid the fees that it owed. 16 bytes.</summary>
/// <remarks>Its cash and its fees owed both fall by the amount, so its equity stays; the fee account's cash rises by
/// it.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 16)]
public struct FeesSwept
{
    /// <summary>What was paid in micro-USD, positive.</summary>
    [FieldOffset(0)] public long AmountMicros;

    /// <summary>The account that paid.</summary>
    [FieldOffset(8)] public AccountId Account;
}
