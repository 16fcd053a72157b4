using System;
using System.IO;
using HybridGpu.Persistence.Files;

namespace HybridGpu.Persistence.Repair;

/// <summary>Copies what is good of a damaged journal into a new one.</summary>
/// <remarks>The damaged journal is only read. The copy holds the same commands in new frames, so its chain of hashes is
/// its own, and snapshots of the old one do not fit it. What was acknowledged behind the copy's end is lost to it:
/// whoever starts a venue on it decides that.</remarks>
public static class JournalRepair
{
    private const int CommandsPerCommit = 4096;

    /// <summary>Copies commands from the first up to a sequence, or to the first that can't be read.</summary>
    /// <param name="from">The journal's directory.</param>
    /// <param name="into">A directory without a journal.</param>
    /// <param name="until">Last command wanted.</param>
    /// <param name="options">Sizes of the copy.</param>
    /// <exception cref="ArgumentException">The new directory holds files.</exception>
    /// <exception cref="JournalVersionException">The journal is of another format.</exception>
    /// <exception cref="IOException">A disk failed or is full.</exception>
    /// <exception cref="JournalFailedException">The new disk failed.</exception>
    public static SalvageReport Salvage(
        IJournalFileSystem from, IJournalFileSystem into, ulong until, JournalOptions options)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(options);
        if (into.List().Count > 0)
        {
            throw new ArgumentException($"{into.Location} is not empty.", nameof(into));
        }

        using JournalWriter writer = JournalWriter.Open(into, options with { Durability = Durability.Async });
        string problem = Copy(from, writer, until);
        writer.Commit();
        ulong last = writer.NextSequence - 1;
        writer.Close();
        return new SalvageReport(last, problem);
    }

    private static string Copy(IJournalFileSystem from, JournalWriter writer, ulong until)
    {
        try
        {
            using JournalReader reader = JournalReader.Open(from);
            while (writer.NextSequence <= until)
            {
                if (!reader.TryRead())
                {
                    return reader.VerifyEnd() ? string.Empty : "The journal ends in a torn frame, never acknowledged.";
                }

                if (writer.Append(in reader.Current, reader.Payload) != JournalStatus.Ok)
                {
                    throw new JournalDiskFullException();
                }

                if (writer.NextSequence % CommandsPerCommit == 0)
                {
                    writer.Commit();
                }
            }

            return string.Empty;
        }
        catch (JournalDamagedException damage)
        {
            return damage.Message;
        }
    }
}
