using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using HybridGpu.Persistence.Files;

namespace HybridGpu.Persistence.Snapshots;

/// <summary>Where a recovery begins: the newest good snapshot with the journal's tail behind it, or the journal from its
/// first command.</summary>
public sealed class RecoveryStart : IDisposable
{
    private RecoveryStart(Snapshot? snapshot, JournalReader tail)
    {
        Snapshot = snapshot;
        Tail = tail;
    }

    /// <summary>The snapshot; null where everything is replayed.</summary>
    public Snapshot? Snapshot { get; }

    /// <summary>The commands that follow it.</summary>
    public JournalReader Tail { get; }

    /// <summary>Finds the newest snapshot that is whole and of this journal.</summary>
    /// <param name="files">Where the journal is.</param>
    /// <param name="accepts">Whether the caller can start there; null takes any.</param>
    /// <param name="tell">Hears a sentence for each snapshot that is passed over, and why.</param>
    /// <exception cref="JournalDamagedException">The journal is damaged on the way.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The start that is returned owns the reader.")]
    public static RecoveryStart Find(IJournalFileSystem files, Func<Snapshot, bool>? accepts, Action<string> tell)
    {
        ArgumentNullException.ThrowIfNull(tell);
        var store = new SnapshotStore(files);
        List<ulong> sequences = store.FindAll();
        for (int i = sequences.Count - 1; i >= 0; i--)
        {
            Snapshot? snapshot = store.Read(sequences[i], out string problem);
            if (snapshot is not null && accepts is not null && !accepts(snapshot))
            {
                continue;
            }

            JournalReader? tail = snapshot is null
                ? null
                : JournalReader.OpenBehind(files, snapshot.Mark.Sequence, snapshot.Mark.ChainHash, out problem);
            if (tail is not null)
            {
                return new RecoveryStart(snapshot, tail);
            }

            string file = snapshot is null ? string.Empty : $"{files.Location}: {snapshot.File}: ";
            tell($"{file}{problem} It is passed over for an earlier one, or for the whole journal.");
        }

        if (sequences.Count > 0)
        {
            tell($"{files.Location}: no snapshot can be used; the journal is replayed from its first command.");
        }

        return new RecoveryStart(null, JournalReader.Open(files));
    }

    /// <inheritdoc/>
    public void Dispose() => Tail.Dispose();
}
