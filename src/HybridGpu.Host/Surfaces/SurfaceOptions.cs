namespace HybridGpu.Host.Surfaces;

/// <summary>What one call of <c>hybridgpu surface</c> was asked for.</summary>
internal sealed record SurfaceOptions
{
    /// <summary>Most refits timed of a snapshot.</summary>
    public const int RepeatMax = 1_000;

    /// <summary>A chain file or a directory of them.</summary>
    public required string Chain { get; init; }

    /// <summary>Leave the expiries out of what is printed.</summary>
    public bool IsSummary { get; init; }

    /// <summary>Days summarised apart, or null.</summary>
    public DayRange? Apart { get; init; }

    /// <summary>Refits timed of each snapshot.</summary>
    public int Repeat { get; init; }

    /// <summary>JSON rather than text.</summary>
    public bool IsJson { get; init; }
}
