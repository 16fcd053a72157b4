namespace HybridGpu.Host.Pricing;

/// <summary>What <c>hybridgpu price</c> was asked for.</summary>
internal sealed record PriceRunOptions
{
    /// <summary>The CSV file of options.</summary>
    public required string Input { get; init; }

    /// <summary>Where the result goes; null for the standard output.</summary>
    public string? Output { get; init; }
}
