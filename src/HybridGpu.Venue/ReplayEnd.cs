namespace HybridGpu.Venue;

/// <summary>What a replay can say of the end of its journal.</summary>
public enum ReplayEnd
{
    /// <summary>It stopped before, where it was told to, and didn't look.</summary>
    NotReached,

    /// <summary>The last frame is whole, and reaches as far as the journal was durable.</summary>
    Whole,

    /// <summary>A frame is torn behind all that was durable, as after a crash.</summary>
    Torn,

    /// <summary>A venue writes the journal: it was replayed up to what was whole when the replay began, and what lies
    /// behind wasn't looked at.</summary>
    BeingWritten,

    /// <summary>The control file can't be read: nothing says that acknowledged commands aren't missing.</summary>
    Unproven,
}
