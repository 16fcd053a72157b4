using HybridGpu.Host.Bench;

namespace HybridGpu.Host.Surfaces;

/// <summary>What a call of <c>hybridgpu surface</c> found.</summary>
/// <param name="Rows">Expiries in the order of files, currencies and time.</param>
/// <param name="Summaries">All together first, then what was asked for apart.</param>
/// <param name="Refit">Times, or null when none were asked for.</param>
/// <param name="Conditions">The machine and the program.</param>
internal sealed record SurfaceReport(
    IReadOnlyList<SurfaceRow> Rows,
    IReadOnlyList<SurfaceSummary> Summaries,
    SurfaceRefit? Refit,
    BenchConditions Conditions);
