using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace HybridGpu.Fix.Store;

/// <summary>Files and folders that only their owner may read, and whose names survive a power loss.</summary>
/// <remarks>
/// What clients trade is nobody else's business, so that on Unix files have mode 0600 and folders 0700, whatever the
/// umask says; on Windows they inherit the folder's access list. A file's own fsync doesn't keep its name: the folder
/// needs one, too. Cost: system calls, so none of this is for the hot path. Thread: any.
/// </remarks>
public static class PrivateFiles
{
    private const UnixFileMode FileModeBits = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryModeBits = FileModeBits | UnixFileMode.UserExecute;

    /// <summary>Makes a folder that is not there, and those above it; one that is keeps the mode that its owner gave
    /// it.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It can't be made, or its name can't be kept.</exception>
    public static void CreateDirectory(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Directory.Exists(full))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(full);
            return;
        }

        // One by one, because the runtime gives the mode to the last only.
        string parent = Path.GetDirectoryName(full)!;
        CreateDirectory(parent);
        Directory.CreateDirectory(full, DirectoryModeBits);
        DirectoryFlush.Run(parent);
    }

    /// <summary>Opens a file for reading and writing, or creates it; one that others may read is closed to
    /// them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">What others may do with it meanwhile.</param>
    /// <exception cref="IOException">It can't be opened; so can't an <see
    /// cref="UnauthorizedAccessException"/>.</exception>
    public static SafeFileHandle Open(string path, FileShare share)
    {
        Ensure(path);
        return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, share);
    }

    /// <summary>The same, without waiting until a new file's name is durable: that is the caller's to see to.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">What others may do with it meanwhile.</param>
    internal static SafeFileHandle OpenUnflushed(string path, FileShare share)
    {
        using (Create(path, FileMode.OpenOrCreate))
        {
        }

        return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, share);
    }

    /// <summary>Makes an empty file, and makes its name durable; if it is there it is only closed to others.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It can't be made; so can't an <see
    /// cref="UnauthorizedAccessException"/>.</exception>
    public static void Ensure(string path)
    {
        if (!File.Exists(path))
        {
            using (Create(path, FileMode.CreateNew))
            {
            }

            FlushDirectoryOf(path);
        }
        else
        {
            Close(path);
        }
    }

    /// <summary>Writes a whole file: when this returns, content and name are on the disk.</summary>
    /// <param name="path">The file; what it held is replaced.</param>
    /// <param name="content">What it holds from now on.</param>
    /// <exception cref="IOException">It can't be written; so can't an <see
    /// cref="UnauthorizedAccessException"/>.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        if (File.Exists(path))
        {
            Close(path);
        }

        using (FileStream file = Create(path, FileMode.Create))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        FlushDirectoryOf(path);
    }

    /// <summary>Deletes a file: when this returns, a power loss doesn't bring it back.</summary>
    /// <param name="path">The file; if it is not there nothing happens.</param>
    /// <exception cref="IOException">It can't be deleted; so can't an <see
    /// cref="UnauthorizedAccessException"/>.</exception>
    public static void Delete(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
            FlushDirectoryOf(path);
        }
    }

    private static FileStream Create(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileModeBits;
        }

        return new FileStream(path, options);
    }

    private static void Close(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~FileModeBits) != 0)
        {
            File.SetUnixFileMode(path, FileModeBits);
        }
    }

    private static void FlushDirectoryOf(string path) =>
        DirectoryFlush.Run(Path.GetDirectoryName(Path.GetFullPath(path))!);
}
