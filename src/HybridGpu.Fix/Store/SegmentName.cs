using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace HybridGpu.Fix.Store;

/// <summary>
/// What the segments of a log are called: <c>NAME.log</c> is the first, <c>NAME.log.000002</c> the second, and so on.
/// </summary>
/// <remarks>The first has no number because logs had none before there were segments. A CompID may hold full stops and
/// digits, and still no two names are the same: <c>.log</c> and what follows it come last.</remarks>
internal static class SegmentName
{
    private const string Ending = ".log";

    /// <summary>The file of a segment.</summary>
    /// <param name="store">The store's path: folder and session, without an ending.</param>
    /// <param name="number">The segment's number, from 1.</param>
    public static string PathOf(string store, int number) =>
        number == 1 ? store + Ending : string.Create(CultureInfo.InvariantCulture, $"{store}{Ending}.{number:D6}");

    /// <summary>Reads a file's name.</summary>
    /// <param name="fileName">The name, with or without its folder.</param>
    /// <param name="store">The store's name or path, as it was given.</param>
    /// <param name="number">The segment's number.</param>
    /// <returns>False when it is no segment's.</returns>
    public static bool TryParse(string fileName, out string store, out int number)
    {
        store = string.Empty;
        number = 1;
        int end = fileName.Length;
        if (!fileName.EndsWith(Ending, StringComparison.Ordinal))
        {
            end = fileName.LastIndexOf('.');
            if (end < 0 || !int.TryParse(
                fileName.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number)
                || number < 2 || !fileName[..end].EndsWith(Ending, StringComparison.Ordinal))
            {
                return false;
            }
        }

        store = fileName[..(end - Ending.Length)];
        return PathOf(store, number) == fileName;
    }

    /// <summary>The numbers of the segments that a store has, in order.</summary>
    /// <param name="store">The store's path.</param>
    public static List<int> NumbersOf(string store)
    {
        var numbers = new List<int>();
        string folder = Path.GetDirectoryName(Path.GetFullPath(store))!;
        string name = Path.GetFileName(store);
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            if (TryParse(Path.GetFileName(file), out string owner, out int number) && owner == name)
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    }
}
