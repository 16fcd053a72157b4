using System.Diagnostics;

namespace HybridGpu.Host.Bench;

/// <summary>How fast one pass over a set of options is, repeated until it can be timed.</summary>
internal static class RepeatedPasses
{
    private const double MinSeconds = 0.2;

    /// <summary>The median over the runs, and the best single pass: on a shared core a run of 0.2 s never has it to
    /// itself.</summary>
    /// <param name="runs">Runs, after one that warms up.</param>
    /// <param name="count">Options of a pass.</param>
    /// <param name="work">A pass.</param>
    /// <returns>Options a second.</returns>
    public static (double Rate, double Best) Measure(int runs, int count, Action work)
    {
        double best = double.PositiveInfinity;
        _ = Rate(count, work, ref best);
        best = double.PositiveInfinity;
        var rates = new List<double>();
        for (int run = 0; run < runs; run++)
        {
            rates.Add(Rate(count, work, ref best));
        }

        return (Percentiles.Median(rates), count / best);
    }

    private static double Rate(int count, Action work, ref double best)
    {
        long start = Stopwatch.GetTimestamp();
        long passStart = start;
        long passes = 0;
        double seconds;
        do
        {
            work();
            passes++;
            best = Math.Min(best, Stopwatch.GetElapsedTime(passStart).TotalSeconds);
            passStart = Stopwatch.GetTimestamp();
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        while (seconds < MinSeconds);
        return passes * count / seconds;
    }
}
