namespace HybridGpu.Settlement.Chain;

/// <summary>What an embedded node has to tell.</summary>
public enum AnvilNoticeKind
{
    /// <summary>It answers.</summary>
    Started,

    /// <summary>Its process has ended without having been asked to.</summary>
    Died,

    /// <summary>It answers again. The chain may have lost what came after its last stored state.</summary>
    Restarted,

    /// <summary>A new process didn't come up; it is tried again after a pause.</summary>
    RestartFailed,

    /// <summary>The stored state was damaged, and its last good copy took its place.</summary>
    StateRestored,

    /// <summary>Another port than the last time's, which somebody else uses now.</summary>
    PortChanged,
}
