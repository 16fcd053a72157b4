using System;

namespace HybridGpu.Persistence;

/// <summary>The journal is damaged where it had been durable. Nothing was changed; the venue must not start on
/// it.</summary>
public sealed class JournalDamagedException : Exception
{
    /// <summary>Damage without detail.</summary>
    public JournalDamagedException()
    {
    }

    /// <summary>Damage.</summary>
    /// <param name="message">What is damaged.</param>
    public JournalDamagedException(string message)
        : base(message)
    {
    }

    /// <summary>Damage.</summary>
    /// <param name="message">What is damaged.</param>
    /// <param name="inner">Cause.</param>
    public JournalDamagedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Damage at a place.</summary>
    internal JournalDamagedException(string location, string file, long offset, ulong sequence, string what)
        : base($"{location}: {file} at offset {offset}, sequence {sequence}: {what} Nothing was changed. Restore this "
            + "directory from a replica or a backup that holds this sequence; do not delete or cut the file, since "
            + "commands from this sequence on were acknowledged. If there is none, this copies the commands before it "
            + "into a new data directory and leaves the old one as it is: hybridgpu replay DIR"
            + (sequence > 1 ? $" --until {sequence - 1}" : string.Empty)
            + " --salvage NEWDIR (DIR is the --data directory of the run); what came after is lost then.")
    {
        File = file;
        Offset = offset;
        Sequence = sequence;
    }

    /// <summary>File that is damaged.</summary>
    public string File { get; } = string.Empty;

    /// <summary>Offset of the damaged frame in it, in bytes.</summary>
    public long Offset { get; }

    /// <summary>First sequence that cannot be read.</summary>
    public ulong Sequence { get; }
}
