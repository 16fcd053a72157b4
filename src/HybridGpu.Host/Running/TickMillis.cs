namespace HybridGpu.Host.Running;

/// <summary>Percentiles of tick times in milliseconds.</summary>
/// <param name="P50">Median.</param>
/// <param name="P99">99th percentile.</param>
internal sealed record TickMillis(double P50, double P99);
