using System;

namespace HybridGpu.Risk.Tick;

/// <summary>How the tick runs.</summary>
public sealed record RiskTickOptions
{
    /// <summary>Backend: auto, simd, reference or cuda.</summary>
    public string Backend { get; init; } = "auto";

    /// <summary>Threads of the simd backend; 0 takes every core.</summary>
    public int Threads { get; init; }

    /// <summary>Least time between two epochs; ticks between them only make snapshots.</summary>
    public TimeSpan EpochIntervalMin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Number of the next epoch: one past the journal's last.</summary>
    public ulong FirstEpoch { get; init; } = 1;

    /// <summary>Clock of <see cref="EpochIntervalMin"/>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
