namespace HybridGpu.Settlement.Chain;

/// <summary>What a poster is doing.</summary>
public enum BatchPosterState
{
    /// <summary>It hasn't looked at the chain yet.</summary>
    Starting,

    /// <summary>Every batch there is has been posted.</summary>
    UpToDate,

    /// <summary>A batch is on its way.</summary>
    Posting,

    /// <summary>A transaction doesn't get into a block; it is waited for, and paid more for.</summary>
    Waiting,

    /// <summary>The node doesn't answer; it is asked again.</summary>
    NodeAway,

    /// <summary>The operator can't pay; it is tried again.</summary>
    OutOfFunds,

    /// <summary>The contract or the node refuses; it is tried again.</summary>
    Refused,

    /// <summary>The chain has batches that the source doesn't have yet.</summary>
    ChainAhead,

    /// <summary>The chain has another batch of the same number: nothing can be posted any more.</summary>
    Contradicted,
}
