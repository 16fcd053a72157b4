using HybridGpu.Host.Bench;
using HybridGpu.Risk.Chains;
using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Host.Surfaces;

/// <summary>One call of <c>hybridgpu surface</c>: reads, fits, times, reports.</summary>
internal static class SurfaceRun
{
    private const int WarmUp = 30;

    /// <summary>Runs to the end.</summary>
    /// <returns>Exit status: 0 only when every file could be read and no slice has arbitrage.</returns>
    public static int Run(SurfaceOptions options)
    {
        BenchConditions conditions = BenchConditions.Now();
        List<PreparedChain> chains = [];
        bool isGood = true;
        foreach (string path in FilesOf(options.Chain, ref isGood))
        {
            ChainSnapshot snapshot = ChainFile.Read(path);
            foreach (ChainFault fault in snapshot.Faults)
            {
                Console.Error.WriteLine(fault);
            }

            isGood &= snapshot.IsUsable;
            if (snapshot.IsUsable)
            {
                chains.Add(new PreparedChain(snapshot));
            }
        }

        if (chains.Count == 0)
        {
            Console.Error.WriteLine($"Nothing to fit in {options.Chain}.");
            return 1;
        }

        SurfaceReport report = Fit(chains, options, conditions);
        Console.WriteLine(options.IsJson
            ? SurfaceJson.Write(report, options.IsSummary)
            : SurfaceText.Write(report, options.IsSummary));
        return isGood && report.Summaries[0].WithArbitrage == 0 ? 0 : 1;
    }

    /// <summary>Fits prepared chains, at least one.</summary>
    public static SurfaceReport Fit(
        IReadOnlyList<PreparedChain> chains, SurfaceOptions options, BenchConditions conditions)
    {
        var calibrator = new SurfaceCalibrator();
        SurfaceRow[] rows = [.. chains.SelectMany(chain => chain.Fit(calibrator))];
        List<SurfaceSummary> summaries = [SurfaceSummary.Over("all", rows)];
        if (options.Apart is { } days)
        {
            summaries.Add(SurfaceSummary.Over($"{days}", [.. rows.Where(row => days.Contains(row.TakenUtc))]));
            summaries.Add(SurfaceSummary.Over("other days", [.. rows.Where(row => !days.Contains(row.TakenUtc))]));
        }

        return new SurfaceReport(rows, summaries, Time(chains, calibrator, options.Repeat), conditions);
    }

    private static IReadOnlyList<string> FilesOf(string path, ref bool isGood)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        ChainDirectory directory = ChainDirectory.Open(path);
        if (directory.Problem is { } problem)
        {
            Console.Error.WriteLine(problem);
            isGood = false;
        }

        return [.. directory.Files.Select(file => file.Path)];
    }

    private static SurfaceRefit? Time(IReadOnlyList<PreparedChain> chains, SurfaceCalibrator calibrator, int repeat)
    {
        if (repeat == 0)
        {
            return null;
        }

        for (int i = 0; i < WarmUp; i++)
        {
            chains[i % chains.Count].Time(calibrator);
        }

        var snapshots = new List<double>(chains.Count);
        double best = double.PositiveInfinity;
        foreach (PreparedChain chain in chains)
        {
            double[] times = [.. Enumerable.Range(0, repeat).Select(_ => chain.Time(calibrator).TotalMilliseconds)];
            best = Math.Min(best, times.Min());
            snapshots.Add(Percentiles.Median(times));
        }

        return new SurfaceRefit(repeat, WarmUp, Percentiles.Median(snapshots), snapshots.Max(), best);
    }
}
