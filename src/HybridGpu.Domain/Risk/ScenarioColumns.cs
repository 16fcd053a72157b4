namespace HybridGpu.Domain.Risk;

/// <summary>The columns of every risk array.</summary>
/// <remarks>Frozen: columns 0 to 15 are the settlement grid, whose integer rule the chain and the proof check. The
/// moves behind each column are data of the risk room; docs/wire.md lists them.</remarks>
public static class ScenarioColumns
{
    /// <summary>Columns in all.</summary>
    public const int Count = 64;

    /// <summary>Columns of the settlement grid, the first ones.</summary>
    public const int GridCount = 16;

    /// <summary>Version of the column set, carried by every risk epoch.</summary>
    public const uint Version = 1;
}
