using System;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Risk.Tick;

/// <summary>What a tick has made: a snapshot, and now and then an epoch for the engine.</summary>
/// <remarks>Whoever takes an epoch owns its arrays until they go back to the pool.</remarks>
public readonly struct TickResult
{
    /// <summary>The snapshot, already published.</summary>
    public required RiskSnapshot Snapshot { get; init; }

    /// <summary>Body of the RiskEpoch command; meaningless without <see cref="Arrays"/>.</summary>
    public RiskEpoch Epoch { get; init; }

    /// <summary>Encoded inputs, the command's payload; valid until the next tick.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Sealed arrays rented from the pool; null when there is no epoch.</summary>
    public RiskArrays? Arrays { get; init; }

    /// <summary>True when there is an epoch to submit.</summary>
    public bool HasEpoch => Arrays is not null;
}
