using System;
using System.Collections.Generic;
using System.Globalization;
using HybridGpu.Persistence.Files;

namespace HybridGpu.Persistence.Journal;

/// <summary>Names in the journal's directory. A segment is named by its first sequence, in 20 digits.</summary>
internal static class SegmentName
{
    internal const string Control = "journal.control";
    internal const string ControlDraft = "journal.control.tmp";
    internal const string Lock = "journal.lock";
    internal const string Spare = "journal.spare.tmp";
    internal const string SnapshotDraft = "snapshot.tmp";
    private const string Prefix = "journal-";
    private const string Suffix = ".seg";
    private const int Digits = 20;

    internal static string Of(ulong firstSequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{firstSequence:D20}{Suffix}");

    internal static bool TryParse(string name, out ulong firstSequence)
    {
        firstSequence = 0;
        return name.Length == Prefix.Length + Digits + Suffix.Length
            && name.StartsWith(Prefix, StringComparison.Ordinal)
            && name.EndsWith(Suffix, StringComparison.Ordinal)
            && ulong.TryParse(
                name.AsSpan(Prefix.Length, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out firstSequence);
    }

    /// <summary>First sequences of all segments, in order.</summary>
    internal static List<ulong> FindAll(IJournalFileSystem files)
    {
        var found = new List<ulong>();
        foreach (string name in files.List())
        {
            if (TryParse(name, out ulong first))
            {
                found.Add(first);
            }
        }

        found.Sort();
        return found;
    }
}
