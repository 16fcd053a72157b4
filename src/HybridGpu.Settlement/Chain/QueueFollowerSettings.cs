using System;
using HybridGpu.Ethereum.Logs;

namespace HybridGpu.Settlement.Chain;

/// <summary>How a queue is followed.</summary>
public sealed record QueueFollowerSettings
{
    /// <summary>When a log is final, and how much is asked for at once.</summary>
    public LogFollowerSettings Logs { get; init; } = new();

    /// <summary>How often it looks when there is nothing new.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause while the node is away.</summary>
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Entries passed on whose content is remembered for comparison, where the venue isn't asked.</summary>
    public int RememberedMax { get; init; } = 4_096;
}
