using System;
using System.IO;

namespace HybridGpu.Settlement.Chain;

/// <summary>Small files that are there whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Read and write for the owner, nothing for others.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes beside, flushes to disk, and renames. A file with a secret gets its mode before its first
    /// byte.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content, bool isSecret = false)
    {
        string partial = Partial(path);
        try
        {
            using (FileStream stream = Create(partial, isSecret))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>A name beside a file that nobody else uses.</summary>
    public static string Partial(string path) => path + ".partial-" + Guid.NewGuid().ToString("n");

    private static FileStream Create(string path, bool isSecret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isSecret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }
}
