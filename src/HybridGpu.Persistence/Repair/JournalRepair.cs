using System;
using System.IO;
using HybridGpu.Persistence.Files;
using HybridGpu.Persistence.Journal;

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
    /// <exception cref="JournalVersionException">The journal is of another format.</exception>
    /// <exception cref="JournalDamagedException">Not even the first command can be read.</exception>
    /// <exception cref="IOException">A disk failed or is full, the new directory holds files, or there is no command
    /// to copy.</exception>
    /// <exception cref="JournalFailedException">The new disk failed.</exception>
    public static SalvageReport Salvage(
        IJournalFileSystem from, IJournalFileSystem into, ulong until, JournalOptions options)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(options);
        if (into.List().Count > 0)
        {
            throw new IOException($"{into.Location} is not empty: name a new directory.");
        }

        using (JournalReader first = JournalReader.Open(from))
        {
            if (until == 0 || !first.TryRead())
            {
                throw new IOException($"{from.Location} holds no command to copy.");
            }
        }

        using JournalWriter writer = JournalWriter.Open(into, options with { Durability = Durability.Async });
        (string problem, bool mayMiss) = Copy(from, writer, until);
        writer.Commit();
        ulong last = writer.NextSequence - 1;
        writer.Close();
        return new SalvageReport(last, problem, mayMiss);
    }

    private static (string Problem, bool MayMiss) Copy(IJournalFileSystem from, JournalWriter writer, ulong until)
    {
        try
        {
            using JournalReader reader = JournalReader.Open(from);
            while (writer.NextSequence <= until)
            {
                if (!reader.TryRead())
                {
                    bool isWhole = reader.VerifyEnd();
                    return !reader.KnowsDurableEnd()
                        ? ($"{SegmentName.Control} can't be read: acknowledged commands may be missing behind it.",
                            true)
                        : (isWhole ? string.Empty : "The journal ends in a torn frame, never acknowledged.", false);
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

            return (string.Empty, false);
        }
        catch (JournalDamagedException damage)
        {
            return (damage.Message, true);
        }
    }
}
