using HybridGpu.Persistence;
using HybridGpu.Venue;

namespace HybridGpu.Host.Bench;

/// <summary>One call of <c>hybridgpu bench</c>.</summary>
internal static class BenchRun
{
    private static readonly (string Name, Func<BenchOptions, BenchResult> Run)[] Known =
    [
        ("hg-ob-1", options => new HgOb1Bench(options.Seed, options.Runs).Run()),
        ("ring", options => new RingBench(options.Runs, options.Events).Run()),
        ("journal", options =>
            new JournalWorkload(options.DataDirectory, TimeSpan.FromSeconds(options.Runs)).Run()),
        ("pipeline", options => new PipelineBench(options).Run()),
        ("replay", options => new ReplayBench(options).Run()),
        ("signatures", options => new SignatureBench(options.Runs).Run()),
        ("risk", options => new RiskBench(options.Seed, options.Runs).Kernels()),
        ("risk-tick", options => new RiskBench(options.Seed, options.Runs).Ticks()),
        ("risk-scale", options => new RiskBench(options.Seed, options.Runs).Scale()),
        ("price", options => new PricingBench(options.Seed, options.Runs).Price()),
        ("implied-vol", options => new PricingBench(options.Seed, options.Runs).ImpliedVolatility()),
        ("american", options => new PricingBench(options.Seed, options.Runs).American()),
    ];

    /// <summary>Names of the workloads, in the order in which all of them run.</summary>
    public static IEnumerable<string> Workloads => Known.Select(workload => workload.Name);

    /// <summary>Runs the workloads that were asked for and prints them.</summary>
    /// <returns>Exit status: 0 only when all of them ended with the right results.</returns>
    public static int Run(BenchOptions options)
    {
        try
        {
            if (!SteadyProcess.IsSteady)
            {
                return SteadyProcess.Run();
            }

            var conditions = BenchConditions.Now();
            BenchResult[] results =
            [
                .. Known.Where(workload => options.Workload == "all" || options.Workload == workload.Name)
                    .Select(workload => workload.Run(options)),
            ];
            Console.WriteLine(BenchOutput.Write(options.Output, conditions, results));
            return 0;
        }
        catch (Exception problem) when (problem is BenchFailedException or IOException or UnauthorizedAccessException
            or JournalDamagedException or JournalLockedException or JournalFailedException or JournalVersionException
            or ReplayDivergedException)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }
}
