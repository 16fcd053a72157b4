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
        : base($"{location}: {file} at offset {offset}, sequence {sequence}: {what} The journal was not changed. "
            + "Restore this directory from a replica or a backup that holds this sequence; do not delete or cut the "
            + "file, since commands from this sequence on were acknowledged. If there is none, this copies the "
            + "commands before it into a new data directory and leaves the old one as it is: hybridgpu replay DIR"
            + (sequence > 1 ? $" --until {sequence - 1}" : string.Empty)
            + " --salvage NEWDIR (DIR is the --data directory of the run); what came after is lost then.")
    {
        File = file;
        Offset = offset;
        Sequence = sequence;
    }

    /// <summary>The control file is damaged or missing: all commands may still be there, but how far they were durable
    /// isn't known.</summary>
    internal static JournalDamagedException OfControlFile(string location, string file, string what) =>
        new($"{location}: {file} at offset 0: {what} The journal was not changed. The commands are in the segments "
            + "and may all be whole; this file says how far they were durable, so that a cut end can be told from a "
            + "crash. Restore this directory from a replica or a backup. If there is none, this copies every command "
            + "that can be read into a new data directory and leaves the old one as it is: hybridgpu replay DIR "
            + "--salvage NEWDIR (DIR is the --data directory of the run). Compare its last command with what clients "
            + "and the chain know: acknowledged ones may be missing behind it.")
        {
            File = file,
            Sequence = 1,
        };

    /// <summary>File that is damaged.</summary>
    public string File { get; private init; } = string.Empty;

    /// <summary>Offset of the damaged frame in it, in bytes.</summary>
    public long Offset { get; }

    /// <summary>First sequence that cannot be read.</summary>
    public ulong Sequence { get; private init; }
}
