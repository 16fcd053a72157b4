using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HybridGpu.Persistence.Files;

/// <summary>The two durability calls that .NET does not offer: fdatasync, and fsync of a directory.</summary>
internal static class LibC
{
    private const int InterruptedErrno = 4;

    /// <summary>Makes a file's data durable; fsync where there is no fdatasync.</summary>
    internal static void FlushData(SafeFileHandle handle, string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(handle);
            return;
        }

        while (fdatasync(handle) != 0)
        {
            ThrowUnlessInterrupted("fdatasync", path);
        }
    }

    /// <summary>Makes a directory's entries durable; on Windows NTFS logs them itself.</summary>
    internal static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor;
        while ((descriptor = open(path, 0)) < 0)
        {
            ThrowUnlessInterrupted("open", path);
        }

        try
        {
            while (fsync(descriptor) != 0)
            {
                ThrowUnlessInterrupted("fsync", path);
            }
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    private static void ThrowUnlessInterrupted(string call, string path)
    {
        int errno = Marshal.GetLastPInvokeError();
        if (errno != InterruptedErrno)
        {
            throw DiskErrors.Translate(new IOException($"{call} of {path} failed with errno {errno}.", errno), path);
        }
    }

#pragma warning disable SYSLIB1054 // LibraryImport generates unsafe code, which this project forbids.
    [DllImport("libc", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fdatasync(SafeFileHandle descriptor);

    [DllImport("libc", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int descriptor);
#pragma warning restore SYSLIB1054
}
