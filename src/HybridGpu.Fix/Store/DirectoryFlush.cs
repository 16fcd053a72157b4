using System;
using System.IO;
using System.Runtime.InteropServices;

namespace HybridGpu.Fix.Store;

/// <summary>fsync of a directory, which .NET does not offer.</summary>
/// <remarks>Persistence has the same for the journal; this room knows no other.</remarks>
internal static partial class DirectoryFlush
{
    private const int InterruptedErrno = 4;

    /// <summary>Makes a directory's entries durable; on Windows NTFS logs them itself.</summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="IOException">The disk would not.</exception>
    public static void Run(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor;
        while ((descriptor = OpenReadOnly(path, 0)) < 0)
        {
            ThrowUnlessInterrupted("open", path);
        }

        try
        {
            while (Sync(descriptor) != 0)
            {
                ThrowUnlessInterrupted("fsync", path);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static void ThrowUnlessInterrupted(string call, string path)
    {
        int errno = Marshal.GetLastPInvokeError();
        if (errno != InterruptedErrno)
        {
            throw new IOException($"{call} of {path} failed: {Marshal.GetPInvokeErrorMessage(errno)}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenReadOnly(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
