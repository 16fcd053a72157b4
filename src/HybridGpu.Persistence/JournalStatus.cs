namespace HybridGpu.Persistence;

/// <summary>How the journal stands.</summary>
public enum JournalStatus
{
    /// <summary>Everything is taken.</summary>
    Ok = 0,

    /// <summary>There is no room for the next segment. As the writer's state: new orders are to be refused, and what is
    /// left of the segment is kept for cancels. As the answer of an append: even that is used up, and the command was
    /// not taken.</summary>
    DiskFull = 1,

    /// <summary>A write or a flush failed; nothing is taken any more (fail-stop).</summary>
    Failed = 2,
}
