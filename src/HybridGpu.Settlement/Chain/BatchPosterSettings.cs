using System;

namespace HybridGpu.Settlement.Chain;

/// <summary>How a poster works.</summary>
public sealed record BatchPosterSettings
{
    /// <summary>Chunk transactions that are under way at once.</summary>
    public int InFlightMax { get; init; } = 4;

    /// <summary>How often it looks when there is nothing to do.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The first pause after something went wrong; it doubles each time.</summary>
    public TimeSpan RetryDelayMin { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause after something went wrong.</summary>
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether it also makes batches final when their window has passed.</summary>
    public bool Finalises { get; init; } = true;
}
