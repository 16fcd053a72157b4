namespace HybridGpu.Risk.Scenarios;

/// <summary>What a scenario's move is a multiple of.</summary>
public enum ScenarioMoveUnit : byte
{
    /// <summary>The underlying's scan range.</summary>
    ScanRange = 0,

    /// <summary>The underlying's price.</summary>
    Spot = 1,
}
