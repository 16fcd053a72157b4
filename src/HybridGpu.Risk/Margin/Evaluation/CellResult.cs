namespace HybridGpu.Risk.Margin.Evaluation;

/// <summary>A cell's P&amp;L in its group's unit.</summary>
/// <param name="Cell">The scenario.</param>
/// <param name="Raw">After weight and tail factor.</param>
/// <param name="Final">After dampener and offset: what competes for the worst.</param>
/// <param name="ByExpiry">Of each expiry after its weight, the perpetual first; collateral last.</param>
internal sealed record CellResult(ScenarioCell Cell, double Raw, double Final, double[] ByExpiry);
