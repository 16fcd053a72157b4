using System;
using System.IO;

namespace HybridGpu.Persistence.Files;

/// <summary>The disk or the quota is full (ENOSPC, EDQUOT).</summary>
public sealed class JournalDiskFullException : IOException
{
    /// <summary>A full disk without detail.</summary>
    public JournalDiskFullException()
        : base("The disk is full.")
    {
    }

    /// <summary>A full disk.</summary>
    /// <param name="message">What was attempted.</param>
    public JournalDiskFullException(string message)
        : base(message)
    {
    }

    /// <summary>A full disk.</summary>
    /// <param name="message">What was attempted.</param>
    /// <param name="inner">What the system said.</param>
    public JournalDiskFullException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
