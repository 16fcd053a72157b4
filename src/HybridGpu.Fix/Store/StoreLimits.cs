using System;

namespace HybridGpu.Fix.Store;

/// <summary>How much of a session's messages stays on disk.</summary>
/// <remarks>
/// The log is cut into segments; when they would pass the bound the oldest go, and with them what can be sent again.
/// The newest segment and the one before it always stay, so that no power loss can take the whole history.
/// </remarks>
public sealed record StoreLimits
{
    /// <summary>The least that <see cref="MaxBytes"/> is of <see cref="SegmentBytes"/>: below it, most of the history
    /// would go at once.</summary>
    public const int LeastSegments = 4;

    /// <summary>64 MiB a segment, 1 GiB a session.</summary>
    public static StoreLimits Default { get; } = new();

    /// <summary>Bytes after which a new segment begins; the last write of a segment may pass it.</summary>
    public long SegmentBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Bytes that a session's segments may take together, the one that is being written counted
    /// whole.</summary>
    public long MaxBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Throws unless the two go together.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A segment hasn't room for a byte, or the bound is
    /// less than <see cref="LeastSegments"/> of them.</exception>
    public void ThrowIfInvalid()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SegmentBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes / LeastSegments, SegmentBytes);
    }
}
