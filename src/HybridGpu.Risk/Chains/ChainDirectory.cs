using System;
using System.Collections.Generic;
using System.IO;

namespace HybridGpu.Risk.Chains;

/// <summary>A directory of recorded chains, in time order.</summary>
/// <remarks>Files named chain_&lt;yyyyMMddTHHmmssZ&gt;.csv.gz; others are left alone. Immutable once opened.</remarks>
public sealed class ChainDirectory
{
    /// <summary>Most files listed; a directory with more is refused.</summary>
    public const int FilesMax = 10_000;

    private const string Prefix = "chain_";
    private const string Suffix = ".csv.gz";

    private ChainDirectory(List<ChainFileEntry> files, string? problem)
    {
        Files = files;
        Problem = problem;
    }

    /// <summary>Files in the order of the times in their names.</summary>
    public IReadOnlyList<ChainFileEntry> Files { get; }

    /// <summary>Why nothing can be replayed from here, or null.</summary>
    public string? Problem { get; }

    /// <summary>Lists a directory.</summary>
    /// <returns>Never null; <see cref="Problem"/> says why <see cref="Files"/> is empty.</returns>
    public static ChainDirectory Open(string directory)
    {
        var files = new List<ChainFileEntry>();
        try
        {
            foreach (string path in Directory.EnumerateFiles(directory, Prefix + "*" + Suffix))
            {
                ReadOnlySpan<char> name = Path.GetFileName(path.AsSpan());
                if (ChainTime.TryParseName(name[Prefix.Length..^Suffix.Length], out long takenNs))
                {
                    files.Add(new ChainFileEntry(path, takenNs));
                }

                if (files.Count > FilesMax)
                {
                    return new ChainDirectory([], $"{directory} holds more than {FilesMax} chain files.");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new ChainDirectory([], $"{directory} can't be listed: {e.Message}");
        }

        files.Sort(static (a, b) => a.TakenNs.CompareTo(b.TakenNs));
        string? problem = files.Count > 0
            ? null
            : $"{directory} holds no file named {Prefix}yyyyMMddTHHmmssZ{Suffix}.";
        return new ChainDirectory(files, problem);
    }
}
