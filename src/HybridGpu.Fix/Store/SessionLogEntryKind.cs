namespace HybridGpu.Fix.Store;

/// <summary>What an entry of a session's log is.</summary>
public enum SessionLogEntryKind
{
    /// <summary>A message that the session's owner sent.</summary>
    Sent,

    /// <summary>A message that it received.</summary>
    Received,

    /// <summary>Both sequences began again.</summary>
    Reset,

    /// <summary>The next number to be sent was set.</summary>
    NumberSet,

    /// <summary>What was before is not kept any more; the number is the next to be sent.</summary>
    OlderDeleted,
}
