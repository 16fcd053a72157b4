using System;

namespace HybridGpu.Persistence;

/// <summary>Another writer has the journal's directory.</summary>
public sealed class JournalLockedException : Exception
{
    /// <summary>Locked, without detail.</summary>
    public JournalLockedException()
    {
    }

    /// <summary>Locked.</summary>
    /// <param name="message">Which directory.</param>
    public JournalLockedException(string message)
        : base(message)
    {
    }

    /// <summary>Locked.</summary>
    /// <param name="message">Which directory.</param>
    /// <param name="inner">Cause.</param>
    public JournalLockedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
