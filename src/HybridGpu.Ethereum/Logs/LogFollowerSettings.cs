namespace HybridGpu.Ethereum.Logs;

/// <summary>When a log is final, and how much is asked for at once.</summary>
public sealed record LogFollowerSettings
{
    /// <summary>Blocks on top of a log's block after which it is final. 0 takes the newest block.</summary>
    public ulong FinalityDepth { get; init; } = 64;

    /// <summary>Whether the node's tag "finalized" decides instead of the depth.</summary>
    public bool UsesFinalizedTag { get; init; }

    /// <summary>The most blocks in one eth_getLogs; halved when the node finds it too much.</summary>
    public ulong RangeMax { get; init; } = 2_000;

    /// <summary>
    /// The newest final blocks that the cursor remembers, to notice and undo a reorganisation deeper than finality.
    /// </summary>
    public int RememberedMax { get; init; } = 256;
}
