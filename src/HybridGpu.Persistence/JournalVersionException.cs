using System;

namespace HybridGpu.Persistence;

/// <summary>The journal was written in a format that this build does not know. Nothing was changed.</summary>
public sealed class JournalVersionException : Exception
{
    /// <summary>Unknown format without detail.</summary>
    public JournalVersionException()
    {
    }

    /// <summary>Unknown format.</summary>
    /// <param name="message">Where.</param>
    public JournalVersionException(string message)
        : base(message)
    {
    }

    /// <summary>Unknown format.</summary>
    /// <param name="message">Where.</param>
    /// <param name="inner">Cause.</param>
    public JournalVersionException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Unknown format at a place.</summary>
    internal JournalVersionException(string location, string file, long offset, int version)
        : base($"{location}: {file} at offset {offset} has format version {version}; this build reads only version "
            + $"{Journal.FrameFormat.Version}. Use the build that wrote it.")
    {
    }
}
