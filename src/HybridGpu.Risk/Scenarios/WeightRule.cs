namespace HybridGpu.Risk.Scenarios;

/// <summary>How much of a scenario's loss counts.</summary>
public enum WeightRule : byte
{
    /// <summary>The share stated in the scenario.</summary>
    Stated = 0,

    /// <summary>Scan range / |move|, at most all: the further a move, the less likely.</summary>
    RangeOverMove = 1,
}
