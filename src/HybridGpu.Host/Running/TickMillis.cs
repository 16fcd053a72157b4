using HybridGpu.Risk.Tick;

namespace HybridGpu.Host.Running;

/// <summary>Percentiles of tick times in milliseconds, and the medians of their parts.</summary>
/// <param name="P50">Median of priced ticks.</param>
/// <param name="P99">99th percentile of priced ticks.</param>
/// <param name="Vols">Inputs into kernel columns and shocks.</param>
/// <param name="Price">Marks, cells and Greeks of every contract.</param>
/// <param name="Margin">Positions, every account's margin, the snapshot's tables.</param>
/// <param name="Upload">Of pricing and margin: to the device; 0 without one.</param>
/// <param name="Download">Of pricing and margin: from the device; 0 without one.</param>
internal sealed record TickMillis(
    double P50, double P99, double Vols, double Price, double Margin, double Upload, double Download)
{
    /// <summary>The figures of a run.</summary>
    public static TickMillis Of(TickStatistics statistics)
    {
        static double Millis(LatencyHistogram durations, double quantile) => durations.QuantileNs(quantile) / 1e6;

        return new TickMillis(
            Millis(statistics.PricedTicks, 0.50), Millis(statistics.PricedTicks, 0.99), Millis(statistics.Vols, 0.50),
            Millis(statistics.Pricing, 0.50), Millis(statistics.Margins, 0.50), Millis(statistics.Uploads, 0.50),
            Millis(statistics.Downloads, 0.50));
    }
}
