namespace HybridGpu.Settlement.Chain;

/// <summary>How a follower stands to the chain's queue.</summary>
public enum QueueFollowerState
{
    /// <summary>It hasn't looked at the chain yet.</summary>
    Starting,

    /// <summary>It is reading older blocks.</summary>
    Behind,

    /// <summary>It has everything that is final.</summary>
    CaughtUp,

    /// <summary>The node doesn't answer; it is asked again.</summary>
    NodeAway,

    /// <summary>The chain has lost entries that were passed on; nothing is passed on until it has them again.</summary>
    QueueRegressed,

    /// <summary>The chain has another entry where one was passed on: nothing can be passed on any more.</summary>
    Contradicted,
}
