using HdrHistogram;

namespace HybridGpu.Host.Bench;

/// <summary>Latencies of many runs as the figures that are quoted: of each percentile the median over the
/// runs.</summary>
/// <remarks>Values are kept by HdrHistogram to three significant digits, from 1 ns to 100 s.</remarks>
internal sealed class Percentiles
{
    private const long HighestNs = 100_000_000_000;
    private const int SignificantDigits = 3;

    private readonly List<LongHistogram> _runs = [];

    /// <summary>A histogram for one run, counted from now on. Recording allocates nothing.</summary>
    public LongHistogram AddRun()
    {
        LongHistogram run = New();
        _runs.Add(run);
        return run;
    }

    /// <summary>A histogram of the same range that is not counted, for warming up.</summary>
    public static LongHistogram New() => new(1, HighestNs, SignificantDigits);

    /// <summary>The median over the runs of one percentile, in ns.</summary>
    public long MedianNs(double percentile) => Median(_runs.Select(run => run.GetValueAtPercentile(percentile)));

    /// <summary>The median over the runs of their greatest value, in ns.</summary>
    public long MedianOfMaxNs() => Median(_runs.Select(run => run.GetMaxValue()));

    /// <summary>The middle value; of an even number the lower one.</summary>
    public static T Median<T>(IEnumerable<T> values)
    {
        T[] sorted = [.. values.Order()];
        return sorted[(sorted.Length - 1) / 2];
    }
}
