namespace HybridGpu.Ethereum.Logs;

/// <summary>How a follower stands to its chain after a look.</summary>
public enum LogFollowerStatus
{
    /// <summary>Everything final has been read.</summary>
    CaughtUp,

    /// <summary>There is more to read at once.</summary>
    Behind,

    /// <summary>Blocks followed were replaced; the events of this look say which logs were.</summary>
    Reorganised,

    /// <summary>The chain ends before the block followed last: a node that lags, or one restarted from an older state.
    /// Nothing is undone until it has grown back and shows which.</summary>
    ChainShorter,

    /// <summary>The node's answers contradict each other: the chain moved between them. Look again.</summary>
    Unstable,

    /// <summary>The chain differs from all blocks that the cursor remembers: a person has to say from where to follow.
    /// </summary>
    HistoryLost,
}
