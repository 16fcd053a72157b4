using HybridGpu.Domain.Risk;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>What a lot is worth, and its P&amp;L in each column, in micro-USD: a made-up model of integers.</summary>
internal sealed record RiskRow(long MarkMicros, int[] Cells)
{
    /// <summary>The underlying's moves, in units that the makers below multiply: -32 to +31.</summary>
    public static int MoveOf(int column) => column - 32;

    /// <summary>P&amp;L in proportion to the move.</summary>
    public static RiskRow Linear(long markMicros, int slopeMicros) =>
        Of(markMicros, move => slopeMicros * move);

    /// <summary>P&amp;L with curvature: what is long it gains either way, less a cost in the middle.</summary>
    public static RiskRow Convex(long markMicros, int slopeMicros, int curveMicros) =>
        Of(markMicros, move => (slopeMicros * move) + (curveMicros * ((move * move) - 200)));

    public static RiskRow Of(long markMicros, Func<int, int> ofMove) =>
        new(markMicros, [.. Enumerable.Range(0, ScenarioColumns.Count).Select(column => ofMove(MoveOf(column)))]);
}
