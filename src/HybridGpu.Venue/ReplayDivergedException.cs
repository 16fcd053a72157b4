using System;

namespace HybridGpu.Venue;

/// <summary>A replay does not lead where the recorded run led: the venue must not go on from there.</summary>
public sealed class ReplayDivergedException : Exception
{
    /// <summary>With a general message.</summary>
    public ReplayDivergedException()
        : this("The replay differs from the recorded run.")
    {
    }

    /// <summary>With what differs, where.</summary>
    public ReplayDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>With what differs, and why.</summary>
    public ReplayDivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
