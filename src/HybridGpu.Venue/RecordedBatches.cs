using System.Collections.Generic;
using System.IO;
using HybridGpu.Domain.Commands;
using HybridGpu.Persistence;

namespace HybridGpu.Venue;

/// <summary>The settlement batches that a journal records: where each ended, and what it hashed to.</summary>
/// <remarks>A batch is on record only after its last event, so whoever builds the same batches again from replayed
/// events must know the ends beforehand.</remarks>
public static class RecordedBatches
{
    /// <summary>Reads them all, in order. Cost: one pass over the journal's bytes.</summary>
    /// <param name="options">Where the journal is.</param>
    /// <exception cref="JournalDamagedException">The journal is damaged: file, offset and what to do are
    /// said.</exception>
    public static IReadOnlyList<BatchSealed> Read(VenueOptions options)
    {
        var batches = new List<BatchSealed>();
        if (options.JournalFiles is null && !Directory.Exists(options.JournalDirectory))
        {
            return batches;
        }

        using JournalReader reader = options.OpenReader();
        while (reader.TryRead())
        {
            ref readonly Command command = ref reader.Current;
            // The engine takes batches in order and refuses any other: those were never on record.
            if (command.Header.Kind == CommandKind.BatchSealed
                && command.BatchSealed.Batch == (ulong)batches.Count + 1)
            {
                batches.Add(command.BatchSealed);
            }
        }

        return batches;
    }
}
