using System;
using HybridGpu.Domain;

namespace HybridGpu.Risk;

/// <summary>The bounds of the risk room; everything in it is allocated from these once.</summary>
/// <remarks>What happens at a bound is said at the type that meets it. Thread: immutable.</remarks>
public sealed record RiskLimits
{
    /// <summary>The bounds of an ordinary venue.</summary>
    public static RiskLimits Default { get; } = new();

    /// <summary>Most contracts priced in one epoch.</summary>
    public int ContractCapacity { get; init; } = 4_096;

    /// <summary>Most instruments ever listed, expired ones included; at most
    /// <see cref="InstrumentId.Capacity"/>.</summary>
    public int InstrumentCapacity { get; init; } = 65_536;

    /// <summary>Most (underlying, expiry) pairs in one epoch.</summary>
    public int ExpiryCapacity { get; init; } = 512;

    /// <summary>Account numbers go from 0 to one below this; at most <see cref="AccountId.Capacity"/>.</summary>
    public int AccountCapacity { get; init; } = 65_536;

    /// <summary>Most open positions, over all accounts.</summary>
    public int PositionCapacity { get; init; } = 262_144;

    /// <summary>Risk arrays that can be on their way to the engine, or held by it, at once.</summary>
    public int EpochsInFlight { get; init; } = 8;

    /// <summary>Returns these bounds after checking them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not positive or past what the domain can
    /// number.</exception>
    internal RiskLimits Checked()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ContractCapacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(InstrumentCapacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)InstrumentCapacity, InstrumentId.Capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ExpiryCapacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(AccountCapacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)AccountCapacity, AccountId.Capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(PositionCapacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(EpochsInFlight);
        return this;
    }
}
