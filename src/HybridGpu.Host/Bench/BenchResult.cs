namespace HybridGpu.Host.Bench;

/// <summary>What one workload measured.</summary>
/// <param name="Workload">Its name on the command line.</param>
/// <param name="Rows">The cases, each with the same or fewer fields.</param>
/// <param name="Notes">How it was measured and what isn't in the figures, in sentences.</param>
internal sealed record BenchResult(string Workload, IReadOnlyList<BenchRow> Rows, IReadOnlyList<string> Notes);
