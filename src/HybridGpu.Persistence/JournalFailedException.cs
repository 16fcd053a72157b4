using System;

namespace HybridGpu.Persistence;

/// <summary>A write or flush of the journal failed, now or earlier: the writer has stopped for good. The venue must
/// end, and its next start recovers what is really on the disk.</summary>
public sealed class JournalFailedException : Exception
{
    /// <summary>Failed, without detail.</summary>
    public JournalFailedException()
    {
    }

    /// <summary>Failed.</summary>
    /// <param name="message">What failed.</param>
    public JournalFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Failed.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="inner">Cause.</param>
    public JournalFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
