namespace HybridGpu.Host.Margin;

/// <summary>What one call of <c>hybridgpu margin</c> was asked for.</summary>
internal sealed record MarginOptions
{
    /// <summary>Portfolio file.</summary>
    public required string Portfolio { get; init; }

    /// <summary>Market file.</summary>
    public required string Market { get; init; }

    /// <summary>Name of a preset, or a file.</summary>
    public required string Model { get; init; }

    /// <summary>Delay of the sync buffer, or null for the market's.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>List every scenario and not just the worst.</summary>
    public bool IsEveryScenario { get; init; }

    /// <summary>Print the buffer over the delays of optimistic and ZK settlement.</summary>
    public bool IsCurve { get; init; }

    /// <summary>JSON rather than text.</summary>
    public bool IsJson { get; init; }
}
